using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Utilities;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;

namespace EcsTools.Core.Security;

/// <summary>A key pair of this machine's own making, for clouds that create none. RSA: only such a key opens the password of a Windows server.</summary>
/// <param name="PrivateKey">PEM (PKCS#1).</param>
/// <param name="PublicKey">One line in OpenSSH form.</param>
internal sealed record RsaKeyPair(string PrivateKey, string PublicKey)
{
    private const int Bits = 3072;

    /// <summary>Creates a key pair.</summary>
    /// <param name="comment">What stands behind the public key.</param>
    public static RsaKeyPair Create(string comment)
    {
        RsaKeyPairGenerator generator = new();
        generator.Init(new KeyGenerationParameters(new SecureRandom(), Bits));
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        using StringWriter text = new() { NewLine = "\n" };
        using (PemWriter writer = new(text))
        {
            writer.WriteObject(pair.Private);
        }

        string blob = Convert.ToBase64String(OpenSshPublicKeyUtilities.EncodePublicKey(pair.Public));
        return new RsaKeyPair(text.ToString(), $"ssh-rsa {blob} {comment.Replace(' ', '-')}");
    }

    /// <inheritdoc/>
    public override string ToString() => PublicKey;
}
