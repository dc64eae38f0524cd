using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>The signature ACS3-HMAC-SHA256 ("V3", docs/contracts/alibaba-ecs.md 1.4).</summary>
internal static class AlibabaSignature
{
    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="query">The encoded query, its parameters in code point order of their names, without the question mark.</param>
    /// <param name="headers">The headers of the request by lower-case name, <c>x-acs-content-sha256</c> among them.</param>
    public static string Authorize(AccessKey key, string method, string query, IReadOnlyDictionary<string, string> headers)
    {
        string toSign = Algorithm + "\n" + HexDigest.Sha256(CanonicalRequest(method, query, headers));
        return $"{Algorithm} Credential={key.Id},SignedHeaders={SignedNames(headers)},Signature={HexDigest.HmacSha256(key.Secret, toSign)}";
    }

    /// <summary>The text whose digest is signed (docs/contracts/alibaba-ecs.md 1.4, steps 1 to 4). All calls go to the path
    /// <c>/</c>.</summary>
    /// <param name="query">The encoded query in order.</param>
    public static string CanonicalRequest(string method, string query, IReadOnlyDictionary<string, string> headers)
    {
        string canonicalHeaders = string.Concat(Signed(headers).Select(h => $"{h.Key}:{h.Value.Trim()}\n"));
        return string.Join("\n", method, "/", query, canonicalHeaders, SignedNames(headers), headers["x-acs-content-sha256"]);
    }

    private static IEnumerable<KeyValuePair<string, string>> Signed(IReadOnlyDictionary<string, string> headers) => headers
        .Where(h => h.Key is "host" or "content-type" || h.Key.StartsWith("x-acs-", StringComparison.Ordinal))
        .OrderBy(h => h.Key, StringComparer.Ordinal);

    private static string SignedNames(IReadOnlyDictionary<string, string> headers) => string.Join(";", Signed(headers).Select(h => h.Key));
}
