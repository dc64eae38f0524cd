using System;
using System.Collections.Generic;

namespace EcsTools.Core.Operations;

/// <summary>What the user chose for an operation.</summary>
public sealed class OperationOptions
{
    /// <summary>The kind of operation.</summary>
    public OperationKind Kind { get; init; }

    /// <summary>The image for a switch; null everywhere else.</summary>
    public string? ImageId { get; init; }

    /// <summary>How one will log in afterwards.</summary>
    public LoginChoice Login { get; init; } = new();

    /// <summary>Who brings the licence, or null if the user did not say.</summary>
    public LicenseKind? License { get; init; }

    /// <summary>The backup, or null if the user did not say.</summary>
    public BackupKind? Backup { get; init; }

    /// <summary>Stop a running server first.</summary>
    public bool StopFirst { get; init; }

    /// <summary>Leave stopped what we stopped when the wipe is not reached.</summary>
    public bool LeaveStopped { get; init; }

    /// <summary>Start the server afterwards; a reinstallation always does.</summary>
    public bool Start { get; init; }

    /// <summary>How often a job that failed may be sent again.</summary>
    public int RetryCount { get; init; } = 1;

    /// <summary>Requirements that do not refuse.</summary>
    public IReadOnlyList<string> IgnoredRequirements { get; init; } = Array.Empty<string>();

    /// <summary>How long to wait for the whole operation.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(40);

    /// <summary>True to end when the last change has been accepted.</summary>
    public bool NoWait { get; init; }
}
