using System.Security;
using System.Security.Cryptography;
using System.Text;

using EcsTools.Core.Security;

using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Security;
using Renci.SshNet.Security.Cryptography;

namespace EcsTools.Core.Guests;

/// <summary>
/// Reads private keys: OpenSSH's own form, PKCS#1 and PKCS#8, with and without passphrase. A key that was read signs something and verifies it
/// before it is used: one that was misread would offer another public key, and the guest's refusal would be blamed on the guest.
/// </summary>
internal static class PrivateKeys
{
    private const int MaxBytes = 256 * 1024;

    /// <summary>Reads a key.</summary>
    /// <param name="passphrase">Its passphrase, or null.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileInvalid"/>; it never quotes the file.</exception>
    public static PrivateKeyFile Read(string path, SecureString? passphrase)
    {
        byte[] text;
        try
        {
            text = RegularFile.Read(path, MaxBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Invalid(path, $"cannot be read: {error.Message}", "Check the path and who may read the file.");
        }

        PrivateKeyFile? file = null;
        KeyKind? kind = null;
        try
        {
            Refuse(path, KeyText.RefuseBinary(text));
            KeyText key = KeyText.Find(Encoding.UTF8.GetString(text)) ?? throw NoKey(path, passphrase);
            Refuse(path, key.Refusal);
            if (key.Label == "ENCRYPTED PRIVATE KEY" && passphrase is null)
            {
                throw NoPassphrase(path);
            }

            kind = KeyKind.Of(key, passphrase);
            Refuse(path, kind.Refusal);
            file = kind.ReadEd25519() is { } seed ? new PrivateKeyFile(new ED25519Key(seed)) : ReadAny(key, passphrase);
            byte[] offered = file.HostKeyAlgorithms.First().Data;
            Refuse(path, KeyKind.IsOnItsCurve(offered) ? null : ("contains a key on a curve that SSH does not support.", "Specify a key on the curve P-256, P-384, or P-521, an Ed25519 key, or an RSA key."));
            Refuse(path, Proves(file.Key) && (key.PublicPart is not { } part || offered.SequenceEqual(part))
                ? null
                : ("contains a private and a public part that do not match.", "Export the key again, or create a new one."));
            return file;
        }
        catch (EcsException)
        {
            file?.Dispose();
            throw;
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            throw NoPassphrase(path);
        }

        // Whatever parsers and ciphers throw about a file that somebody else made: it is no usable key, and its text is not to be quoted.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            file?.Dispose();
            Refuse(path, kind?.Lack);
            throw NoKey(path, passphrase);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static PrivateKeyFile ReadAny(KeyText key, SecureString? passphrase)
    {
        using MemoryStream stream = new(Encoding.ASCII.GetBytes(key.Pem));
        return passphrase is null ? new PrivateKeyFile(stream) : new PrivateKeyFile(stream, SecretText.Reveal(passphrase));
    }

    private static bool Proves(Key key)
    {
        byte[] sample = Guid.NewGuid().ToByteArray();
        if (key is RsaKey rsa)
        {
            // Not the kind's own hash, which some systems no longer allow.
            using RsaDigitalSignature signature = new(rsa, HashAlgorithmName.SHA256);
            return signature.Verify(sample, signature.Sign(sample));
        }

        return key.VerifySignature(sample, key.Sign(sample));
    }

    private static void Refuse(string path, (string What, string Action)? refusal)
    {
        if (refusal is { } reason)
        {
            throw Invalid(path, reason.What, reason.Action);
        }
    }

    private static EcsException NoPassphrase(string path) => Invalid(path, "requires a passphrase.", "Specify -Passphrase.");

    private static EcsException NoKey(string path, SecureString? passphrase) => passphrase is null
        ? Invalid(path, "contains no readable private key.", "Specify a private key in OpenSSH or PEM form, not the public half (.pub).")
        : Invalid(path, "contains no private key that this passphrase decrypts.", "Check -Passphrase and the file.");

    private static EcsException Invalid(string path, string why, string action) => new(EcsErrorId.KeyFileInvalid, $"The key file {path} {why}")
    {
        WasNotCarriedOut = true,
        RecommendedAction = action,
    };
}
