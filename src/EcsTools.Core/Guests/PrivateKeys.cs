using System;
using System.IO;
using System.Security;

using EcsTools.Core.Security;
using EcsTools.Model;

using Renci.SshNet;
using Renci.SshNet.Common;

namespace EcsTools.Core.Guests;

/// <summary>Reads private keys: OpenSSH's own form, PKCS#1 and PKCS#8, with and without passphrase.</summary>
internal static class PrivateKeys
{
    /// <summary>Reads a key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">Its passphrase, or null.</param>
    /// <returns>The key. Dispose it.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileInvalid"/>; it never quotes the file.</exception>
    public static PrivateKeyFile Read(string path, SecureString? passphrase)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Invalid(path, $"cannot be read: {error.Message}", "Check the path and who may read the file.");
        }

        try
        {
            using MemoryStream stream = new(text);
            return passphrase is null ? new PrivateKeyFile(stream) : new PrivateKeyFile(stream, SecretText.Reveal(passphrase));
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            throw Invalid(path, "needs a passphrase.", "Give it with -Passphrase.");
        }

        // Whatever parsers and ciphers throw about a file that somebody else made: it is no usable key, and its text is not to be quoted.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw passphrase is null
                ? Invalid(path, "holds no private key that can be read.", "Give a key in OpenSSH or PEM form; the public half (.pub) will not do.")
                : Invalid(path, "holds no private key that this passphrase opens.", "Check -Passphrase and the file.");
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static EcsException Invalid(string path, string why, string action) => new(EcsErrorId.KeyFileInvalid, $"The key file {path} {why}")
    {
        WasNotCarriedOut = true,
        RecommendedAction = action,
    };
}
