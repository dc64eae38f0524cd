using System.Numerics;
using System.Security;

using Renci.SshNet;
using Renci.SshNet.Security;

namespace EcsTools.Core.Guests;

/// <summary>The private key that opens the passwords which Windows guests leave with their cloud.</summary>
public sealed class StoredPasswordKey : IDisposable
{
    private const int ShortestPadding = 8;
    private readonly PrivateKeyFile _file;
    private readonly RsaKey _key;
    private readonly string _path;

    private StoredPasswordKey(PrivateKeyFile file, RsaKey key, string path)
    {
        _file = file;
        _key = key;
        _path = path;
    }

    /// <summary>Reads a key.</summary>
    /// <param name="path">The file: OpenSSH, PKCS#1 or PKCS#8.</param>
    /// <param name="passphrase">Its passphrase, or null.</param>
    /// <returns>The key. Dispose it.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileInvalid"/>; only RSA keys decrypt.</exception>
    public static StoredPasswordKey Read(string path, SecureString? passphrase)
    {
        PrivateKeyFile file = PrivateKeys.Read(path, passphrase);
        if (file.Key is RsaKey key)
        {
            return new StoredPasswordKey(file, key, path);
        }

        file.Dispose();
        throw new EcsException(EcsErrorId.KeyFileInvalid, $"The key file {path} contains no RSA key; providers encrypt passwords only with RSA keys.")
        {
            RecommendedAction = "Specify the private key of the key pair that the server was built with.",
        };
    }

    /// <summary>Decrypts a stored text (RSAES-PKCS1-v1_5, RFC 8017, section 7.2.2).</summary>
    /// <param name="stored">Base64, as the cloud gives it.</param>
    /// <returns>The password, read-only. Dispose it.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileMismatch"/> if it was encrypted to another key, or <see cref="EcsErrorId.MalformedAnswer"/>.</exception>
    public SecureString Decrypt(string stored)
    {
        byte[] cipher;
        try
        {
            cipher = Convert.FromBase64String(stored);
        }
        catch (FormatException)
        {
            throw new EcsException(EcsErrorId.MalformedAnswer, "The stored password is not Base64 text.");
        }

        // The runtimes answer a wrong key with random bytes (implicit rejection), which could be taken for a password; so the padding is looked at here.
        byte[] block = ToBytes(BigInteger.ModPow(ToNumber(cipher), _key.D, _key.Modulus));
        int end = block.Length == 0 ? -1 : Array.IndexOf(block, (byte)0, 1);
        byte[] letters = [.. block.Skip(end + 1)];
        bool isOurs = end > ShortestPadding && block[0] == 2 && letters.Length > 0 && letters.All(b => b is >= 0x20 and < 0x7f);
        SecureString password = new();
        foreach (byte letter in isOurs ? letters : [])
        {
            password.AppendChar((char)letter);
        }

        Array.Clear(block, 0, block.Length);
        Array.Clear(letters, 0, letters.Length);
        password.MakeReadOnly();
        return isOurs ? password : throw WrongKey();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private EcsException WrongKey() => new(EcsErrorId.KeyFileMismatch, $"The stored password was not encrypted to the key in {_path}.")
    {
        RecommendedAction = "Specify the private key of the key pair that the server was built with, or last reinstalled with.",
    };

    private static BigInteger ToNumber(byte[] bigEndian) => new([.. Enumerable.Reverse(bigEndian), 0]);

    // Without the leading zero byte, which the padding begins with.
    private static byte[] ToBytes(BigInteger number) => [.. Enumerable.Reverse(number.ToByteArray()).SkipWhile(b => b == 0)];
}
