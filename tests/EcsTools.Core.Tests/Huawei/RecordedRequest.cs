using System.Text;

using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>A request as it would have left the machine.</summary>
internal sealed class RecordedRequest
{
    public required string Method { get; init; }

    public required Uri Uri { get; init; }

    public required byte[] Bytes { get; init; }

    public required Dictionary<string, string> Headers { get; init; }

    public string Path => Uri.AbsolutePath;

    public Dictionary<string, string> Query => Uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2)).ToDictionary(p => Uri.UnescapeDataString(p[0]), p => Uri.UnescapeDataString(p[1]));

    public JObject? Body => Bytes.Length == 0 ? null : JsonParser.ParseObject(Encoding.UTF8.GetString(Bytes));

    public static async System.Threading.Tasks.Task<RecordedRequest> FromAsync(HttpRequestMessage request) => new()
    {
        Method = request.Method.Method,
        Uri = request.RequestUri!,
        Bytes = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(),
        Headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(",", h.Value)),
    };

    public void AssertIs(Sample sample)
    {
        Assert.Equal(sample.Method, Method);
        Assert.Equal(sample.Path, Path);
        Assert.Equal(sample.Query, Query);
        Assert.True(JToken.DeepEquals(sample.RequestBody ?? JValue.CreateNull(), (JToken?)Body ?? JValue.CreateNull()), $"{Body} is not {sample.RequestBody}");
    }
}
