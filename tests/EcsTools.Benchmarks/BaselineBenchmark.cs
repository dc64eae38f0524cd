using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

using Newtonsoft.Json.Linq;

namespace EcsTools.Benchmarks;

/// <summary>The least a list can cost in .NET: the same signed requests by a bare HttpClient, the same pages parsed by Newtonsoft.Json, nothing made of them.</summary>
internal sealed class BaselineBenchmark : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly SandboxHost _server;
    private readonly EcsCloud _cloud;
    private readonly string _projectId;
    private readonly ICloudDialect _dialect;

    public BaselineBenchmark(SandboxHost server, EcsCloud cloud, string projectId)
    {
        _server = server;
        _cloud = cloud;
        _projectId = projectId;
        StaticAccessKeyProvider keys = new(new AccessKey(server.KeyId, server.KeySecret));
        _dialect = cloud == EcsCloud.Alibaba ? new AlibabaDialect(keys, TimeProvider.System) : new ApiDialect(new AccessKeyAuthenticator(keys, TimeProvider.System), HuaweiErrorMapper.Judge);
    }

    public int Bytes { get; private set; }

    /// <summary>Reads all pages; the sandbox's part alone if they are not parsed.</summary>
    public async Task<int> ListAsync(bool parses)
    {
        int rows = 0;
        string? next = null;
        for (int page = 1; page == 1 || next is not null; page++)
        {
            string text = await SendAsync(_cloud == EcsCloud.Alibaba ? Alibaba(next) : Huawei(page));
            Bytes += text.Length;
            if (_cloud == EcsCloud.Alibaba)
            {
                JObject? body = parses ? JObject.Parse(text) : null;
                rows += body is null ? 100 : ((JArray)body["Instances"]!["Instance"]!).Count;
                next = body is null ? FindToken(text) : (string?)body["NextToken"];
                next = string.IsNullOrEmpty(next) ? null : next;
            }
            else
            {
                int count = parses ? ((JArray)JObject.Parse(text)["servers"]!).Count : Count(text, "\"OS-EXT-STS:vm_state\"");
                rows += count;
                next = count < 200 ? null : "more";
            }
        }

        return rows;
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> SendAsync(CloudRequest call)
    {
        using HttpRequestMessage request = new(call.Method, call.Uri);
        request.Content = call.Method == HttpMethod.Get ? null : new ByteArrayContent([]);
        foreach (KeyValuePair<string, string> header in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        await _dialect.SignAsync(request, call, CancellationToken.None);
        using HttpResponseMessage answer = await _client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    private CloudRequest Alibaba(string? token) => AlibabaApi.Describe(
        "DescribeInstances",
        "2014-05-26",
        new Uri(_server.Url, "/"),
        new AlibabaParameters().Add("MaxResults", 100).Add("NextToken", token).Add("RegionId", "cn-hangzhou"),
        RequestIdempotency.ReadOnly,
        null);

    private CloudRequest Huawei(int page) => new(
        "ListServers",
        HttpMethod.Get,
        new Uri(_server.Url, $"/v1/{_projectId}/cloudservers/detail?limit=200&offset={page}"),
        RequestIdempotency.ReadOnly);

    private static string? FindToken(string text)
    {
        const string Name = "\"NextToken\":\"";
        int at = text.IndexOf(Name, StringComparison.Ordinal);
        return at < 0 ? null : text[(at + Name.Length)..text.IndexOf('"', at + Name.Length)];
    }

    private static int Count(string text, string word)
    {
        int count = 0;
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
