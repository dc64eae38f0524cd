using System.Security.Cryptography;
using System.Text;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Guests;

/// <summary>One line of a known_hosts file that names hosts and a key.</summary>
internal sealed class KnownHostLine
{
    private const string HashMark = "|1|";
    private const string RevokedMark = "@revoked";
    private const int SaltBytes = 20;
    private readonly string? _marker;
    private readonly string[] _names;
    private readonly string _rest;

    private KnownHostLine(string? marker, string names, string rest, string keyType, string key)
    {
        _marker = marker;
        _names = names.Split([','], StringSplitOptions.RemoveEmptyEntries);
        _rest = rest;
        KeyType = keyType;
        Key = key;
    }

    /// <summary>The key's type.</summary>
    public string KeyType { get; }

    /// <summary>The key in Base64.</summary>
    public string Key { get; }

    /// <summary>True if the line says that these hosts have this key; false for authorities and revoked keys.</summary>
    public bool IsPlain => _marker is null;

    /// <summary>True if the key must never be trusted.</summary>
    public bool IsRevoked => _marker == RevokedMark;

    /// <summary>Reads a line.</summary>
    /// <returns>The line; null for a comment or what cannot be one.</returns>
    public static KnownHostLine? Parse(string text)
    {
        string[] fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 0 || fields[0][0] == '#')
        {
            return null;
        }

        string? marker = fields[0][0] == '@' ? fields[0] : null;
        string[] parts = [.. fields.Skip(marker is null ? 0 : 1)];
        return parts.Length < 3 ? null : new KnownHostLine(marker, parts[0], string.Join(" ", parts.Skip(1)), parts[1], parts[2]);
    }

    /// <summary>Hashes a name with a fresh salt.</summary>
    public static string HashName(string name)
    {
        byte[] salt = new byte[SaltBytes];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(salt);
        return $"{HashMark}{Convert.ToBase64String(salt)}|{Convert.ToBase64String(Hash(salt, name))}";
    }

    /// <summary>Tells whether the line speaks of a host.</summary>
    /// <returns>True if it does and does not exclude it.</returns>
    public bool Matches(string name) => !_names.Any(n => n[0] == '!' && Fits(n.Substring(1), name)) && _names.Any(n => n[0] != '!' && Fits(n, name));

    /// <summary>Tells whether the line names a host itself, and not by a pattern that other hosts fit too.</summary>
    public bool Names(string name) => _names.Any(n => Is(n, name));

    /// <summary>The line without one host.</summary>
    /// <returns>The line; null if no other host is left.</returns>
    public string? Without(string name)
    {
        string[] left = [.. _names.Where(n => !Is(n, name))];
        return left.All(n => n[0] == '!') ? null : $"{string.Join(",", left)} {_rest}";
    }

    private static bool Is(string given, string name) => given.StartsWith(HashMark, StringComparison.Ordinal)
        ? FitsHash(given, name)
        : string.Equals(given, name, StringComparison.OrdinalIgnoreCase);

    private static bool Fits(string pattern, string name)
    {
        if (pattern.StartsWith(HashMark, StringComparison.Ordinal))
        {
            return FitsHash(pattern, name);
        }

        return TextPattern.FitsWildcards(pattern, name);
    }

    private static bool FitsHash(string hashed, string name)
    {
        string[] parts = hashed.Substring(HashMark.Length).Split('|');
        try
        {
            return parts.Length == 2 && Convert.ToBase64String(Hash(Convert.FromBase64String(parts[0]), name)) == parts[1];
        }
        catch (FormatException)
        {
            // A damaged line names nobody, as OpenSSH sees it too.
            return false;
        }
    }

    // OpenSSH prescribes HMAC with SHA-1; it hides names and proves nothing.
#pragma warning disable CA5350
    private static byte[] Hash(byte[] salt, string name)
    {
        using HMACSHA1 hmac = new(salt);
        return hmac.ComputeHash(Encoding.UTF8.GetBytes(name));
    }
#pragma warning restore CA5350
}
