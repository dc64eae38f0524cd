using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>The signature ACS3-HMAC-SHA256 of a request, computed the server's way (docs/contracts/alibaba-ecs.md 1.4).</summary>
internal sealed class SignatureV3
{
    /// <summary>The algorithm's name.</summary>
    public const string Algorithm = "ACS3-HMAC-SHA256";

    private SignatureV3(string canonicalRequest)
    {
        CanonicalRequest = canonicalRequest;
        using SHA256 sha = SHA256.Create();
        StringToSign = Algorithm + "\n" + Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(canonicalRequest)));
    }

    /// <summary>What is hashed.</summary>
    public string CanonicalRequest { get; }

    /// <summary>What is signed.</summary>
    public string StringToSign { get; }

    /// <summary>Takes a request apart.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signedHeaders">Lower-case names, in the order the client gave them.</param>
    /// <returns>What the client should have signed.</returns>
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

    /// <summary>The headers that have to be signed: host, every one of the service's own, and a content type if there is one.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Lower-case names, sorted.</returns>
    public static IReadOnlyList<string> MandatoryHeaders(SandboxRequest request) =>
    [
        .. request.Headers.Keys
            .Where(n => n is "host" or "content-type" || n.StartsWith("x-acs-", StringComparison.Ordinal))
            .OrderBy(n => n, StringComparer.Ordinal),
    ];

    /// <summary>The signature.</summary>
    /// <param name="secret">The access key's secret.</param>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public string Sign(string secret)
    {
        using HMACSHA256 hmac = new(Encoding.UTF8.GetBytes(secret));
        return Hex(hmac.ComputeHash(Encoding.UTF8.GetBytes(StringToSign)));
    }

    private static string Hex(byte[] bytes) =>
        string.Concat(bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
}
