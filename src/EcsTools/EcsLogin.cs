using System.Management.Automation;

using EcsTools.Model;

namespace EcsTools;

/// <summary>How one logs in to a server. The password is in <see cref="Credential"/> only, which no view shows and no journal keeps.</summary>
public sealed class EcsLogin
{
    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The server's name.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>The name of the account.</summary>
    public string Account { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>The server's public address, else its private one, or null.</summary>
    public string? Address { get; init; }

    /// <summary>Who logs in.</summary>
    public string UserName => Credential.UserName;

    /// <summary>User and password.</summary>
    public PSCredential Credential { get; init; } = PSCredential.Empty;

    /// <summary>How the password came about: <c>Api</c>, <c>Agent</c> or <c>Ssh</c> for one that was set, <c>Guest</c> for one that the guest made itself.</summary>
    public string Method { get; init; } = "";

    /// <summary>Whether one can log in with it.</summary>
    public EcsLoginEffect Effective { get; init; }

    /// <summary>User, server and effect, without the password.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{UserName} on {InstanceName} ({InstanceId}): {Effective}";
}
