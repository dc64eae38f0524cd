namespace EcsTools.Core.Tests.Alibaba;

/// <summary>A request as it left.</summary>
internal sealed record SentCall(string Action, Uri Uri, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The value of a parameter, or null.</summary>
    public string? this[string name] => Parameters.GetValueOrDefault(name);

    public static SentCall From(HttpRequestMessage request)
    {
        Dictionary<string, string> headers = request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(",", h.Value));
        Dictionary<string, string> parameters = request.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .ToDictionary(p => Uri.UnescapeDataString(p[0]), p => Uri.UnescapeDataString(p[1]));
        return new SentCall(headers["x-acs-action"], request.RequestUri, headers, parameters);
    }

    /// <summary>All parameters but the region, as text to compare.</summary>
    public override string ToString() => Action + "?" + string.Join(
        "&", Parameters.Where(p => p.Key != "RegionId").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
}
