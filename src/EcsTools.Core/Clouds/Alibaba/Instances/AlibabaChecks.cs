namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Conditions that several steps share, and short ways to tell what was seen.</summary>
internal static class AlibabaChecks
{
    /// <summary>The server is stopped, and kept its place while it is (docs/contracts/alibaba-ecs.md 3.7).</summary>
    public static EcsRequirement Stopped(EcsInstance instance)
    {
        if (instance.Status != EcsInstanceStatus.Stopped)
        {
            return Requirement.Failed(EcsRequirementId.State, $"The server is {StatusText.Of(instance)}; it must be stopped.", "Specify -StopFirst, or stop the server.");
        }

        return instance.StoppedMode == "StopCharging"
            ? Requirement.Failed(EcsRequirementId.State, "The server was stopped with StopCharging, which gave up its place in the data center.",
                "Start the server, and stop it again without -StopCharging.")
            : Requirement.Passed(EcsRequirementId.State, "The server is stopped.");
    }

    /// <summary>The server runs or is stopped, and is not on its way between the two.</summary>
    public static EcsRequirement AtRest(EcsInstance instance) => instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Stopped
        ? Requirement.Passed(EcsRequirementId.State, $"The server is {StatusText.Of(instance)}.")
        : Requirement.Failed(EcsRequirementId.State, $"The server is {StatusText.Of(instance)}; it must be running or stopped.", "Wait until it is.");

    /// <summary>Tells whether a subscription has ended.</summary>
    public static bool HasExpired(EcsInstance instance, DateTimeOffset now) =>
        instance is { ChargeType: EcsChargeType.Subscription, ExpiresAt: { } end } && end <= now;

    /// <summary>No snapshot is being made of the disks: what follows would spoil it, or be refused
    /// (docs/contracts/alibaba-ecs.md 3.17).</summary>
    public static EcsRequirement NoSnapshotUnderWay(LookupResult<IReadOnlyList<string>> snapshots) => snapshots switch
    {
        { Error: { } denied } => Requirement.Unknown(EcsRequirementId.Busy, "Cannot check whether a snapshot is being created", denied),
        { Value: [var first, ..] } => Requirement.Failed(EcsRequirementId.Busy, $"Snapshot {first} is being created.", "Wait until the snapshot is complete."),
        _ => Requirement.Passed(EcsRequirementId.Busy, "No other task is in progress on its disks."),
    };

    /// <summary>What was planned before, which must not be made up anew when it is sent.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.PlanChanged"/> if the plan does not have it.</exception>
    public static string Planned(StepTarget target, string fact) => Before(target, fact) ?? throw new EcsException(
        EcsErrorId.PlanChanged, $"Skipped {target.Instance}: its plan does not contain the {fact}.")
    {
        InstanceId = target.Instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "Create a new plan.",
    };

    /// <summary>What was seen before sending.</summary>
    /// <returns>The fact, or null.</returns>
    public static string? Before(StepTarget target, string fact) =>
        target.Before.TryGetValue(fact, out string? value) && value.Length > 0 ? value : null;

    /// <summary>An observation that says that it goes on.</summary>
    public static StepObservation Pending(EcsInstance? instance, string activity) => new(ObservedState.Pending, instance) { Activity = activity };

    /// <summary>An observation that says that it failed.</summary>
    /// <param name="instance">The server as read, or null.</param>
    public static StepObservation Failed(StepTarget target, EcsInstance? instance, string errorId, string text) => new(ObservedState.Failed, instance)
    {
        Error = new EcsException(errorId, text) { InstanceId = target.Instance.Id, RecommendedAction = AlibabaErrorMapper.Advise(errorId) },
    };

    /// <summary>An observation that says that the server is gone, where that is not what was wanted.</summary>
    public static StepObservation Vanished(StepTarget target) =>
        Failed(target, null, EcsErrorId.InstanceNotFound, $"{target.Instance} no longer exists.");
}
