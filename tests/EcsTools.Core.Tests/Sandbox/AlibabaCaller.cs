using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using EcsTools.Sandbox;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>A client of a few lines, written from docs/contracts/alibaba-ecs.md 1.2 to 1.5 and from nothing of ours.</summary>
internal sealed class AlibabaCaller : IDisposable
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly HttpClient _http;

    public AlibabaCaller(SandboxServer server, Uri? url = null)
    {
        _http = url is null ? new HttpClient(server.CreateHandler()) : new HttpClient();
        BaseAddress = url ?? new Uri("https://ecs.cn-hangzhou.aliyuncs.com/");
        KeyId = server.Credentials.AccessKeyId;
        Secret = server.Credentials.AccessKeySecret;
    }

    public Uri BaseAddress { get; init; }

    public string KeyId { get; set; }

    public string Secret { get; set; }

    public string? SecurityToken { get; set; }

    public DateTimeOffset? Date { get; set; }

    public string? Nonce { get; set; }

    public string Version { get; set; } = "2014-05-26";

    public void Dispose() => _http.Dispose();

    /// <summary>Sends an operation; the parameters are name, value, name, value ...</summary>
    public Task<AlibabaAnswer> Call(string action, params string[] parameters) => Send(Sign(action, parameters));

    public async Task<JObject> Ok(string action, params string[] parameters)
    {
        AlibabaAnswer answer = await Call(action, parameters);
        Xunit.Assert.True(answer.Status == 200, $"{action}: {answer.Status} {answer.Code}");
        return answer.Body;
    }

    /// <summary>The rows of a list in the main region.</summary>
    public async Task<JObject[]> Rows(string action, params string[] parameters) =>
        [.. (await Ok(action, ["RegionId", "cn-hangzhou", .. parameters])).Descendants().OfType<JArray>().First().Cast<JObject>()];

    public async Task<string> Refused(int status, string action, params string[] parameters)
    {
        AlibabaAnswer answer = await Call(action, parameters);
        Xunit.Assert.Equal(status, answer.Status);
        Xunit.Assert.Equal((string?)answer.Body["RequestId"], answer.RequestId);
        return answer.Code!;
    }

    public async Task<JObject> Server(string name, string region = "cn-hangzhou") =>
        (JObject)(await Ok("DescribeInstances", "RegionId", region, "InstanceName", name))["Instances"]!["Instance"]!.Single();

    public async Task<string> Id(string name) => (string)(await Server(name))["InstanceId"]!;

    public async Task<string> Status(string name) => (string)(await Server(name))["Status"]!;

    public Task<JObject[]> Disks(string instanceId) => Rows("DescribeDisks", "InstanceId", instanceId);

    public async Task<AlibabaAnswer> Send(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext());
        string text = await response.Content.ReadAsStringAsync(TestContext());
        return new AlibabaAnswer(
            (int)response.StatusCode,
            JsonConvert.DeserializeObject<JObject>(text, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })!,
            response.Headers.GetValues("x-acs-request-id").Single(),
            response.Headers.TryGetValues("x-acs-retry-after", out IEnumerable<string>? after) ? after.Single() : null);
    }

    public HttpRequestMessage Sign(string action, params string[] parameters)
    {
        string query = Canonical(Pairs(parameters));
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(BaseAddress, "/?" + query)) { Content = new ByteArrayContent([]) };
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = BaseAddress.Authority,
            ["x-acs-action"] = action,
            ["x-acs-version"] = Version,
            ["x-acs-date"] = (Date ?? DateTimeOffset.UtcNow).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["x-acs-signature-nonce"] = Nonce ?? Guid.NewGuid().ToString("N"),
            ["x-acs-content-sha256"] = EmptyHash,
        };
        if (SecurityToken is not null)
        {
            headers["x-acs-security-token"] = SecurityToken;
            headers["x-acs-accesskey-id"] = KeyId;
        }

        string names = string.Join(";", headers.Keys);
        string canonical = $"POST\n/\n{query}\n{string.Concat(headers.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n{EmptyHash}";
        string toSign = "ACS3-HMAC-SHA256\n" + Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        string signature = Hex(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(toSign)));
        foreach (KeyValuePair<string, string> header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", $"ACS3-HMAC-SHA256 Credential={KeyId},SignedHeaders={names},Signature={signature}");
        return request;
    }

    /// <summary>The same in the older form: GET, or POST with everything in the body.</summary>
    public HttpRequestMessage SignV1(HttpMethod method, string action, params string[] parameters)
    {
        Dictionary<string, string> all = Pairs(parameters);
        all["Action"] = action;
        all["Version"] = Version;
        all["Format"] = "JSON";
        all["AccessKeyId"] = KeyId;
        all["SignatureMethod"] = "HMAC-SHA1";
        all["SignatureVersion"] = "1.0";
        all["SignatureNonce"] = Nonce ?? Guid.NewGuid().ToString("N");
        all["Timestamp"] = (Date ?? DateTimeOffset.UtcNow).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string toSign = $"{method.Method}&%2F&{Uri.EscapeDataString(Canonical(all))}";
        all["Signature"] = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Secret + "&"), Encoding.UTF8.GetBytes(toSign)));
        return method == HttpMethod.Get
            ? new HttpRequestMessage(method, new Uri(BaseAddress, "/?" + Canonical(all)))
            : new HttpRequestMessage(method, BaseAddress) { Content = new FormUrlEncodedContent(all) };
    }

    private static CancellationToken TestContext() => Xunit.TestContext.Current.CancellationToken;

    private static Dictionary<string, string> Pairs(string[] parameters) => parameters.Chunk(2).ToDictionary(p => p[0], p => p[1]);

    private static string Canonical(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join(
        "&",
        pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

internal sealed record AlibabaAnswer(int Status, JObject Body, string RequestId, string? RetryAfter)
{
    public string? Code => (string?)Body["Code"];
}
