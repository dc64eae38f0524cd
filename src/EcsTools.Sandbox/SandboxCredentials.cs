namespace EcsTools.Sandbox;

/// <summary>What opens the sandbox, the same at all its clouds: random at every start, worth nothing anywhere else.</summary>
public sealed class SandboxCredentials
{
    /// <summary>The access key's id.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The access key's secret.</summary>
    public required string AccessKeySecret { get; init; }

    /// <summary>Keystone login: the account's name (OTC form <c>OTC-EU-DE-...</c>).</summary>
    public required string DomainName { get; init; }

    /// <summary>Keystone login: the user.</summary>
    public required string UserName { get; init; }

    /// <summary>Keystone login: the password.</summary>
    public required string Password { get; init; }

    /// <summary>The key pair that the cast's Linux servers and win-01 have.</summary>
    public required string KeyPairName { get; init; }

    /// <summary>A key pair that no server has, with another key.</summary>
    public required string SecondKeyPairName { get; init; }
}
