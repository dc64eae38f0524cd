using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Sandbox;

/// <summary>The sandbox's own RSA key pair (2048 bits), created when it is first needed, since that takes a while. The private key leaves
/// it only as PEM text, on request.</summary>
internal sealed class SandboxKeyPair : IDisposable
{
    private const byte DerInteger = 0x02;
    private const byte DerSequence = 0x30;

    // Half a second goes into a key: tests that start hundreds of sandboxes in one process turn this switch on.
    private static readonly bool IsShared = AppContext.TryGetSwitch("EcsTools.Sandbox.SharesKeyPair", out bool isOn) && isOn;
    private static readonly Lazy<RSA>[] Shared = [new(Generate), new(Generate)];

    private readonly Lazy<RSA> _rsa;

    /// <param name="number">Which of the shared ones it is, where they are shared: 0 or 1.</param>
    public SandboxKeyPair(int number = 0) => _rsa = IsShared ? Shared[number] : new(Generate);

    /// <summary>One line of an <c>authorized_keys</c> file (RFC 4253, section 6.6).</summary>
    public string PublicKey => $"ssh-rsa {Convert.ToBase64String(PublicBlob())} sandbox";

    /// <summary>PEM (PKCS#1, <c>BEGIN RSA PRIVATE KEY</c>) with line feeds, as OpenSSH and the clouds' consoles write it.</summary>
    public string ExportPrivateKey()
    {
        // Written by hand: RSA.ExportRSAPrivateKeyPem is not in .NET Standard 2.0.
        RSAParameters p = _rsa.Value.ExportParameters(includePrivateParameters: true);
        byte[] der = Der(
            DerSequence,
            [
                .. new[] { [0], p.Modulus!, p.Exponent!, p.D!, p.P!, p.Q!, p.DP!, p.DQ!, p.InverseQ! }
                    .SelectMany(n => Der(DerInteger, Unsigned(n))),
            ]);
        string base64 = Convert.ToBase64String(der);
        StringBuilder pem = new("-----BEGIN RSA PRIVATE KEY-----\n");
        for (int i = 0; i < base64.Length; i += 64)
        {
            pem.Append(base64, i, Math.Min(64, base64.Length - i)).Append('\n');
        }

        return pem.Append("-----END RSA PRIVATE KEY-----\n").ToString();
    }

    public void Dispose()
    {
        if (!IsShared && _rsa.IsValueCreated)
        {
            _rsa.Value.Dispose();
        }
    }

    private static RSA Generate()
    {
        RSA rsa = RSA.Create();
        rsa.KeySize = 2048;
        return rsa;
    }

    /// <summary>A big-endian number with a leading zero where its first bit is set, so that it stays positive.</summary>
    private static byte[] Unsigned(byte[]? number)
    {
        byte[] trimmed = [.. (number ?? []).SkipWhile(b => b == 0)];
        return trimmed.Length == 0 || trimmed[0] >= 0x80 ? [0, .. trimmed] : trimmed;
    }

    private byte[] PublicBlob()
    {
        RSAParameters parameters = _rsa.Value.ExportParameters(includePrivateParameters: false);
        return
        [
            .. SshString(Encoding.ASCII.GetBytes("ssh-rsa")),
            .. SshString(Unsigned(parameters.Exponent)),
            .. SshString(Unsigned(parameters.Modulus)),
        ];
    }

    private static byte[] SshString(byte[] value) => [.. BigEndian(value.Length), .. value];

    private static byte[] Der(byte tag, byte[] value)
    {
        byte[] length = [.. BigEndian(value.Length).SkipWhile(b => b == 0)];
        IEnumerable<byte> head = value.Length < 0x80 ? [tag, (byte)value.Length] : [tag, (byte)(0x80 | length.Length), .. length];
        return [.. head, .. value];
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
