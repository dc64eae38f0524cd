using System.Diagnostics;
using System.Net;

using EcsTools.Core.Guests;

using Renci.SshNet;
using Renci.SshNet.Security;

namespace EcsTools.Core.Tests.Guests;

/// <summary>Keys as OpenSSL and OpenSSH write them: the public key that is offered is the one that these tools make of the file.</summary>
public sealed class PrivateKeyTests : IDisposable
{
    private const string Passphrase = "correct horse";
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("genpkey -algorithm ed25519", null)]
    [InlineData("genpkey -algorithm ed25519 -aes-256-cbc -pass pass:PASS", null)]
    [InlineData("genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048", null)]
    [InlineData("genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -aes-256-cbc -pass pass:PASS", null)]
    [InlineData("genrsa -traditional", null)]
    [InlineData("ecparam -name prime256v1 -genkey", null)]
    [InlineData("ecparam -name secp384r1 -genkey", null)]
    [InlineData("ecparam -name prime256v1 -genkey -noout", null)]
    [InlineData("genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-521", null)]
    [InlineData("ecparam -name prime256v1 -genkey", "pkcs8 -topk8 -nocrypt")]
    public async Task Read_KeyOfOpenSsl_OffersItsPublicKey(string generate, string? convert)
    {
        string file = Path.Combine(_folder, "key");
        bool isEncrypted = generate.Contains("PASS", StringComparison.Ordinal);
        await RunAsync("openssl", [.. generate.Replace("pass:PASS", "file:" + PassphraseFile, StringComparison.Ordinal).Split(' '), "-out", file]);
        if (convert is not null)
        {
            await RunAsync("openssl", [.. convert.Split(' '), "-in", file, "-out", file + "2"]);
            File.Move(file + "2", file, overwrite: true);
        }

        using PrivateKeyFile key = PrivateKeys.Read(file, isEncrypted ? new NetworkCredential("", Passphrase).SecurePassword : null);

        string pem = await RunAsync("openssl", ["pkey", "-in", file, "-pubout", .. isEncrypted ? new[] { "-passin", "file:" + PassphraseFile } : []]);
        string expected = key.Key is ED25519Key
            ? Convert.ToBase64String(Convert.FromBase64String(string.Concat(pem.Split('\n').Where(l => !l.StartsWith('-'))))[^32..])
            : (await PublicOf(pem)).Trim().Split(' ')[1];
        Assert.Equal(expected, key.Key is ED25519Key ed ? Convert.ToBase64String(ed.PublicKey) : Convert.ToBase64String(key.HostKeyAlgorithms.First().Data));
        byte[] sample = [1, 2, 3];
        Assert.True(key.Key is RsaKey || key.Key.VerifySignature(sample, key.Key.Sign(sample)));
    }

    [Theory]
    [InlineData("ed25519", "")]
    [InlineData("ed25519", Passphrase)]
    [InlineData("ecdsa", "")]
    [InlineData("rsa", "")]
    public async Task Read_KeyOfOpenSsh_OffersItsPublicKey(string kind, string passphrase)
    {
        string file = Path.Combine(_folder, "id");
        await RunAsync("ssh-keygen", ["-q", "-t", kind, "-N", passphrase, "-f", file]);

        using PrivateKeyFile key = PrivateKeys.Read(file, passphrase.Length == 0 ? null : new NetworkCredential("", passphrase).SecurePassword);

        Assert.Equal((await File.ReadAllTextAsync(file + ".pub", TestContext.Current.CancellationToken)).Split(' ')[1], Convert.ToBase64String(key.HostKeyAlgorithms.First().Data));
        Assert.Contains("public half", Refuse(file + ".pub").Message, StringComparison.Ordinal);
    }

    // What stands in the file as its public part is another key's.
    [Fact]
    public async Task Read_PartsOfTwoKeys_IsRefused()
    {
        string[] files = [Path.Combine(_folder, "a"), Path.Combine(_folder, "b")];
        byte[][] keys = [[], []];
        for (int i = 0; i < 2; i++)
        {
            await RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", files[i]]);
            keys[i] = Convert.FromBase64String(string.Concat(File.ReadAllLines(files[i]).Where(l => !l.StartsWith('-'))));
        }

        byte[] own = Convert.FromBase64String(File.ReadAllText(files[0] + ".pub").Split(' ')[1])[^32..];
        byte[] other = Convert.FromBase64String(File.ReadAllText(files[1] + ".pub").Split(' ')[1])[^32..];
        byte[] mixed = keys[0];
        for (int at = 0; at + 32 <= mixed.Length; at++)
        {
            if (mixed.AsSpan(at, 32).SequenceEqual(own))
            {
                other.CopyTo(mixed, at);
            }
        }

        File.WriteAllText(files[0], $"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String(mixed, Base64FormattingOptions.InsertLineBreaks)}\n-----END OPENSSH PRIVATE KEY-----\n");

        Assert.Contains("do not match", Refuse(files[0]).Message, StringComparison.Ordinal);
    }

    // Other tools write comments and parameters around a key; SSH.NET alone would refuse the file.
    [Fact]
    public async Task Read_KeyAmongOtherText_IsFound()
    {
        string file = Path.Combine(_folder, "among");
        await RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
        string key = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        using PrivateKeyFile read = PrivateKeys.Read(
            Write($"Bag Attributes\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n{key}\nand - so - on\n"), null);

        Assert.Equal((await File.ReadAllTextAsync(file + ".pub", TestContext.Current.CancellationToken)).Split(' ')[1], Convert.ToBase64String(read.HostKeyAlgorithms.First().Data));
    }

    [Fact]
    public void Read_FileThatCannotBeOpened_IsRefused()
    {
        Assert.Equal((EcsErrorId.KeyFileInvalid, true), (Refuse(_folder).ErrorId, Refuse(_folder).WasNotCarriedOut));
        Assert.Equal(EcsErrorId.KeyFileInvalid, Refuse(Path.Combine(_folder, "none")).ErrorId);
        Assert.Equal(EcsErrorId.KeyFileInvalid, Refuse("").ErrorId);
    }

    [Theory]
    [InlineData("ssh-rsa AAAA me", "public half")]
    [InlineData("  \n ssh-ed25519 AAAA", "public half")]
    [InlineData("ssh-words\nof another kind", "contains no readable private key")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "public half")]
    public void Read_PublicHalf_IsToldFromOtherText(string text, string words) => Assert.Contains(words, Refuse(Write(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Read_Scrypt_SaysWhatToDo()
    {
        string file = Path.Combine(_folder, "key");
        await RunAsync("openssl", ["genpkey", "-algorithm", "ed25519", "-out", file]);
        await RunAsync("openssl", ["pkcs8", "-topk8", "-scrypt", "-in", file, "-out", file + "2", "-passout", "file:" + PassphraseFile]);

        EcsException error = Assert.Throws<EcsException>(() => PrivateKeys.Read(file + "2", new NetworkCredential("", Passphrase).SecurePassword));

        Assert.Equal(EcsErrorId.KeyFileInvalid, error.ErrorId);
        Assert.Contains("openssl pkcs8", error.RecommendedAction, StringComparison.Ordinal);
    }

    // What a key is called stands in the file; a reader that goes by its length would offer another key in its place.
    [Theory]
    [InlineData("ecparam -name secp256k1 -genkey", null, "secp256k1")]
    [InlineData("ecparam -name secp256k1 -genkey -noout", null, "secp256k1")]
    [InlineData("ecparam -name brainpoolP384r1 -genkey", null, "brainpoolP384r1")]
    [InlineData("ecparam -name secp256k1 -genkey", "pkcs8 -topk8 -nocrypt", "secp256k1")]
    [InlineData("ecparam -name secp256k1 -genkey", "ec -aes256 -passout pass:PASS", "curve")]
    [InlineData("ecparam -name secp256k1 -genkey", "pkcs8 -topk8 -v2 aes-256-cbc -passout pass:PASS", "secp256k1")]
    [InlineData("ecparam -name prime256v1 -genkey -param_enc explicit", null, "numbers")]
    [InlineData("ecparam -name prime256v1 -genkey", "ec -no_public", "public part")]
    [InlineData("genpkey -algorithm ed448", null, "Ed448")]
    [InlineData("genpkey -algorithm x25519", null, "X25519")]
    [InlineData("genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048", null, "RSA-PSS")]
    [InlineData("genpkey -algorithm ed25519 -outform DER", null, "DER")]
    [InlineData("genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -outform DER", null, "DER")]
    public async Task Read_KeyThatSshDoesNotHave_IsNamed(string generate, string? convert, string words)
    {
        string file = Path.Combine(_folder, "key");
        await RunAsync("openssl", [.. generate.Split(' '), "-out", file]);
        if (convert is not null)
        {
            await RunAsync("openssl", [.. convert.Replace("pass:PASS", "file:" + PassphraseFile, StringComparison.Ordinal).Split(' '), "-in", file, "-out", file + "2"]);
            File.Move(file + "2", file, overwrite: true);
        }

        EcsException error = Assert.Throws<EcsException>(() => PrivateKeys.Read(file, convert?.Contains("PASS", StringComparison.Ordinal) == true ? new NetworkCredential("", Passphrase).SecurePassword : null));

        Assert.Equal(EcsErrorId.KeyFileInvalid, error.ErrorId);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }

    [Theory]
    [InlineData("genpkey -algorithm ed25519 -aes-256-cbc")]
    [InlineData("genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -aes-256-cbc")]
    [InlineData("genrsa -traditional -aes256")]
    public async Task Read_EncryptedWithoutPassphrase_SaysSo(string generate)
    {
        string file = Path.Combine(_folder, "key");
        await RunAsync("openssl", [.. generate.Split(' '), generate.StartsWith("genrsa", StringComparison.Ordinal) ? "-passout" : "-pass", "file:" + PassphraseFile, "-out", file]);

        Assert.Contains("passphrase", Refuse(file).Message, StringComparison.Ordinal);
        Assert.Contains("passphrase", Assert.Throws<EcsException>(() => PrivateKeys.Read(file, new NetworkCredential("", "wrong").SecurePassword)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Read_Utf16_SaysSo(string encoding)
    {
        string file = Path.Combine(_folder, "key");
        await RunAsync("openssl", ["genpkey", "-algorithm", "ed25519", "-out", file]);
        string pem = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        System.Text.Encoding utf16 = System.Text.Encoding.GetEncoding(encoding);

        foreach (byte[] text in new[] { [.. utf16.GetPreamble(), .. utf16.GetBytes(pem)], utf16.GetBytes(pem) })
        {
            await File.WriteAllBytesAsync(file, text, TestContext.Current.CancellationToken);
            Assert.Contains("UTF-16", Refuse(file).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sk-ssh-ed25519@openssh.com", "security key")]
    [InlineData("sk-ecdsa-sha2-nistp256@openssh.com", "security key")]
    public void Read_SecurityKey_IsNamed(string type, string words)
    {
        byte[] body = [.. "openssh-key-v1\0"u8, .. System.Text.Encoding.ASCII.GetBytes("....none....none......." + type)];
        string file = Write($"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String(body)}\n-----END OPENSSH PRIVATE KEY-----\n");

        Assert.Contains(words, Refuse(file).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk-ssh-ed25519@openssh.com AAAA me")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----")]
    [InlineData("-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----")]
    [InlineData("-----BEGIN SSH2 PUBLIC KEY-----\nAAAA\n-----END SSH2 PUBLIC KEY-----")]
    [InlineData("ecdsa-sha2-nistp256 AAAA me")]
    [InlineData("PuTTY-User-Key-File-2: ssh-ed25519")]
    [InlineData("some other text")]
    [InlineData("")]
    public void Read_NoPrivateKey_IsRefused(string text) => Assert.Equal(EcsErrorId.KeyFileInvalid, Refuse(Write(text)).ErrorId);

    private string PassphraseFile
    {
        get
        {
            string file = Path.Combine(_folder, "passphrase");
            File.WriteAllText(file, Passphrase);
            return file;
        }
    }

    private static EcsException Refuse(string file) => Assert.Throws<EcsException>(() => PrivateKeys.Read(file, null));

    private string Write(string text)
    {
        string file = Path.Combine(_folder, "written");
        File.WriteAllText(file, text);
        return file;
    }

    private async Task<string> PublicOf(string pem)
    {
        string file = Path.Combine(_folder, "public.pem");
        await File.WriteAllTextAsync(file, pem, TestContext.Current.CancellationToken);
        return await RunAsync("ssh-keygen", ["-i", "-m", "PKCS8", "-f", file]);
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"The program '{program}' is not here.");
        using Process process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
