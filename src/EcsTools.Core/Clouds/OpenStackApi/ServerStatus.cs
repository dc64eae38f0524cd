namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Nova's states and tasks in our words; a task that changes the state wins over the state.</summary>
internal static class ServerStatus
{
    public const string Active = "ACTIVE";
    public const string Shutoff = "SHUTOFF";
    public const string Error = "ERROR";
    public const string Deleted = "DELETED";
    public const string SoftDeleted = "SOFT_DELETED";
    public const string VerifyResize = "VERIFY_RESIZE";
    public const string Paused = "PAUSED";
    public const string Suspended = "SUSPENDED";
    public const string Shelved = "SHELVED";
    public const string ShelvedOffloaded = "SHELVED_OFFLOADED";
    public const string Rescue = "RESCUE";
    public const string Migrating = "MIGRATING";
    private const string Spawning = "spawning";

    /// <summary>Maps state and task of a server, and what the cloud shows besides of a reinstallation that has failed.</summary>
    public static EcsInstanceStatus Read(string? status, string? task, bool hasReinstallFailed = false) =>
        ReadTask(task) ?? status?.ToUpperInvariant() switch
        {
            "BUILD" => EcsInstanceStatus.Pending,
            Active or "PASSWORD" => EcsInstanceStatus.Running,
            Paused => EcsInstanceStatus.Paused,
            Suspended => EcsInstanceStatus.Suspended,
            Shelved or ShelvedOffloaded => task == Spawning ? EcsInstanceStatus.Starting : EcsInstanceStatus.Shelved,
            Rescue => EcsInstanceStatus.Rescued,
            Migrating => EcsInstanceStatus.Migrating,
            "REBOOT" or "HARD_REBOOT" => EcsInstanceStatus.Restarting,
            "REBUILD" => EcsInstanceStatus.Reinstalling,
            "RESIZE" or VerifyResize or "REVERT_RESIZE" => EcsInstanceStatus.Resizing,
            Shutoff or Error when hasReinstallFailed => EcsInstanceStatus.ReinstallFailed,
            Shutoff => EcsInstanceStatus.Stopped,
            Error => EcsInstanceStatus.Error,
            Deleted or SoftDeleted => EcsInstanceStatus.Deleting,
            _ => EcsInstanceStatus.Unknown,
        };

    public static bool Is(EcsInstance instance, string status) => string.Equals(instance.ProviderStatus, status, StringComparison.OrdinalIgnoreCase);

    /// <summary>What brings a halted server back to running or stopped; null for one that is on its way there by itself.</summary>
    public static string? FindWayBack(EcsInstance instance) => instance.Status switch
    {
        EcsInstanceStatus.Paused or EcsInstanceStatus.Suspended or EcsInstanceStatus.Shelved => "Run Start-EcsInstance first.",
        EcsInstanceStatus.Rescued => "End the rescue with Stop-EcsRescue first.",
        EcsInstanceStatus.Error or EcsInstanceStatus.Unknown => "Bring the server back with the provider's own tools first.",
        _ => null,
    };

    public static bool IsSettled(EcsInstance instance, string status) => instance.TaskState is null && Is(instance, status);

    private static EcsInstanceStatus? ReadTask(string? task) => task switch
    {
        null => null,
        "deleting" or "soft-deleting" => EcsInstanceStatus.Deleting,
        "powering-off" or "pausing" or "suspending" => EcsInstanceStatus.Stopping,
        "powering-on" or "unpausing" or "resuming" or "unshelving" => EcsInstanceStatus.Starting,
        "rescuing" or "unrescuing" => EcsInstanceStatus.Restarting,
        "migrating" => EcsInstanceStatus.Migrating,
        _ when task.StartsWith("shelving", StringComparison.Ordinal) => EcsInstanceStatus.Stopping,
        _ when task.StartsWith("reboot", StringComparison.Ordinal) => EcsInstanceStatus.Restarting,
        _ when task.StartsWith("resize_", StringComparison.Ordinal) => EcsInstanceStatus.Resizing,
        _ when task.StartsWith("rebuild", StringComparison.Ordinal) => EcsInstanceStatus.Reinstalling,
        _ => null,
    };
}
