using System.Globalization;
using System.Text;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Approvals;

/// <summary>
/// One line of an <c>allowed_signers</c> file (ssh-keygen(1), ALLOWED SIGNERS): who may sign with which key, for what and when. A line that
/// is not understood in full is an error, where ssh-keygen passes over some.
/// </summary>
internal sealed class AllowedSigner
{
    private static readonly string[] TimeForms = ["yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss"];

    private AllowedSigner()
    {
    }

    /// <summary>Who it is; several names are the same person's.</summary>
    public IReadOnlyList<string> Principals { get; private init; } = [];

    /// <summary>The key, as SSH writes public keys.</summary>
    public byte[] PublicKey { get; private init; } = [];

    private IReadOnlyList<string>? Namespaces { get; init; }

    private DateTimeOffset? ValidAfter { get; init; }

    private DateTimeOffset? ValidBefore { get; init; }

    /// <summary>Reads lines.</summary>
    /// <param name="lines">The lines; empty ones and comments are left out.</param>
    /// <exception cref="FormatException">A line cannot be read.</exception>
    public static IReadOnlyList<AllowedSigner> ReadAll(IEnumerable<string> lines) =>
        [.. lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(Read)];

    /// <summary>Tells whether a signature counts.</summary>
    /// <returns>True if it is by this key, for a purpose and at a time that the line allows.</returns>
    public bool Allows(SshSignature signature, DateTimeOffset now) =>
        signature.PublicKey.SequenceEqual(PublicKey)
        && (Namespaces is null || Namespaces.Any(n => !n.Any(char.IsUpper) && TextPattern.FitsWildcards(n, signature.Namespace))) // case counts to ssh-keygen
        && !(now < ValidAfter)
        && !(now > ValidBefore);

    private static AllowedSigner Read(string line)
    {
        List<string> fields = Split(line);
        int type = fields.FindIndex(1, f => IsKeyType(f));
        if (type is < 1 or > 2 || fields.Count < type + 2)
        {
            RefuseCertificate(fields);
            throw new FormatException($"The line '{line}' has no principals, or no key of a type that is supported.");
        }

        byte[] key = ReadKey(fields[type], fields[type + 1]);
        Dictionary<string, string> options = type == 2 ? ReadOptions(fields[1]) : [];
        string[] principals = [.. Unquote(fields[0]).Split(',').Select(p => p.Trim())];
        return principals.Any(p => p.Length == 0 || p[0] == '!')
            ? throw new FormatException($"The principals '{fields[0]}' cannot be read.")
            : new AllowedSigner
            {
                Principals = principals,
                PublicKey = key,
                Namespaces = options.TryGetValue("namespaces", out string? spaces) ? ReadNamespaces(spaces) : null,
                ValidAfter = options.TryGetValue("valid-after", out string? after) ? ReadTime(after) : null,
                ValidBefore = options.TryGetValue("valid-before", out string? before) ? ReadTime(before) : null,
            };
    }

    /// <summary>Reads a public key and sees that it is of the type it is said to be.</summary>
    /// <returns>The key's bytes.</returns>
    /// <exception cref="FormatException">It is no such key.</exception>
    public static byte[] ReadKey(string type, string base64)
    {
        RefuseCertificate([type]);
        byte[] key = Convert.FromBase64String(base64);
        return IsKeyType(type) && new SshBuffer(key).TakeText() == type ? key : throw new FormatException($"The key is not of the type {type}.");
    }

    private static bool IsKeyType(string text) => text is "ssh-ed25519" or "ssh-rsa" or "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521" or "sk-ssh-ed25519@openssh.com";

    // What its authority vouches for is not looked at: it would be taken for more than the key in it.
    private static void RefuseCertificate(IEnumerable<string> fields)
    {
        if (fields.FirstOrDefault(f => f.EndsWith("-cert-v01@openssh.com", StringComparison.Ordinal)) is { } type)
        {
            throw new FormatException($"SSH certificates are not supported ({type}). Specify the public key itself.");
        }
    }

    // An option that is not known may be one that forbids.
    private static Dictionary<string, string> ReadOptions(string text)
    {
        Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);
        foreach (string option in SplitOptions(text))
        {
            int equals = option.IndexOf('=');
            string name = (equals < 0 ? option : option.Substring(0, equals)).ToLowerInvariant();
            string value = equals < 0 ? "" : option.Substring(equals + 1);
            if (name is not ("namespaces" or "valid-after" or "valid-before") || value.Length < 3 || value[0] != '"' || value[value.Length - 1] != '"' || options.ContainsKey(name))
            {
                throw new FormatException($"The option '{option}' is not supported.");
            }

            options.Add(name, value.Substring(1, value.Length - 2));
        }

        return options;
    }

    private static string[] ReadNamespaces(string text)
    {
        string[] names = [.. text.Split(',').Select(n => n.Trim())];
        return names.Any(n => n.Length == 0 || n[0] == '!') ? throw new FormatException($"The namespaces '{text}' cannot be read.") : names;
    }

    private static DateTimeOffset ReadTime(string text)
    {
        bool isUtc = text.EndsWith("Z", StringComparison.OrdinalIgnoreCase);
        string digits = isUtc ? text.Substring(0, text.Length - 1) : text;
        return DateTime.TryParseExact(digits, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? new DateTimeOffset(DateTime.SpecifyKind(time, isUtc ? DateTimeKind.Utc : DateTimeKind.Local))
            : throw new FormatException($"The time '{text}' cannot be read.");
    }

    private static string Unquote(string text) => text.Length > 1 && text[0] == '"' && text[text.Length - 1] == '"' ? text.Substring(1, text.Length - 2) : text;

    private static List<string> Split(string line) => Cut(line, c => c is ' ' or '\t');

    private static List<string> SplitOptions(string text) => Cut(text, c => c == ',');

    // What stands in quotation marks is not cut.
    private static List<string> Cut(string text, Func<char, bool> isBorder)
    {
        List<string> parts = [];
        StringBuilder part = new();
        bool quoted = false;
        foreach (char c in text)
        {
            quoted ^= c == '"';
            if (!quoted && isBorder(c))
            {
                Add();
            }
            else
            {
                part.Append(c);
            }
        }

        Add();
        return quoted ? throw new FormatException($"A quotation mark is missing in '{text}'.") : parts;

        void Add()
        {
            if (part.Length > 0)
            {
                parts.Add(part.ToString());
            }

            part.Clear();
        }
    }
}
