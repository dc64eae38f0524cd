using System;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Words for states (docs/contracts/huawei-ecs.md 6). The task goes first: it alone tells Starting and Stopping from Stopped and
/// Running.</summary>
internal static class HuaweiStatus
{
    /// <summary>Running, by the cloud's word.</summary>
    public const string Active = "ACTIVE";

    /// <summary>Stopped, by the cloud's word.</summary>
    public const string Shutoff = "SHUTOFF";

    /// <summary>Faulty, by the cloud's word.</summary>
    public const string Error = "ERROR";

    /// <summary>The word for a state.</summary>
    /// <param name="status">The cloud's status.</param>
    /// <param name="task">The cloud's task state, or null.</param>
    /// <param name="systemDiskMissing">True if there is proof that no system disk is attached.</param>
    /// <param name="hasFault">True if the cloud tells a fault.</param>
    /// <returns>The word.</returns>
    public static EcsInstanceStatus Read(string? status, string? task, bool systemDiskMissing, bool hasFault) =>
        ReadTask(task) ?? status?.ToUpperInvariant() switch
        {
            "BUILD" => EcsInstanceStatus.Pending,
            Active or "MIGRATING" => EcsInstanceStatus.Running,
            "REBOOT" or "HARD_REBOOT" => EcsInstanceStatus.Restarting,
            "REBUILD" => EcsInstanceStatus.Reinstalling,
            "RESIZE" or "VERIFY_RESIZE" or "REVERT_RESIZE" => EcsInstanceStatus.Resizing,

            // Without a job of ours these are the only signs of a reinstallation that has failed (docs/contracts/huawei-ecs.md 6.2).
            Shutoff or Error when systemDiskMissing || hasFault => EcsInstanceStatus.ReinstallFailed,
            Shutoff => EcsInstanceStatus.Stopped,
            Error => EcsInstanceStatus.Error,
            "DELETED" or "SOFT_DELETED" => EcsInstanceStatus.Deleting,
            _ => EcsInstanceStatus.Unknown,
        };

    /// <summary>Tells whether a server runs and nothing is being done to it.</summary>
    /// <param name="instance">The server.</param>
    /// <returns>True if it does.</returns>
    public static bool IsSettledRunning(EcsInstance instance) => Is(instance, Active) && instance.TaskState is null;

    /// <summary>Tells whether a server is off and nothing is being done to it, whatever else is wrong with it.</summary>
    /// <param name="instance">The server.</param>
    /// <returns>True if it is.</returns>
    public static bool IsSettledStopped(EcsInstance instance) => Is(instance, Shutoff) && instance.TaskState is null;

    /// <summary>Tells whether a server has the cloud's given status.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="status">The status.</param>
    /// <returns>True if it has.</returns>
    public static bool Is(EcsInstance instance, string status) => string.Equals(instance.ProviderStatus, status, StringComparison.OrdinalIgnoreCase);

    private static EcsInstanceStatus? ReadTask(string? task) => task switch
    {
        null => null,
        "deleting" or "soft-deleting" => EcsInstanceStatus.Deleting,
        "powering-off" => EcsInstanceStatus.Stopping,
        "powering-on" => EcsInstanceStatus.Starting,
        _ when task.StartsWith("reboot", StringComparison.Ordinal) => EcsInstanceStatus.Restarting,
        _ when task.StartsWith("resize_", StringComparison.Ordinal) => EcsInstanceStatus.Resizing,
        _ when task.StartsWith("rebuild", StringComparison.Ordinal) => EcsInstanceStatus.Reinstalling,
        _ => null,
    };
}
