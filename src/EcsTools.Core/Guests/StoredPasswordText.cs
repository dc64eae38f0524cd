using System;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;

using EcsTools.Model;

using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

using Renci.SshNet;
using Renci.SshNet.Security;

namespace EcsTools.Core.Guests;

/// <summary>The password of a Windows guest as a cloud keeps it: Base64 of RSA with PKCS#1 v1.5 (Huawei contract 3.5).</summary>
internal static class StoredPasswordText
{
    /// <summary>Decrypts it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keyFile">The private key, opened.</param>
    /// <param name="instance">The server, for errors.</param>
    /// <returns>The password. Dispose it.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileMismatch"/>, <see cref="EcsErrorId.KeyFileInvalid"/> or <see cref="EcsErrorId.MalformedAnswer"/>.</exception>
    public static SecureString Decrypt(string text, PrivateKeyFile keyFile, EcsInstance instance)
    {
        if (keyFile.Key is not RsaKey key)
        {
            throw new EcsException(EcsErrorId.KeyFileInvalid, "The key is not an RSA key; Windows passwords are encrypted for RSA keys only.")
            {
                InstanceId = instance.Id,
                RecommendedAction = "Give the private key of the key pair that the server was made or reinstalled with.",
            };
        }

        byte[] plain = Open(Decode(text, instance), key, instance);
        try
        {
            // The platform's own decryption answers a wrong key with random bytes; this one cannot, but the text may still be no password.
            char[] characters = Encoding.UTF8.GetChars(plain);
            if (characters.Length == 0 || characters.Any(c => char.IsControl(c) || c == '\uFFFD'))
            {
                throw Mismatch(instance, null);
            }

            SecureString password = new();
            Array.ForEach(characters, password.AppendChar);
            Array.Clear(characters, 0, characters.Length);
            password.MakeReadOnly();
            return password;
        }
        finally
        {
            Array.Clear(plain, 0, plain.Length);
        }
    }

    private static byte[] Decode(string text, EcsInstance instance)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException error)
        {
            throw new EcsException(EcsErrorId.MalformedAnswer, $"The cloud's stored password of {instance} is no Base64.", error) { InstanceId = instance.Id };
        }
    }

    private static byte[] Open(byte[] secret, RsaKey key, EcsInstance instance)
    {
        try
        {
            Pkcs1Encoding engine = new(new RsaEngine());
            engine.Init(forEncryption: false, new RsaKeyParameters(isPrivate: true, Number(key.Modulus), Number(key.D)));
            return engine.ProcessBlock(secret, 0, secret.Length);
        }
        catch (Exception error) when (error is CryptoException or ArgumentException)
        {
            throw Mismatch(instance, error);
        }
    }

    private static Org.BouncyCastle.Math.BigInteger Number(System.Numerics.BigInteger number) => new(number.ToString(CultureInfo.InvariantCulture));

    private static EcsException Mismatch(EcsInstance instance, Exception? error) => new(
        EcsErrorId.KeyFileMismatch, $"The key does not open the stored password of {instance}.", error)
    {
        InstanceId = instance.Id,
        RecommendedAction = $"Give the private key of {(instance.KeyPairName is { } name ? $"the key pair {name}" : "the key pair that the server was made or reinstalled with")}.",
    };
}
