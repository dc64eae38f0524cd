using System.Numerics;
using System.Security;
using System.Security.Cryptography;
using System.Text;

using EcsTools.Core.Guests;
using EcsTools.Core.Security;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Guests;

public sealed class StoredPasswordKeyTests : IDisposable
{
    private const string Password = "Aa1.correct horse";
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-keys-").FullName;

    public void Dispose()
    {
        _rsa.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_right_key_opens_it(bool isPkcs1)
    {
        using StoredPasswordKey key = Read(isPkcs1 ? _rsa.ExportRSAPrivateKeyPem() : _rsa.ExportPkcs8PrivateKeyPem());
        using SecureString password = key.Decrypt(Encrypt(Password));

        Assert.Equal(Password, SecretText.Reveal(password));
        Assert.True(password.IsReadOnly());
    }

    [Fact]
    public void A_passphrase_opens_the_key()
    {
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        string pem = _rsa.ExportEncryptedPkcs8PrivateKeyPem("open Sesame", encryption);
        using SecureString passphrase = SshLab.Secret("open Sesame");
        using StoredPasswordKey key = Read(pem, passphrase);
        using SecureString password = key.Decrypt(Encrypt(Password));

        Assert.Equal(Password, SecretText.Reveal(password));
        Assert.Equal(EcsErrorId.KeyFileInvalid, Assert.Throws<EcsException>(() => Read(pem)).ErrorId);
    }

    // A runtime that hides a wrong key would hand out random bytes instead of an error.
    [Fact]
    public void A_wrong_key_is_recognised()
    {
        for (int i = 0; i < 20; i++)
        {
            using RSA other = RSA.Create(1024);
            using StoredPasswordKey key = Read(other.ExportRSAPrivateKeyPem());

            Assert.Equal(EcsErrorId.KeyFileMismatch, Assert.Throws<EcsException>(() => key.Decrypt(Encrypt(Password))).ErrorId);
        }
    }

    // Whatever a wrong key makes of a text: one of these would be shown as the password, if the padding were looked at less closely.
    [Theory]
    [InlineData(2, 8, "ok", true)]
    [InlineData(2, 7, "too little padding", false)]
    [InlineData(1, 8, "padding of a signature", false)]
    [InlineData(2, 8, "", false)]
    [InlineData(2, 8, "a\u0007b", false)]
    [InlineData(2, 8, "a\u007fb", false)]
    public void Decrypt_PaddingOrLettersAreNotThoseOfAPassword_IsAnotherKeys(byte type, int padding, string text, bool isOurs)
    {
        using StoredPasswordKey key = Read(_rsa.ExportRSAPrivateKeyPem());
        byte[] block = [type, .. Enumerable.Repeat((byte)0xff, padding), 0, .. Encoding.ASCII.GetBytes(text)];
        RSAParameters numbers = _rsa.ExportParameters(includePrivateParameters: false);
        BigInteger cipher = BigInteger.ModPow(Number(block), Number(numbers.Exponent!), Number(numbers.Modulus!));
        string stored = Convert.ToBase64String(cipher.ToByteArray(isUnsigned: true, isBigEndian: true));

        EcsException? error = Record.Exception(() => key.Decrypt(stored).Dispose()) as EcsException;

        Assert.Equal(isOurs ? null : EcsErrorId.KeyFileMismatch, error?.ErrorId);

        static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
    }

    [Theory]
    [InlineData("not base64!", EcsErrorId.MalformedAnswer)]
    [InlineData("AAAA", EcsErrorId.KeyFileMismatch)]
    public void Damaged_text_is_no_password(string stored, string errorId)
    {
        using StoredPasswordKey key = Read(_rsa.ExportRSAPrivateKeyPem());

        Assert.Equal(errorId, Assert.Throws<EcsException>(() => key.Decrypt(stored)).ErrorId);
    }

    [Fact]
    public void Other_kinds_of_keys_do_not_decrypt()
    {
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal(EcsErrorId.KeyFileInvalid, Assert.Throws<EcsException>(() => Read(curve.ExportPkcs8PrivateKeyPem())).ErrorId);
    }

    private string Encrypt(string text) => Convert.ToBase64String(_rsa.Encrypt(Encoding.UTF8.GetBytes(text), RSAEncryptionPadding.Pkcs1));

    private StoredPasswordKey Read(string pem, SecureString? passphrase = null)
    {
        string path = Path.Combine(_folder, "key");
        File.WriteAllText(path, pem);
        return StoredPasswordKey.Read(path, passphrase);
    }
}
