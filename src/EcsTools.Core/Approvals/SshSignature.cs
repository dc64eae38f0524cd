using System.Security.Cryptography;
using System.Text;

using EcsTools.Core.Guests;

namespace EcsTools.Core.Approvals;

/// <summary>A signature in the format of <c>ssh-keygen -Y sign</c> (OpenSSH, PROTOCOL.sshsig).</summary>
internal sealed record SshSignature(byte[] PublicKey, string Namespace, string HashName, byte[] Signature)
{
    private const string Begin = "-----BEGIN SSH SIGNATURE-----";
    private const string End = "-----END SSH SIGNATURE-----";
    private const int LineLength = 70;
    private const int MaxLength = 64 * 1024;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("SSHSIG");

    /// <summary>Reads a signature.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SshSignature Read(string armored)
    {
        string text = armored.Trim();
        if (text.Length > MaxLength || !text.StartsWith(Begin, StringComparison.Ordinal) || !text.EndsWith(End, StringComparison.Ordinal) || text.Length < Begin.Length + End.Length)
        {
            throw new FormatException("It is not an SSH signature.");
        }

        SshBuffer buffer = new(Convert.FromBase64String(text.Substring(Begin.Length, text.Length - Begin.Length - End.Length)));
        if (!buffer.Take(Magic.Length).SequenceEqual(Magic) || buffer.TakeNumber() != 1)
        {
            throw new FormatException("It is not an SSH signature of version 1.");
        }

        byte[] key = buffer.TakeString();
        string space = buffer.TakeText();
        buffer.TakeString(); // reserved
        string hash = buffer.TakeText();
        byte[] signature = buffer.TakeString();
        return buffer.IsAtEnd ? new SshSignature(key, space, hash, signature) : throw new FormatException("The signature is followed by further data.");
    }

    /// <summary>The key as <c>ssh-keygen -l</c> tells it: its type and its SHA-256.</summary>
    public string KeyText => $"{HostKeyVerifier.TypeOf(PublicKey)} {HostKeyVerifier.Print(PublicKey)}";

    /// <summary>Writes the signature as <c>ssh-keygen</c> does.</summary>
    /// <returns>Lines, each ended by a line feed.</returns>
    public string Write()
    {
        byte[] strings = SshBuffer.Write(PublicKey, Encoding.ASCII.GetBytes(Namespace), [], Encoding.ASCII.GetBytes(HashName), Signature);
        string text = Convert.ToBase64String([.. Magic, .. SshBuffer.Number(1), .. strings]);
        StringBuilder lines = new(Begin + "\n");
        for (int i = 0; i < text.Length; i += LineLength)
        {
            lines.Append(text, i, Math.Min(LineLength, text.Length - i)).Append('\n');
        }

        return lines.Append(End).Append('\n').ToString();
    }

    /// <summary>What the key signs: not the text itself, so that it can pass for nothing else that SSH signs.</summary>
    /// <exception cref="FormatException">The digest is none that is taken.</exception>
    public static byte[] WriteSigned(byte[] text, string space, string hashName)
    {
        using HashAlgorithm hash = hashName switch
        {
            "sha512" => SHA512.Create(),
            "sha256" => SHA256.Create(),
            _ => throw new FormatException($"The digest {hashName} is not supported."),
        };
        return [.. Magic, .. SshBuffer.Write(Encoding.ASCII.GetBytes(space), [], Encoding.ASCII.GetBytes(hashName), hash.ComputeHash(text))];
    }
}
