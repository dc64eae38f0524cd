using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Sandbox;

/// <summary>A public key in OpenSSH's form, as key pairs hold it (RFC 4253, section 6.6).</summary>
internal sealed class OpenSshPublicKey
{
    private readonly byte[] _blob;

    /// <summary>Reads a line of the form <c>type base64 comment</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public OpenSshPublicKey(string line)
    {
        string[] parts = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        Type = parts.FirstOrDefault() ?? "";
        _blob = parts.Length < 2 ? [] : Convert.FromBase64String(parts[1]);
        if (_blob.Length < 4 + Type.Length || Encoding.ASCII.GetString(_blob, 4, Type.Length) != Type || _blob[3] != Type.Length)
        {
            throw new FormatException("The text is no public key in OpenSSH form.");
        }
    }

    /// <summary>Its kind, for example <c>ssh-rsa</c>.</summary>
    public string Type { get; }

    /// <summary>Reads a line; null if it is no key.</summary>
    public static OpenSshPublicKey? TryRead(string line)
    {
        try
        {
            return new OpenSshPublicKey(line);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>MD5, bytes joined by colons.</summary>
    public string Fingerprint
    {
        get
        {
            // A fingerprint as the clouds print it, no protection of anything.
#pragma warning disable CA5351
            using MD5 md5 = MD5.Create();
#pragma warning restore CA5351
            return string.Join(":", md5.ComputeHash(_blob).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Encrypts as Cloudbase-Init does before it posts a password (docs/contracts/huawei-ecs.md 3.5): PKCS#1 v1.5; empty for a key
    /// that cannot encrypt.</summary>
    public string Encrypt(string text)
    {
        if (Type != "ssh-rsa")
        {
            return "";
        }

        IReadOnlyList<byte[]> fields = Fields();
        using RSA rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Exponent = Unsigned(fields[1]), Modulus = Unsigned(fields[2]) });
        return Convert.ToBase64String(rsa.Encrypt(Encoding.UTF8.GetBytes(text), RSAEncryptionPadding.Pkcs1));
    }

    /// <summary>Name, exponent and modulus, each preceded by its length in four bytes.</summary>
    private IReadOnlyList<byte[]> Fields()
    {
        List<byte[]> fields = [];
        for (int at = 0; at < _blob.Length;)
        {
            int length = (_blob[at] << 24) | (_blob[at + 1] << 16) | (_blob[at + 2] << 8) | _blob[at + 3];
            fields.Add([.. _blob.Skip(at + 4).Take(length)]);
            at += 4 + length;
        }

        return fields;
    }

    private static byte[] Unsigned(byte[] number) => [.. number.SkipWhile(b => b == 0)];
}
