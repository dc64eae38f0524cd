using System.Security;

namespace EcsTools.Core.Contracts;

/// <summary>How to log in to a guest over SSH.</summary>
public sealed record SshLogin
{
    /// <summary>SSH's own port.</summary>
    public const int DefaultPort = 22;

    /// <summary>Who logs in unless another is named.</summary>
    public const string DefaultUserName = GuestUser.Root;

    /// <summary>Where to connect; null for the server's own address.</summary>
    public string? HostName { get; init; }

    /// <summary>The port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>True to connect to the private address instead of the public one.</summary>
    public bool UsePrivateAddress { get; init; }

    /// <summary>Who logs in.</summary>
    public string UserName { get; init; } = DefaultUserName;

    /// <summary>A private key (OpenSSH or PEM), or null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The key's passphrase, or null.</summary>
    public SecureString? Passphrase { get; init; }

    /// <summary>The password of who logs in, or null.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Which host keys are trusted.</summary>
    public HostKeyPolicy HostKeyPolicy { get; init; }

    /// <summary>The fingerprint for <see cref="HostKeyPolicy.Fingerprint"/>: <c>SHA256:</c> and Base64, as ssh-keygen prints it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The file of known hosts; null for OpenSSH's own.</summary>
    public string? KnownHostsPath { get; init; }

    /// <summary>How long connecting and logging in may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a command may take.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>True if there is a key or a password to log in with.</summary>
    public bool HasSecret => KeyFile is not null || Password is not null;

    /// <summary>Where a server is reached.</summary>
    /// <returns>A name or an address; null if it has none of the kind wanted.</returns>
    internal string? AddressOf(EcsInstance instance) => HostName ?? (UsePrivateAddress ? instance.PrivateIp : instance.PublicIp);

    /// <summary>User and address, without any secret.</summary>
    /// <returns>For example <c>root, port 22</c>.</returns>
    public override string ToString() => $"{UserName}@{HostName ?? (UsePrivateAddress ? "its private address" : "its public address")}, port {Port}";
}
