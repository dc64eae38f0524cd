using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds;

/// <summary>Requirements on how a server is paid for, the same on every cloud that has subscriptions.</summary>
internal static class SubscriptionChecks
{
    private const string ToSubscription = "To convert it to a subscription, run Set-EcsChargeType -ChargeType Subscription.";

    /// <summary>It is a subscription.</summary>
    public static EcsRequirement CheckSubscription(EcsInstance instance) => instance.ChargeType switch
    {
        EcsChargeType.Subscription => Passed(EcsRequirementId.ChargeType, "The server is a subscription."),
        EcsChargeType.Unknown => Unknown(EcsRequirementId.ChargeType, "Cannot read whether the server is a subscription", null),
        EcsChargeType.Spot => Failed(EcsRequirementId.ChargeType, "The server is a spot instance, which cannot be a subscription.", null),
        _ => Failed(EcsRequirementId.ChargeType, "The server is pay-as-you-go; there is no subscription to renew.", ToSubscription),
    };

    /// <summary>It can be paid for in another way.</summary>
    /// <param name="wanted">The charge type wanted.</param>
    public static EcsRequirement CheckConversion(EcsInstance instance, EcsChargeType wanted) =>
        wanted is not (EcsChargeType.PayAsYouGo or EcsChargeType.Subscription)
            ? Failed(EcsRequirementId.ChargeType, $"The charge type {wanted} is not available for existing servers.", "Specify -ChargeType Subscription or PayAsYouGo.")
        : instance.ChargeType switch
        {
            EcsChargeType.Spot => Failed(EcsRequirementId.ChargeType, "The charge type of a spot instance cannot be changed.", "Create a new server."),
            EcsChargeType.Unknown => Unknown(EcsRequirementId.ChargeType, "Cannot read how the server is billed", null),
            var present when present == wanted => Failed(EcsRequirementId.ChargeType, DescribeSame(wanted), null),
            _ => Passed(EcsRequirementId.ChargeType, $"The server is {Describe(instance.ChargeType)}."),
        };

    /// <summary>Why there is nothing to do for a server that is paid for as wanted.</summary>
    /// <returns>A sentence, or null.</returns>
    public static string? FindDone(EcsInstance instance, EcsChargeType wanted) => instance.ChargeType == wanted ? DescribeSame(wanted) : null;

    /// <summary>The subscription has not ended.</summary>
    /// <param name="expiresAt">Its end; null if it is not known, or there is none.</param>
    public static EcsRequirement CheckTerm(DateTimeOffset? expiresAt, DateTimeOffset now) => expiresAt <= now
        ? Failed(EcsRequirementId.State, $"The subscription ended at {expiresAt:u}.", "Run Update-EcsSubscription while the provider still keeps the server.")
        : Passed(EcsRequirementId.State, expiresAt is null ? "No term has ended." : $"The subscription expires on {expiresAt:u}.");

    /// <summary>What to write of a charge type in a sentence.</summary>
    public static string Describe(EcsChargeType type) => type == EcsChargeType.Subscription ? "a subscription" : "pay-as-you-go";

    private static string DescribeSame(EcsChargeType wanted) => $"The server is already {Describe(wanted)}.";
}
