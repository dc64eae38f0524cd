using System;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Nova's words for states, and ours. The task goes first: it alone tells Starting and Stopping from Stopped and Running.</summary>
internal static class NovaStatus
{
    /// <summary>Running, by Nova's word.</summary>
    public const string Active = "ACTIVE";

    /// <summary>Stopped, by Nova's word.</summary>
    public const string Shutoff = "SHUTOFF";

    /// <summary>Faulty, by Nova's word.</summary>
    public const string Error = "ERROR";

    /// <summary>Resized, and waiting to be told whether that holds.</summary>
    public const string VerifyResize = "VERIFY_RESIZE";

    /// <summary>The word for a state.</summary>
    /// <param name="status">Nova's status.</param>
    /// <param name="task">Nova's task state, or null.</param>
    /// <returns>The word.</returns>
    public static EcsInstanceStatus Read(string? status, string? task) => ReadTask(task) ?? status?.ToUpperInvariant() switch
    {
        "BUILD" => EcsInstanceStatus.Pending,
        Active or "MIGRATING" or "PASSWORD" => EcsInstanceStatus.Running,
        "REBOOT" or "HARD_REBOOT" => EcsInstanceStatus.Restarting,
        "REBUILD" => EcsInstanceStatus.Reinstalling,
        "RESIZE" or VerifyResize or "REVERT_RESIZE" => EcsInstanceStatus.Resizing,
        Shutoff => EcsInstanceStatus.Stopped,
        Error => EcsInstanceStatus.Error,
        "DELETED" or "SOFT_DELETED" => EcsInstanceStatus.Deleting,
        _ => EcsInstanceStatus.Unknown,
    };

    /// <summary>Tells whether a server has Nova's given status.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="status">The status.</param>
    /// <returns>True if it has.</returns>
    public static bool Is(EcsInstance instance, string status) => string.Equals(instance.ProviderStatus, status, StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells whether a server has a status and nothing is being done to it.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="status">The status.</param>
    /// <returns>True if it has.</returns>
    public static bool IsSettled(EcsInstance instance, string status) => instance.TaskState is null && Is(instance, status);

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
