namespace EcsTools.Core.Clouds;

/// <summary>Locks of servers, whoever has set them: a lock is never waived.</summary>
internal static class ServerLocks
{
    /// <summary>What to do about a lock of the provider's.</summary>
    public const string AdviceOfProvider = "Resolve the billing or security issue with the provider.";

    /// <summary>What to do about a lock that may be the owner's.</summary>
    public const string Advice =
        "If you locked it, run Set-EcsInstance -DeletionProtection $false. Otherwise, resolve the billing, order, or security issue with the provider.";

    /// <summary>The rule of the clouds of OpenStack's family: a locked server refuses every change (docs/contracts/huawei-ecs.md 3.12, code Ecs.0605).</summary>
    /// <returns>true if it is not sent.</returns>
    /// <remarks>An edit is what takes the owner's lock off. Snapshots and images of disks, and bandwidths of addresses, belong to other services, which decide.</remarks>
    public static bool ForbidChanges(ServerAction action, string reason) =>
        action is not (ServerAction.Edit or ServerAction.Command or ServerAction.Snapshot or ServerAction.Image or ServerAction.Bandwidth);

    /// <summary>No lock forbids an action.</summary>
    public static EcsRequirement Check(CloudCapabilities traits, ServerAction action, EcsInstance instance) => instance.LockReasons.Any(r => traits.ForbidUnderLock(action, r))
        ? Requirement.Failed(EcsRequirementId.Lock, $"The server is locked: {string.Join(", ", instance.LockReasons)}.", Advice)
        : Requirement.Passed(EcsRequirementId.Lock, "No lock of the server prevents it.");

    /// <summary>Finds why a lock forbids an action.</summary>
    /// <returns>The refusal, or null if nothing forbids it.</returns>
    public static EcsException? Refuse(CloudCapabilities traits, ServerAction action, EcsInstance instance) =>
        Check(traits, action, instance) is not { Outcome: EcsRequirementOutcome.Failed } failed ? null : new EcsException(
            EcsErrorId.RequirementFailed, $"Skipped {instance}: {failed.Detail} ({failed.Id})")
        {
            InstanceId = instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = failed.Remedy,
        };
}
