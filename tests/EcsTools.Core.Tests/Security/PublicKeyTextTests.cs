using EcsTools.Core.Security;

using Org.BouncyCastle.Crypto.Utilities;

namespace EcsTools.Core.Tests.Security;

public sealed class PublicKeyTextTests
{
    private const string Ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5xNw2yL0cFnOd6s3sC6VQhK3D1o1m6uKq9dY3vX2wU";

    [Theory]
    [InlineData(Ed25519)]
    [InlineData("# mine\n\n" + Ed25519 + " ops@example.com\r\n")]
    public void Read_OneKey_IsTheLine(string text) => Assert.StartsWith(Ed25519, PublicKeyText.Read(text, "It"), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData(Ed25519 + "\n" + Ed25519)]
    [InlineData("no-pty " + Ed25519)]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIJ5xNw2yL0cFnOd6s3sC6VQhK3D1o1m6uKq9dY3vX2wU")]
    [InlineData("ssh-ed25519 ???")]
    [InlineData("ssh-ed25519")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----")]
    public void Read_AnythingElse_IsRefused(string text) =>
        Assert.Equal(EcsErrorId.KeyFileInvalid, Assert.Throws<EcsException>(() => PublicKeyText.Read(text, "It")).ErrorId);

    [Theory]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nCanary4711\n-----END OPENSSH PRIVATE KEY-----")]
    [InlineData("PuTTY-User-Key-File-3: ssh-ed25519\nCanary4711")]
    public void Read_PrivateKey_IsRefusedAndNotQuoted(string text)
    {
        EcsException error = Assert.Throws<EcsException>(() => PublicKeyText.Read(text, "It"));

        Assert.Equal((EcsErrorId.KeyFileInvalid, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.DoesNotContain("Canary", error.ToString() + error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_RsaKeyPair_IsTwoHalvesOfOneKey()
    {
        RsaKeyPair pair = RsaKeyPair.Create("my key");

        using System.Security.Cryptography.RSA rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportFromPem(pair.PrivateKey);
        string[] line = PublicKeyText.Read(pair.PublicKey, "It").Split(' ');
        Assert.Equal(3072, rsa.KeySize);
        Assert.Equal("my-key", line[2]);
        Org.BouncyCastle.Crypto.Parameters.RsaKeyParameters half = (Org.BouncyCastle.Crypto.Parameters.RsaKeyParameters)OpenSshPublicKeyUtilities.ParsePublicKey(Convert.FromBase64String(line[1]));
        Assert.Equal(rsa.ExportParameters(false).Modulus, half.Modulus.ToByteArrayUnsigned());
        Assert.DoesNotContain("PRIVATE", pair.ToString(), StringComparison.Ordinal);
    }
}
