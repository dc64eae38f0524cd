using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Core.Guests;

/// <summary>
/// The <c>$6$</c> hash of Linux passwords (Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", version 0.6), so that only the hash
/// travels to a guest. No runtime and none of our packages has it.
/// </summary>
internal static class Sha512Crypt
{
    private const string Prefix = "$6$";
    private const int HashBytes = 64;
    private const int LongestSalt = 16;
    private const int DefaultRounds = 5000;
    private const int FewestRounds = 1000;
    private const int MostRounds = 999_999_999;
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // The specification counts a hundred thousand rounds as slow; this many are well below a second on a small machine.
    private const int OwnRounds = 20_000;

    /// <summary>Hashes a password with a fresh random salt.</summary>
    /// <param name="password">The password; taken as UTF-8.</param>
    /// <returns>The hash as <c>/etc/shadow</c> holds it.</returns>
    public static string Hash(string password)
    {
        byte[] random = new byte[LongestSalt];
        using (RandomNumberGenerator generator = RandomNumberGenerator.Create())
        {
            generator.GetBytes(random);
        }

        // 64 letters: the lowest six bits of a random byte choose without a bias.
        return Hash(password, string.Concat(random.Select(b => Alphabet[b & 63])), OwnRounds);
    }

    /// <summary>Hashes a password with given salt and rounds.</summary>
    /// <param name="password">The password; taken as UTF-8.</param>
    /// <param name="salt">The salt; all beyond sixteen bytes is left out.</param>
    /// <param name="rounds">How many rounds; null for the default, which the hash then does not name.</param>
    internal static string Hash(string password, string salt, int? rounds)
    {
        byte[] key = Encoding.UTF8.GetBytes(password);
        byte[] grain = [.. Encoding.UTF8.GetBytes(salt).Take(LongestSalt)];
        int count = Math.Min(MostRounds, Math.Max(FewestRounds, rounds ?? DefaultRounds));
        using SHA512 sha = SHA512.Create();
        byte[] hash = Stretch(sha, key, grain, count);
        Array.Clear(key, 0, key.Length);
        string named = rounds is null ? "" : string.Format(CultureInfo.InvariantCulture, "rounds={0}$", count);
        return $"{Prefix}{named}{Encoding.UTF8.GetString(grain)}${Encode(hash)}";
    }

    private static byte[] Stretch(SHA512 sha, byte[] key, byte[] salt, int rounds)
    {
        byte[] other = sha.ComputeHash([.. key, .. salt, .. key]);
        byte[] hash = sha.ComputeHash([.. key, .. salt, .. Repeat(other, key.Length), .. Bits(key, other)]);
        byte[] keyPart = Repeat(sha.ComputeHash(Times(key, key.Length)), key.Length);
        byte[] saltPart = Repeat(sha.ComputeHash(Times(salt, 16 + hash[0])), salt.Length);
        for (int round = 0; round < rounds; round++)
        {
            bool isOdd = round % 2 == 1;
            byte[] first = isOdd ? keyPart : hash;
            byte[] middle = [.. round % 3 == 0 ? [] : saltPart, .. round % 7 == 0 ? [] : keyPart];
            hash = sha.ComputeHash([.. first, .. middle, .. isOdd ? hash : keyPart]);
        }

        return hash;
    }

    // For each bit of the key's length, from the lowest on, either the other hash or the key.
    private static byte[] Bits(byte[] key, byte[] other)
    {
        byte[] bits = [];
        for (int left = key.Length; left > 0; left >>= 1)
        {
            bits = [.. bits, .. (left & 1) == 1 ? other : key];
        }

        return bits;
    }

    private static byte[] Repeat(byte[] bytes, int length) => [.. Enumerable.Range(0, length).Select(i => bytes[i % bytes.Length])];

    private static byte[] Times(byte[] bytes, int count) => [.. Enumerable.Repeat(bytes, count).SelectMany(b => b)];

    // Three bytes a third of the hash apart make four letters, lowest bits first; which of them leads goes round.
    private static string Encode(byte[] hash)
    {
        const int Third = HashBytes / 3;
        StringBuilder text = new();
        for (int i = 0; i < Third; i++)
        {
            int[] places = [i, i + Third, i + (2 * Third)];
            int turn = i % 3;
            Append(text, hash[places[turn]] << 16 | hash[places[(turn + 1) % 3]] << 8 | hash[places[(turn + 2) % 3]], 4);
        }

        Append(text, hash[HashBytes - 1], 2);
        return text.ToString();
    }

    private static void Append(StringBuilder text, int bits, int letters)
    {
        for (int i = 0; i < letters; i++, bits >>= 6)
        {
            text.Append(Alphabet[bits & 63]);
        }
    }
}
