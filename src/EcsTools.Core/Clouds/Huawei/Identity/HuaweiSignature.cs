using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The signature SDK-HMAC-SHA256 (docs/contracts/huawei-ecs.md 1.4). Must not be shown: it holds what is signed.</summary>
internal sealed record HuaweiSignature(string CanonicalRequest, string StringToSign, string Authorization)
{
    private const string Algorithm = "SDK-HMAC-SHA256";

    /// <summary>Signs a request.</summary>
    /// <param name="headers">The headers to sign, as they are sent; <c>X-Sdk-Date</c> among them.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static HuaweiSignature Create(string method, Uri uri, IEnumerable<KeyValuePair<string, string>> headers, byte[] body, AccessKey key)
    {
        KeyValuePair<string, string>[] signed = [.. headers.Select(h => new KeyValuePair<string, string>(h.Key.ToLowerInvariant(), h.Value.Trim()))];
        Array.Sort(signed, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        string names = string.Join(";", Array.ConvertAll(signed, static h => h.Key));
        string canonical = string.Join(
            "\n",
            method.ToUpperInvariant(),
            CanonicalPath(uri),
            CanonicalQuery(SplitQuery(uri)),
            string.Concat(Array.ConvertAll(signed, static h => $"{h.Key}:{h.Value}\n")),
            names,
            HexDigest.Sha256(body));
        string text = $"{Algorithm}\n{signed.First(h => h.Key == "x-sdk-date").Value}\n{HexDigest.Sha256(canonical)}";
        return new HuaweiSignature(
            canonical, text, $"{Algorithm} Access={key.Id}, SignedHeaders={names}, Signature={HexDigest.HmacSha256(key.Secret, text)}");
    }

    /// <summary>A query in the form that is both sent and signed.</summary>
    /// <param name="pairs">Names and values, not encoded.</param>
    /// <returns>The query without question mark; empty if there is none.</returns>
    public static string CanonicalQuery(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join(
        "&",
        pairs.OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => Uri.EscapeDataString(p.Key) + "=" + Uri.EscapeDataString(p.Value)));

    /// <summary>The algorithm only.</summary>
    public override string ToString() => Algorithm;

    // The signed path ends with a slash that the sent one does not have.
    private static string CanonicalPath(Uri uri) =>
        string.Join("/", uri.AbsolutePath.TrimEnd('/').Split('/').Select(s => Uri.EscapeDataString(Uri.UnescapeDataString(s)))) + "/";

    private static IEnumerable<KeyValuePair<string, string>> SplitQuery(Uri uri) =>
        from pair in uri.Query.TrimStart('?').Split('&')
        where pair.Length > 0
        let parts = pair.Split(['='], 2)
        select new KeyValuePair<string, string>(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
}
