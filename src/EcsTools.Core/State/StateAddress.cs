using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.State;

/// <summary>
/// The address of a PostgreSQL database: <c>postgres://USER@HOST:PORT/DATABASE?OPTION=VALUE</c>, as libpq writes it, without a password.
/// A host that is a path (<c>%2Fvar%2Frun%2Fpostgresql</c>, or <c>?host=/var/run/postgresql</c>) is a socket of this machine.
/// </summary>
public sealed record StateAddress
{
    private const int DefaultPort = 5432;
    private const string PasswordElsewhere = "Remove the password from it. Specify it with PGPASSWORD, in a pgpass file, or as a secret (?secret=NAME).";
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    private StateAddress()
    {
    }

    /// <summary>The host's name or address, or the folder of its socket.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The port.</summary>
    public int Port { get; private init; } = DefaultPort;

    /// <summary>The database.</summary>
    public string Database { get; private init; } = "";

    /// <summary>The role to log in as; null for the one that is called like the user of this process.</summary>
    public string? User { get; private init; }

    /// <summary>The schema (<c>schema</c>).</summary>
    public string Schema { get; private init; } = "ecstools";

    /// <summary>The file of the certificate authorities to trust (<c>sslrootcert</c>); null for those this machine trusts.</summary>
    public string? RootCertificateFile { get; private init; }

    /// <summary>The file of the certificate to log in with, PKCS#12 (<c>sslcert</c>), or null.</summary>
    public string? CertificateFile { get; private init; }

    /// <summary>The secret of SecretManagement that is the password (<c>secret</c>), or null.</summary>
    public string? SecretName { get; private init; }

    /// <summary>The vault of that secret (<c>vault</c>); null for the default one.</summary>
    public string? VaultName { get; private init; }

    /// <summary>True if the connection stays on this machine, where it needs no encryption.</summary>
    public bool IsLocal => IsSocket || string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(Host, out System.Net.IPAddress? address) && System.Net.IPAddress.IsLoopback(address));

    /// <summary>True if the host is the folder of a socket.</summary>
    public bool IsSocket => Host.StartsWith("/", StringComparison.Ordinal);

    /// <summary>Tells whether a text is meant to be the address of a database, and not a folder.</summary>
    public static bool IsOne(string text) => text.Contains("://");

    /// <summary>Reads an address.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.StateAddressInvalid"/>. The message does not repeat the address, which may hold a password.</exception>
    public static StateAddress Parse(string text)
    {
        string? scheme = Array.Find(Schemes, s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));
        if (scheme is null)
        {
            throw Invalid("its scheme is not postgres");
        }

        Match match = Regex.Match(
            text.Substring(scheme.Length), @"\A(?:(?<user>[^@/?#]*)@)?(?<host>\[[0-9A-Fa-f:.]+\]|[^:/?#@]*)(?::(?<port>[0-9]{1,5}))?/(?<database>[^/?#]*)(?:\?(?<options>[^#]*))?\z", RegexOptions.None, TextPattern.Limit);
        if (!match.Success || text.Any(char.IsControl))
        {
            throw Invalid("it has not the form postgres://USER@HOST:PORT/DATABASE");
        }

        string user = match.Groups["user"].Value;
        if (user.Contains(":"))
        {
            throw Invalid("it contains a password", PasswordElsewhere);
        }

        StateAddress address = new()
        {
            User = user.Length > 0 ? Uri.UnescapeDataString(user) : null,
            Host = Uri.UnescapeDataString(match.Groups["host"].Value.Trim('[', ']')),
            Port = !match.Groups["port"].Success ? DefaultPort
                : int.Parse(match.Groups["port"].Value) is > 0 and <= 65535 and var port ? port : throw Invalid("its port is not between 1 and 65535"),
            Database = Uri.UnescapeDataString(match.Groups["database"].Value),
        };
        foreach (string option in match.Groups["options"].Value.Split(['&'], StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = option.IndexOf('=');
            address = equals < 0 ? throw Invalid("an option has no value") : address.With(option.Substring(0, equals), Uri.UnescapeDataString(option.Substring(equals + 1)));
        }

        return address switch
        {
            { Host.Length: 0 } => throw Invalid("it names no host"),
            { Database.Length: 0 } => throw Invalid("it names no database"),
            { IsSocket: false } when Uri.CheckHostName(address.Host) == UriHostNameType.Unknown => throw Invalid("its host is not a name or an address"),
            _ => address,
        };
    }

    /// <summary>The address without its options.</summary>
    public override string ToString() => $"postgres://{(User is null ? "" : Uri.EscapeDataString(User) + "@")}{(IsSocket ? Uri.EscapeDataString(Host) : Host.Contains(":") ? $"[{Host}]" : Host)}:{Port}/{Uri.EscapeDataString(Database)}";

    private StateAddress With(string option, string value) => option switch
    {
        "host" => this with { Host = value },
        "schema" => Regex.IsMatch(value, @"\A[a-z_][a-z0-9_]{0,62}\z", RegexOptions.None, TextPattern.Limit)
            ? this with { Schema = value } : throw Invalid("its schema is not a name of lower-case letters, digits, and underscores"),
        "sslrootcert" => this with { RootCertificateFile = value },
        "sslcert" => this with { CertificateFile = value },
        "secret" => this with { SecretName = value },
        "vault" => this with { VaultName = value },
        "password" or "sslpassword" => throw Invalid("it contains a password", PasswordElsewhere),

        // As strict as it can be, so that there is nothing to choose.
        "sslmode" => value == "verify-full" ? this : throw Invalid("sslmode can only be verify-full; on this machine, connections need no encryption"),
        _ => throw Invalid($"there is no option '{option}'", "The options are host, schema, sslrootcert, sslcert, secret, and vault."),
    };

    private static EcsException Invalid(string reason, string? action = null) => new(EcsErrorId.StateAddressInvalid, $"Cannot use the address of the state database: {reason}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = action ?? "Specify it as postgres://USER@HOST:PORT/DATABASE, in the environment variable ECSTOOLS_STATE.",
    };
}
