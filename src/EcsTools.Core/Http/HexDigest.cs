using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Core.Http;

/// <summary>Digests as signatures, plans and the journal write them: lower-case hex.</summary>
internal static class HexDigest
{
    /// <summary>The SHA-256 of a text in UTF-8.</summary>
    public static string Sha256(string text) => Sha256(Encoding.UTF8.GetBytes(text));

    /// <summary>The SHA-256 of bytes.</summary>
    public static string Sha256(byte[] bytes)
    {
        using SHA256 sha = SHA256.Create();
        return Write(sha.ComputeHash(bytes));
    }

    /// <summary>The HMAC-SHA256 of a text, both it and the key in UTF-8.</summary>
    /// <param name="key">The key, a secret.</param>
    public static string HmacSha256(string key, string text)
    {
        using HMACSHA256 hmac = new(Encoding.UTF8.GetBytes(key));
        return Write(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    private static string Write(byte[] digest)
    {
        const string Digits = "0123456789abcdef";
        char[] text = new char[digest.Length * 2];
        for (int i = 0; i < digest.Length; i++)
        {
            text[2 * i] = Digits[digest[i] >> 4];
            text[(2 * i) + 1] = Digits[digest[i] & 0xF];
        }

        return new string(text);
    }
}
