using System.Text;

namespace EcsTools.Core.Security;

/// <summary>Reads a public key that is to be handed to a cloud: one line in OpenSSH form, and nothing else. A private key is refused, and no text is quoted.</summary>
public static class PublicKeyText
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Reads the key in a file.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>Type, key and comment in one line, without the line break.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileInvalid"/>.</exception>
    public static string ReadFile(string path)
    {
        try
        {
            return Read(RegularFile.ReadText(path, MostBytes), $"The key file {path}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Invalid($"The key file {path}", $"cannot be read: {error.Message}", "Check the path and who may read the file.");
        }
    }

    /// <summary>Reads the key in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is called in errors, for example <c>The value of -PublicKey</c>.</param>
    /// <returns>Type, key and comment in one line, without the line break.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileInvalid"/>.</exception>
    public static string Read(string text, string what)
    {
        if (text.IndexOf("PRIVATE KEY", StringComparison.Ordinal) >= 0 || text.IndexOf("PuTTY-User-Key-File", StringComparison.Ordinal) >= 0)
        {
            throw Invalid(what, "contains a private key, which is not sent to a provider.", "Specify the public half: the file that ends in .pub, or the output of ssh-keygen -y -f KEY.");
        }

        if (text.IndexOf("---- BEGIN", StringComparison.Ordinal) >= 0)
        {
            throw Invalid(what, "is not in OpenSSH form.", "Convert it: ssh-keygen -i -f KEY -m PKCS8 for PEM, or ssh-keygen -i -f KEY for the form of RFC 4716.");
        }

        string[] lines = [.. text.Split('\r', '\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')];
        return lines.Length != 1
            ? throw Invalid(what, lines.Length == 0 ? "contains no key." : "contains several lines.", "Specify one public key in OpenSSH form.")
            : IsKey(lines[0]) ? lines[0]
            : throw Invalid(what, "is not a public key in OpenSSH form.", "Specify one line that begins with the type, for example ssh-ed25519 or ssh-rsa, without options.");
    }

    // The key names its type, too (RFC 4253, section 6.6).
    private static bool IsKey(string line)
    {
        string[] parts = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || line.Any(char.IsControl) || !new[] { "ssh-", "ecdsa-", "sk-" }.Any(p => parts[0].StartsWith(p, StringComparison.Ordinal)))
        {
            return false;
        }

        try
        {
            byte[] blob = Convert.FromBase64String(parts[1]);
            byte[] type = Encoding.ASCII.GetBytes(parts[0]);
            return blob.Length > 4 + type.Length && blob[3] == type.Length && blob.Skip(4).Take(type.Length).SequenceEqual(type);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static EcsException Invalid(string what, string why, string action) =>
        new(EcsErrorId.KeyFileInvalid, $"{what} {why}") { WasNotCarriedOut = true, RecommendedAction = action };
}
