using System.Security;

namespace EcsTools.Core.Contracts;

/// <summary>What is chosen anew whenever a plan is run, since it changes nothing of what is done to the server.</summary>
public sealed record PlanExecutionOptions
{
    /// <summary>How long to wait for the whole operation; null for what the kind of operation usually takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long to wait for the backup alone; null for the usual time.</summary>
    public TimeSpan? BackupTimeout { get; init; }

    /// <summary>True to end when the last change has been accepted.</summary>
    public bool NoWait { get; init; }

    /// <summary>The password, for plans that set one; never shown or stored.</summary>
    public SecureString? Password { get; init; }

    /// <summary>The user data, for plans that give some to the fresh system; it must be what they were made with.</summary>
    public UserData? UserData { get; init; }
}
