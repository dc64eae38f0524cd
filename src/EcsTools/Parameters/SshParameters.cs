using System.Security;

using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;

namespace EcsTools.Parameters;

/// <summary>The parameters of every command that logs in to a guest over SSH. The engine reads them as parameters of the command.</summary>
public sealed class SshParameters
{
    private static readonly HashSet<string> OfSsh = new(StringComparer.OrdinalIgnoreCase)
    {
        nameof(LoginUserName), nameof(KeyFile), nameof(Passphrase), nameof(LoginCredential), nameof(HostName), nameof(Port), nameof(UsePrivateAddress),
        nameof(HostKeyPolicy), nameof(Fingerprint), nameof(KnownHostsPath), nameof(ConnectTimeout),
    };

    /// <summary>Who logs in; root by default. It need not be the user whose password is set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LoginUserName { get; set; }

    /// <summary>A private key in OpenSSH or PEM form.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    /// <summary>The key's passphrase.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>User and password to log in with.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? LoginCredential { get; set; }

    /// <summary>The name or address to connect to; without it the server's public address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>The port of SSH.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = SshLogin.DefaultPort;

    /// <summary>Connects to the server's private address.</summary>
    [Parameter]
    public SwitchParameter UsePrivateAddress { get; set; }

    /// <summary>Which host keys are trusted.</summary>
    [Parameter]
    public HostKeyPolicy HostKeyPolicy { get; set; }

    /// <summary>The host key's fingerprint, as ssh-keygen prints it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Fingerprint { get; set; }

    /// <summary>The file of known hosts; OpenSSH's own by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KnownHostsPath { get; set; }

    /// <summary>How many seconds connecting and logging in may take.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int ConnectTimeout { get; set; } = 30;

    /// <summary>How many seconds a command in the guest may take.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int CommandTimeout { get; set; } = 60;

    /// <summary>What was given, as a way to log in.</summary>
    /// <param name="path">Makes a path of the session a path of the machine.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if it contradicts itself.</exception>
    internal SshLogin ToLogin(Func<string, string> path)
    {
        if ((HostKeyPolicy == HostKeyPolicy.Fingerprint) != (Fingerprint is not null))
        {
            throw Contradiction("-Fingerprint and -HostKeyPolicy Fingerprint must be specified together.", "Specify both, or neither.");
        }

        if (LoginCredential is not null && LoginUserName is not null && LoginUserName != LoginCredential.UserName)
        {
            throw Contradiction("-LoginUserName and -LoginCredential cannot be combined.", "Specify only one of them.");
        }

        if (Passphrase is not null && KeyFile is null)
        {
            throw Contradiction("A passphrase belongs to a key file, and none was specified.", "Specify -KeyFile, or omit -Passphrase.");
        }

        SshLogin login = new()
        {
            UserName = LoginUserName ?? LoginCredential?.UserName ?? SshLogin.DefaultUserName,
            KeyFile = KeyFile is null ? null : path(KeyFile),
            Passphrase = Passphrase,
            Password = LoginCredential?.Password,
            HostName = HostName,
            Port = Port,
            UsePrivateAddress = UsePrivateAddress,
            HostKeyPolicy = HostKeyPolicy,
            Fingerprint = Fingerprint,
            KnownHostsPath = KnownHostsPath is null ? null : path(KnownHostsPath),
            ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeout),
            CommandTimeout = TimeSpan.FromSeconds(CommandTimeout),
        };
        login.RequireKey();
        return login;
    }

    /// <summary>Finds parameters that were given and say how to log in over SSH.</summary>
    /// <param name="bound">What was given to the command.</param>
    /// <returns>Their names; a time-out for the command is not one of them, since it holds for every way.</returns>
    internal static IReadOnlyList<string> FindGiven(IEnumerable<string> bound) => [.. bound.Where(OfSsh.Contains).OrderBy(n => n, StringComparer.Ordinal)];

    /// <summary>Refuses parameters that would be ignored, since the way that was chosen or that is left is not SSH.</summary>
    /// <param name="bound">What was given to the command.</param>
    /// <param name="goesOverSsh">true if SSH is at least tried.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/>.</exception>
    internal static void RefuseUnused(IEnumerable<string> bound, bool goesOverSsh)
    {
        if (!goesOverSsh && FindGiven(bound) is [_, ..] unused)
        {
            throw Contradiction(
                $"SSH is not used; these parameters would be ignored: {string.Join(", ", unused.Select(n => "-" + n))}.",
                "Specify -Method Ssh, or -KeyFile or -LoginCredential to log in with, or omit these parameters.");
        }
    }

    private static EcsException Contradiction(string message, string action) => new(EcsErrorId.InvalidInput, message)
    {
        WasNotCarriedOut = true,
        RecommendedAction = action,
    };
}
