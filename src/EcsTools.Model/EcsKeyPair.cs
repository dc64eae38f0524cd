using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One key pair, as the cloud knows it: its public half.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsKeyPair
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The fingerprint in the cloud's form.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The public key in OpenSSH form, or null if the cloud does not tell.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Who can use it.</summary>
    public EcsKeyPairScope Scope { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>Who read it, so that another identity with the same key is told apart; empty where the cloud does not say, and in version 0.1.</summary>
    public string AccountIdentity { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>Name and id, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Name;
}
