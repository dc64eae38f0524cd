using System.Text;

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
        KeyValuePair<string, string>[] signed = Signed(headers);
        string toSign = Algorithm + "\n" + HexDigest.Sha256(CanonicalRequest(method, query, signed, headers["x-acs-content-sha256"]));
        return $"{Algorithm} Credential={key.Id},SignedHeaders={SignedNames(signed)},Signature={HexDigest.HmacSha256(key.Secret, toSign)}";
    }

    /// <summary>The text whose digest is signed (docs/contracts/alibaba-ecs.md 1.4, steps 1 to 4). All calls go to the path
    /// <c>/</c>.</summary>
    /// <param name="query">The encoded query in order.</param>
    public static string CanonicalRequest(string method, string query, IReadOnlyDictionary<string, string> headers) =>
        CanonicalRequest(method, query, Signed(headers), headers["x-acs-content-sha256"]);

    private static string CanonicalRequest(string method, string query, KeyValuePair<string, string>[] signed, string digest)
    {
        StringBuilder text = new(method, 1024);
        text.Append("\n/\n").Append(query).Append('\n');
        foreach (KeyValuePair<string, string> header in signed)
        {
            text.Append(header.Key).Append(':').Append(header.Value.Trim()).Append('\n');
        }

        return text.Append('\n').Append(SignedNames(signed)).Append('\n').Append(digest).ToString();
    }

    private static KeyValuePair<string, string>[] Signed(IReadOnlyDictionary<string, string> headers)
    {
        KeyValuePair<string, string>[] signed = [.. headers.Where(h => h.Key is "host" or "content-type" || h.Key.StartsWith("x-acs-", StringComparison.Ordinal))];
        Array.Sort(signed, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return signed;
    }

    private static string SignedNames(KeyValuePair<string, string>[] signed) => string.Join(";", Array.ConvertAll(signed, static h => h.Key));
}
