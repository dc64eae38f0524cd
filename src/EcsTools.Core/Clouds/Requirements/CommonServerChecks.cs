using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds;

/// <summary>Requirements that the server itself answers, the same on every cloud of OpenStack's family.</summary>
internal static class CommonServerChecks
{
    /// <summary>No other task runs. That the server is being reinstalled is a requirement of its own.</summary>
    public static EcsRequirement CheckBusy(StepTarget target)
    {
        EcsInstance instance = target.Instance;
        bool isPassing = instance.Status is EcsInstanceStatus.Pending or EcsInstanceStatus.Starting or EcsInstanceStatus.Stopping
            or EcsInstanceStatus.Restarting or EcsInstanceStatus.Resizing or EcsInstanceStatus.Deleting;
        return instance.TaskState is not null || isPassing
            ? Failed(EcsRequirementId.Busy, $"The provider is processing the server: {instance.TaskState ?? instance.ProviderStatus}.", "Wait until the task is complete.")
            : Passed(EcsRequirementId.Busy, "No task is in progress on the server.");
    }

    /// <summary>Neither locked, nor frozen, nor held by an order.</summary>
    public static EcsRequirement CheckLock(StepTarget target) => target.Instance.LockReasons.Count == 0
        ? Passed(EcsRequirementId.Lock, "The server is not locked.")
        : Failed(EcsRequirementId.Lock, $"The server is locked: {string.Join(", ", target.Instance.LockReasons)}.", ServerLocks.Advice);

    /// <summary>It does not run, or the user has said that it may be released while it does.</summary>
    public static EcsRequirement CheckRelease(StepTarget target) => target.Instance.Status switch
    {
        EcsInstanceStatus.Running when target.Options.ReleaseRunning => Warned(EcsRequirementId.State, "The server is running and will be powered off without a clean shutdown."),
        EcsInstanceStatus.Running => Failed(EcsRequirementId.State, "The server is running.", "Stop it, or specify -Running."),

        EcsInstanceStatus.Rescued when !target.Options.ReleaseRunning => Failed(
            EcsRequirementId.State, "The server is in rescue.", "Run Stop-EcsRescue and stop the server, or specify -Running."),

        // Their memory, and what was not written to disk yet, is as alive as that of a running server.
        EcsInstanceStatus.Paused or EcsInstanceStatus.Suspended or EcsInstanceStatus.Rescued or EcsInstanceStatus.Migrating => target.Options.ReleaseRunning
            ? Warned(EcsRequirementId.State, $"The server is {target.Instance.ProviderStatus}; the content of its memory will be lost.")
            : Failed(EcsRequirementId.State, $"The server is {target.Instance.ProviderStatus}; the content of its memory would be lost.", "Run Start-EcsInstance and stop the server, or specify -Running."),
        _ => Passed(EcsRequirementId.State, "The server is not running."),
    };

    /// <summary>Not more than the two attempts that the provider's page asks for.</summary>
    public static EcsRequirement CheckAttempts(StepTarget target) => target.Instance.FailedReinstalls switch
    {
        0 => Passed(EcsRequirementId.Attempts, "No previous reinstall by EcsTools has failed."),
        1 => Passed(EcsRequirementId.Attempts, "The last reinstall by EcsTools failed; it may be repeated once."),
        int failed => Failed(
            EcsRequirementId.Attempts,
            $"The last {failed} reinstalls by EcsTools failed.",
            "Contact the provider's support with the job IDs from Get-EcsOperation. After they resolve it, specify -IgnoreRequirement Attempts."),
    };
}
