using System.Security.Cryptography;
using System.Text;

using EcsTools.Core.Approvals;

using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace EcsTools.Core.Tests.Approvals;

/// <summary>Signatures that no tool makes: with bytes too many or too few, with another key's name, from a token that nobody has touched.</summary>
public sealed class SshSignatureTests
{
    private const string Token = "sk-ssh-ed25519@openssh.com";
    private static readonly EcsPlan Plan = PlanSeal.Make(PlanStatementTests.Plan(), TimeSpan.FromHours(24));
    private static readonly Ed25519PrivateKeyParameters Key = new(new SecureRandom());
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly byte[] PublicKey = Strings(Ascii("ssh-ed25519"), Key.GeneratePublicKey().GetEncoded());
    private static readonly byte[] TokenKey = Strings(Ascii(Token), Key.GeneratePublicKey().GetEncoded(), Ascii("ssh:"));

    [Fact]
    public void Add_SignatureMadeHere_IsAcceptedAndKeptOnce()
    {
        string armored = Sign("sha512");

        EcsPlan once = PlanApprovals.Add(Plan, armored);
        EcsPlan twice = PlanApprovals.Add(PlanApprovals.Add(once, "\n" + armored + "\n\n"), Sign("sha256"));

        Assert.Equal([armored], once.Approvals);
        Assert.Equal([armored, Sign("sha256")], twice.Approvals);
        Assert.Equal((Plan.Digest, Plan.ExpiresAt, Plan.CreatedAt, Plan.Fingerprint), (twice.Digest, twice.ExpiresAt, twice.CreatedAt, twice.Fingerprint));
        Assert.Equal(Plan.GetStatement(), twice.GetStatement());
    }

    [Fact]
    public void Write_Signature_HasLinesOfSeventyCharacters()
    {
        string[] lines = Sign("sha512").Split('\n');

        Assert.Equal(("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----", ""), (lines[0], lines[^2], lines[^1]));
        Assert.All(lines[1..^3], l => Assert.Equal(70, l.Length));
        Assert.InRange(lines[^3].Length, 1, 70);
    }

    [Theory]
    [InlineData("whole", true)]
    [InlineData("another magic", false)]
    [InlineData("another version", false)]
    [InlineData("bytes after the end", false)]
    [InlineData("bytes after the key's own", false)]
    [InlineData("end is missing", false)]
    [InlineData("begin is missing", false)]
    [InlineData("end stands in the begin", false)]
    [InlineData("too long", false)]
    [InlineData("another digest", false)]
    [InlineData("another algorithm", false)]
    [InlineData("another namespace", false)]
    [InlineData("torn", false)]
    public void Add_SignatureThatIsNotWhole_IsApprovalInvalid(string what, bool isTaken)
    {
        byte[] blob = Strings(Ascii(what == "another algorithm" ? "rsa-sha2-512" : "ssh-ed25519"), SignBytes("sha512"));
        byte[] whole =
        [
            .. Ascii(what == "another magic" ? "SSHSIX" : "SSHSIG"), 0, 0, 0, (byte)(what == "another version" ? 2 : 1),
            .. Strings(
                PublicKey,
                Ascii(what == "another namespace" ? "file" : PlanApprovals.Namespace),
                [],
                Ascii(what == "another digest" ? "sha384" : "sha512"),
                what == "bytes after the key's own" ? [.. blob, 0] : blob),
            .. what == "bytes after the end" ? new byte[] { 0 } : [],
        ];
        string text = Convert.ToBase64String(what == "torn" ? whole[..^1] : whole);
        string armored = what switch
        {
            "end is missing" => $"-----BEGIN SSH SIGNATURE-----\n{text}\n",
            "begin is missing" => $"{text}\n-----END SSH SIGNATURE-----",
            "end stands in the begin" => "-----BEGIN SSH SIGNATURE-----END SSH SIGNATURE-----",
            "too long" => $"-----BEGIN SSH SIGNATURE-----\n{text}{new string('\n', 64 * 1024)}\n-----END SSH SIGNATURE-----",
            _ => $"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----",
        };

        if (isTaken)
        {
            Assert.Single(PlanApprovals.Add(Plan, armored).Approvals);
            return;
        }

        EcsException error = Assert.Throws<EcsException>(() => PlanApprovals.Add(Plan, armored));
        Assert.Equal((EcsErrorId.ApprovalInvalid, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    // A hardware token signs a digest of the text with what it has seen: bit 0 says that somebody touched it, bit 2 that he gave a PIN.
    [Theory]
    [InlineData(0x01, "", true)]
    [InlineData(0x05, "", true)]
    [InlineData(0x00, "", false)]
    [InlineData(0x04, "", false)]
    [InlineData(0x01, "another application", false)]
    [InlineData(0x01, "another counter", false)]
    [InlineData(0x01, "bytes after the counter", false)]
    [InlineData(0x01, "counter is missing", false)]
    [InlineData(0x01, "bytes after the key", false)]
    [InlineData(0x01, "no token's key", false)]
    public void Verify_HardwareToken_CountsOnlyWhenItWasTouched(byte flags, string what, bool isTaken)
    {
        byte[] signed = SshSignature.WriteSigned(Encoding.UTF8.GetBytes(Plan.GetStatement()), PlanApprovals.Namespace, "sha512");
        byte[] application = Ascii(what == "another application" ? "ssh:other" : "ssh:");
        byte[] seen = [.. SHA256.HashData(application), flags, 0, 0, 0, 7, .. SHA256.HashData(signed)];
        byte[] counter = [0, 0, 0, (byte)(what == "another counter" ? 8 : 7)];
        byte[] signature =
        [
            .. Strings(Ascii(Token), SignBytes(seen)), flags,
            .. what switch { "counter is missing" => [], "bytes after the counter" => [.. counter, 0], _ => counter },
        ];
        byte[] key = what switch { "bytes after the key" => [.. TokenKey, 0], "no token's key" => PublicKey, _ => TokenKey };

        Assert.Equal(isTaken, SshVerifier.Verify(key, signed, signature));
    }

    // The names of curves and of RSA's digests say how it was signed: a signature under another name is none.
    [Theory]
    [InlineData("rsa-sha2-512", "SHA512", true)]
    [InlineData("rsa-sha2-256", "SHA256", true)]
    [InlineData("rsa-sha2-256", "SHA512", false)]
    [InlineData("ssh-rsa", "SHA1", false)]
    [InlineData("ssh-ed25519", "SHA512", false)]
    public void Verify_Rsa_TakesSha2Alone(string algorithm, string digest, bool isTaken)
    {
        RSAParameters numbers = Rsa.ExportParameters(false);
        byte[] key = Strings(Ascii("ssh-rsa"), numbers.Exponent!, [0, .. numbers.Modulus!]);
        byte[] signature = Strings(Ascii(algorithm), Rsa.SignData([1, 2, 3], new HashAlgorithmName(digest), RSASignaturePadding.Pkcs1));

        Assert.Equal(isTaken, SshVerifier.Verify(key, [1, 2, 3], signature));
        Assert.False(SshVerifier.Verify(key, [1, 2], signature));
    }

    [Theory]
    [InlineData("ecdsa-sha2-nistp256", false, true)]
    [InlineData("ecdsa-sha2-nistp384", false, false)]
    [InlineData("ecdsa-sha2-nistp256", true, false)]
    public void Verify_Ecdsa_TakesItsOwnNameAndTwoNumbers(string algorithm, bool hasMore, bool isTaken)
    {
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECPoint point = curve.ExportParameters(false).Q;
        byte[] key = Strings(Ascii("ecdsa-sha2-nistp256"), Ascii("nistp256"), [4, .. point.X!, .. point.Y!]);
        byte[] both = curve.SignData([1, 2, 3], HashAlgorithmName.SHA256);
        byte[] blob = Strings([0, .. both[..32]], [0, .. both[32..]]);
        byte[] signature = Strings(Ascii(algorithm), hasMore ? [.. blob, 0] : blob);

        Assert.Equal(isTaken, SshVerifier.Verify(key, [1, 2, 3], signature));
        Assert.False(SshVerifier.Verify(key, [1, 2], signature));
    }

    [Fact]
    public void Verify_WhatIsNoKeyOrNoSignature_IsFalse()
    {
        Assert.False(SshVerifier.Verify([], [1], []));
        Assert.False(SshVerifier.Verify([], [1], Strings(Ascii("ssh-ed25519"), new byte[64])));
        Assert.False(SshVerifier.Verify(Strings(Ascii("ssh-dss"), [1], [1], [1], [1]), [1], Strings(Ascii("ssh-dss"), new byte[40])));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 2, 65, 66 }, "AB")]
    [InlineData(new byte[] { 0, 0, 0, 3, 65, 66 }, null)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, null)]
    [InlineData(new byte[] { 0x7F, 0xFF, 0xFF, 0xFF }, null)]
    [InlineData(new byte[] { 0, 0, 1 }, null)]
    [InlineData(new byte[] { 0, 0, 0, 0 }, "")]
    public void TakeText_LengthThatDoesNotFit_IsNoText(byte[] bytes, string? expected)
    {
        SshBuffer buffer = new(bytes);

        if (expected is null)
        {
            Assert.Throws<FormatException>(buffer.TakeText);
        }
        else
        {
            Assert.Equal(expected, buffer.TakeText());
            Assert.True(buffer.IsAtEnd);
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(0x01020304u)]
    [InlineData(0xFFFEFDFCu)]
    public void Number_AnyValue_IsReadAsItWasWritten(uint value) => Assert.Equal(value, new SshBuffer(SshBuffer.Number(value)).TakeNumber());

    // Of a kind that can be read, and that no plan may be signed with.
    [Fact]
    public void Verify_DsaKey_DoesNotHold()
    {
        byte[] key = Strings(Ascii("ssh-dss"), [23], [11], [4], [18]);

        Assert.False(SshVerifier.Verify(key, [1], Strings(Ascii("ssh-dss"), new byte[40])));
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Strings(params byte[][] strings) =>
        [.. strings.SelectMany(s => new byte[] { 0, 0, (byte)(s.Length >> 8), (byte)s.Length }.Concat(s))];

    private static string Sign(string hash) => new SshSignature(PublicKey, PlanApprovals.Namespace, hash, Strings(Ascii("ssh-ed25519"), SignBytes(hash))).Write();

    private static byte[] SignBytes(string hash) => SignBytes(SshSignature.WriteSigned(Encoding.UTF8.GetBytes(Plan.GetStatement()), PlanApprovals.Namespace, hash));

    private static byte[] SignBytes(byte[] bytes)
    {
        Ed25519Signer signer = new();
        signer.Init(true, Key);
        signer.BlockUpdate(bytes, 0, bytes.Length);
        return signer.GenerateSignature();
    }
}
