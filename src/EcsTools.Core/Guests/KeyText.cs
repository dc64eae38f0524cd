using System.Text;
using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Guests;

/// <summary>The private key in a file among what else tools write there, and what stands in its place in files that hold none.</summary>
/// <remarks>SSH.NET decodes the key, but refuses a file with anything around it, and says of no file what is wrong with it.</remarks>
/// <param name="Label">What the block is called, for example <c>PRIVATE KEY</c>; empty for PuTTY's form.</param>
/// <param name="Body">What is encoded in it; empty where it has lines of its own before.</param>
internal sealed record KeyText(string Label, string Pem, byte[] Body)
{
    private const string Export = "Specify the file of the private key. A key that is kept by an SSH agent or a password manager has to be exported to a file first.";

    // 1.3.6.1.4.1.11591.4.11, as DER writes it.
    private static readonly byte[] Scrypt = [0x06, 0x09, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x04, 0x0B];
    private static readonly Encoding Latin = Encoding.GetEncoding("iso-8859-1");
    private static readonly Regex Block = new(
        @"-----BEGIN (?<label>[A-Z0-9 ]{1,40})-----(?<body>[^-]*(?:-[^-]+)*?)-----END \k<label>-----", RegexOptions.CultureInvariant, TextPattern.Limit);

    /// <summary>Why no key can be made of it, and what to do; null if one may.</summary>
    public (string What, string Action)? Refusal =>
        Label is "PUBLIC KEY" or "RSA PUBLIC KEY" or "SSH2 PUBLIC KEY" or "CERTIFICATE" ? ("contains only the public half of a key.", Export)
        : Label == "OPENSSH PRIVATE KEY" && Holds(Encoding.ASCII.GetBytes("sk-"), "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com") ? (
            "belongs to a FIDO security key, and only the security key can sign with it.", "Specify another key. EcsTools cannot use security keys; OpenSSH's own client can.")
        : Label == "ENCRYPTED PRIVATE KEY" && Contains(Body, Scrypt) ? (
            "is encrypted with scrypt, which EcsTools does not read.", "Encrypt a copy in another way: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out COPY")
        : null;

    /// <summary>The public key that stands before the private one in OpenSSH's form; null in others.</summary>
    public byte[]? PublicPart
    {
        get
        {
            const int Magic = 15;
            int at = Magic;
            byte[]? text = Label == "OPENSSH PRIVATE KEY" ? [] : null;

            // Cipher, derivation and its options; then how many keys there are, and the first.
            for (int i = 0; text is not null && i < 4; i++)
            {
                at += i == 3 ? 4 : 0;
                int length = at + 4 > Body.Length ? -1 : Body[at] << 24 | Body[at + 1] << 16 | Body[at + 2] << 8 | Body[at + 3];
                text = length < 0 || length > Body.Length - at - 4 ? null : [.. Body.Skip(at + 4).Take(length)];
                at += 4 + length;
            }

            return text;
        }
    }

    /// <summary>Why a file is no text at all that a key may stand in, and what to do; null if it may be.</summary>
    public static (string What, string Action)? RefuseBinary(byte[] file) =>
        file is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || (file.Length > 3 && (file[0] == 0) != (file[1] == 0) && (file[2] == 0) != (file[3] == 0)) ? (
            "is UTF-16 text.", "Save a copy of it as ASCII or UTF-8.")
        : file is [0x30, ..] && (file is [_, >= 0x80, ..] || file.Length == 2 + file.ElementAtOrDefault(1)) ? (
            "is in binary form (DER or PKCS #12).", "Convert a copy of it to PEM: openssl pkey -inform DER -in KEY -out COPY, or openssl pkcs12 -nocerts -in KEY -out COPY")
        : null;

    /// <summary>Finds the key in a text: the first block that is one, else the first that is something else.</summary>
    /// <returns>The key, or null if the text holds nothing of the kind.</returns>
    /// <exception cref="RegexMatchTimeoutException">The text was made to cost time.</exception>
    public static KeyText? Find(string text)
    {
        Match[] blocks = [.. Block.Matches(text).Cast<Match>()];

        // What OpenSSL writes of the curve stands before the key.
        Match? chosen = blocks.FirstOrDefault(b => b.Groups["label"].Value.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            ?? blocks.FirstOrDefault(b => !b.Groups["label"].Value.EndsWith("PARAMETERS", StringComparison.Ordinal));
        if (chosen is not null)
        {
            return new KeyText(chosen.Groups["label"].Value, chosen.Value + "\n", Decode(chosen.Groups["body"].Value));
        }

        string begin = text.TrimStart();
        return begin.StartsWith("PuTTY-User-Key-File-", StringComparison.Ordinal) ? new KeyText("", text, [])
            : IsPublicLine(begin) ? new KeyText("PUBLIC KEY", "", [])
            : null;
    }

    private static bool IsPublicLine(string text) => text.IndexOf(' ') is > 0 and < 60 and var end
        && new[] { "ssh-", "ecdsa-", "sk-" }.Any(p => text.StartsWith(p, StringComparison.Ordinal))
        && text.IndexOf('\n', 0, end) < 0;

    private static byte[] Decode(string body)
    {
        try
        {
            return Convert.FromBase64String(body);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private bool Holds(byte[] sign, params string[] types) => Contains(Body, sign) && types.Any(t => Contains(Body, Encoding.ASCII.GetBytes(t)));

    // A character for each byte, so that the runtime searches.
    private static bool Contains(byte[] text, byte[] part) =>
        Latin.GetString(text).IndexOf(Latin.GetString(part), StringComparison.Ordinal) >= 0;
}
