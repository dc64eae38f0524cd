using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>The signature ACS3-HMAC-SHA256 of a request, computed as the server does (docs/contracts/alibaba-ecs.md 1.4).</summary>
internal sealed class SignatureV3
{
    public const string Algorithm = "ACS3-HMAC-SHA256";

    private SignatureV3(string canonicalRequest)
    {
        CanonicalRequest = canonicalRequest;
        using SHA256 sha = SHA256.Create();
        StringToSign = Algorithm + "\n" + Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(canonicalRequest)));
    }

    public string CanonicalRequest { get; }

    public string StringToSign { get; }

    /// <summary><paramref name="signedHeaders"/> are lower-case names in the client's order.</summary>
    public static SignatureV3 Of(SandboxRequest request, IReadOnlyList<string> signedHeaders)
    {
        using SHA256 sha = SHA256.Create();
        StringBuilder canonical = new();
        canonical.Append(request.Method).Append('\n');
        canonical.Append(request.RawPath).Append('\n');
        canonical.Append(PercentText.Canonical(PercentText.ReadPairs(request.RawQuery))).Append('\n');
        foreach (string name in signedHeaders)
        {
            canonical.Append(name).Append(':').Append((request.Header(name) ?? "").Trim()).Append('\n');
        }

        canonical.Append('\n').Append(string.Join(";", signedHeaders)).Append('\n');
        canonical.Append(Hex(sha.ComputeHash(request.Body)));
        return new SignatureV3(canonical.ToString());
    }

    /// <summary>The headers that must be signed: host, every <c>x-acs-</c> header, and a content type if there is one.</summary>
    public static IReadOnlyList<string> MandatoryHeaders(SandboxRequest request) =>
    [
        .. request.Headers.Keys
            .Where(n => n is "host" or "content-type" || n.StartsWith("x-acs-", StringComparison.Ordinal))
            .OrderBy(n => n, StringComparer.Ordinal),
    ];

    public string Sign(string secret)
    {
        using HMACSHA256 hmac = new(Encoding.UTF8.GetBytes(secret));
        return Hex(hmac.ComputeHash(Encoding.UTF8.GetBytes(StringToSign)));
    }

    private static string Hex(byte[] bytes) =>
        string.Concat(bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
}
