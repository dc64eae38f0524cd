using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>Computes the expected signature of a request (docs/contracts/huawei-ecs.md 1.4).</summary>
internal static class SdkSignature
{
    public const string Algorithm = "SDK-HMAC-SHA256";

    /// <summary>Six parts joined by line feeds. Only the headers that the sender lists as signed can be checked.</summary>
    public static string Canonical(SandboxRequest request, IReadOnlyList<string> signedHeaders)
    {
        IReadOnlyList<string> names = [.. signedHeaders.Select(h => h.ToLowerInvariant()).OrderBy(h => h, StringComparer.Ordinal)];
        StringBuilder text = new();
        text.Append(request.Method).Append('\n')
            .Append(CanonicalPath(request.RawPath)).Append('\n')
            .Append(CanonicalQuery(request.RawQuery)).Append('\n');
        foreach (string name in names)
        {
            text.Append(name).Append(':').Append((request.Header(name) ?? "").Trim()).Append('\n');
        }

        return text.Append('\n')
            .Append(string.Join(";", names)).Append('\n')
            .Append(request.Header("x-sdk-content-sha256") ?? Sha256(request.Body))
            .ToString();
    }

    /// <summary><paramref name="date"/> is the value of <c>X-Sdk-Date</c>.</summary>
    public static string Sign(string canonical, string date, string secret)
    {
        using HMACSHA256 hmac = new(Encoding.UTF8.GetBytes(secret));
        string text = $"{Algorithm}\n{date}\n{Sha256(Encoding.UTF8.GetBytes(canonical))}";
        return Hex(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Every segment is encoded again; the path ends with a slash whatever was sent.</summary>
    private static string CanonicalPath(string rawPath)
    {
        string path = string.Join("/", rawPath.Split('/').Select(s => Uri.EscapeDataString(Uri.UnescapeDataString(s))));
        return path.EndsWith("/", StringComparison.Ordinal) ? path : path + "/";
    }

    private static string CanonicalQuery(string rawQuery) => string.Join("&", new Query(rawQuery).Pairs
        .OrderBy(p => p.Key, StringComparer.Ordinal)
        .ThenBy(p => p.Value, StringComparer.Ordinal)
        .Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    private static string Sha256(byte[] data)
    {
        using SHA256 sha = SHA256.Create();
        return Hex(sha.ComputeHash(data));
    }

    private static string Hex(byte[] data)
    {
        StringBuilder text = new(data.Length * 2);
        foreach (byte b in data)
        {
            text.Append(b.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
