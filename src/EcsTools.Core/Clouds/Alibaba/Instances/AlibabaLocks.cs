namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>What the provider's locks forbid (docs/contracts/alibaba-ecs.md 6.3), and what is not done here under one, though the cloud would.</summary>
internal static class AlibabaLocks
{
    /// <summary>The reason of a server that has not been paid for; an expired subscription is one, whether its lock shows or not.</summary>
    public const string Overdue = "financial";

    private const string Security = "security";

    /// <summary>Determines whether a lock forbids an action.</summary>
    /// <returns>true if it is not sent.</returns>
    public static bool Forbid(ServerAction action, string reason) => action switch
    {
        // The cloud deletes locked servers, disks that were to be kept included. Nothing brings them back, so the lock is settled first.
        ServerAction.Release or ServerAction.Rebuild or ServerAction.Restore or ServerAction.Resize or ServerAction.Bandwidth => true,

        // For a stop under a security lock the sources disagree: the cloud decides.
        ServerAction.Stop => IsOverdue(reason),
        ServerAction.Start or ServerAction.Restart or ServerAction.ChargeType or ServerAction.Disk => IsSecurity(reason) || IsOverdue(reason),

        // What loses nothing is refused where the contract says so, and left to the cloud where it is silent.
        _ => IsSecurity(reason),
    };

    /// <summary>Neither server nor disk is locked in a way that forbids an action, and no subscription has ended.</summary>
    public static EcsRequirement Check(ServerAction action, EcsInstance instance, IEnumerable<string> diskReasons, DateTimeOffset now)
    {
        string[] reasons = [.. instance.LockReasons.Concat(diskReasons).Distinct(StringComparer.OrdinalIgnoreCase)];
        string all = string.Join(", ", reasons);
        return Array.Exists(reasons, r => Forbid(action, r))
            ? Requirement.Failed(EcsRequirementId.Lock, $"The provider has locked the server or its disk: {all}.", ServerLocks.AdviceOfProvider)
            : AlibabaChecks.HasExpired(instance, now) && Forbid(action, Overdue)
            ? Requirement.Failed(EcsRequirementId.Lock, $"The subscription ended at {instance.ExpiresAt:u}.", "Renew the subscription with Update-EcsSubscription.")
            : reasons.Length > 0
            ? Requirement.Warned(EcsRequirementId.Lock, $"The provider has locked the server or its disk ({all}), which does not prevent this.")
            : Requirement.Passed(EcsRequirementId.Lock, "The provider has not locked the server.");
    }

    private static bool IsSecurity(string reason) => string.Equals(reason, Security, StringComparison.OrdinalIgnoreCase);

    private static bool IsOverdue(string reason) =>
        string.Equals(reason, Overdue, StringComparison.OrdinalIgnoreCase) || string.Equals(reason, "dedicatedhostfinancial", StringComparison.OrdinalIgnoreCase);
}
