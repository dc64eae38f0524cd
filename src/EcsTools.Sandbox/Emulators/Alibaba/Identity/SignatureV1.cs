using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>The older signature HMAC-SHA1, version 1.0 (docs/contracts/alibaba-ecs.md 1.5).</summary>
internal static class SignatureV1
{
    /// <summary><c>Signature</c> is left out.</summary>
    public static string StringToSign(string method, IEnumerable<KeyValuePair<string, string>> parameters) =>
        $"{method}&%2F&{PercentText.Encode(PercentText.Canonical(parameters.Where(p => p.Key != "Signature")))}";

    public static string Sign(string stringToSign, string secret)
    {
        // The API prescribes SHA-1 here.
#pragma warning disable CA5350
        using HMACSHA1 hmac = new(Encoding.UTF8.GetBytes(secret + "&"));
#pragma warning restore CA5350
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(stringToSign)));
    }
}
