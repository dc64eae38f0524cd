using System.Security;

namespace EcsTools.Model;

/// <summary>A way to log in to a server: user and password, and whether they hold. The password is never plain text; in PowerShell both together are the
/// property <c>Credential</c>.</summary>
public sealed record EcsLogin
{
    /// <summary>The server's id.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The server's name.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>The name of the account.</summary>
    public string Account { get; init; } = "";

    /// <summary>Provider, project and region of the account.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>Who the account acts as; empty if that is not known.</summary>
    public string AccountIdentity { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>Whose password it is.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The password.</summary>
    public SecureString Password { get; init; } = new();

    /// <summary>Where it comes from: Api, Ssh, or Stored if the server left it with the cloud.</summary>
    public string Method { get; init; } = "";

    /// <summary>Whether one can log in with it.</summary>
    public EcsLoginEffect Effective { get; init; }

    /// <summary>User and server, for messages.</summary>
    /// <returns>For example <c>root at web-01 (i-bp1...)</c>.</returns>
    public override string ToString() => Display.Line($"{UserName} at {(InstanceName.Length == 0 ? InstanceId : $"{InstanceName} ({InstanceId})")}");
}
