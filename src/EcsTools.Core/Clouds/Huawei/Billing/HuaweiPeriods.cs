namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Terms as BSS counts and offers them (docs/contracts/huawei-ecs-lifecycle.md 3.1, 3.4).</summary>
internal static class HuaweiPeriods
{
    private const int MonthsToRenew = 11;
    private const int MonthsToBuy = 9;

    /// <summary>The number of a unit: 2 for months, 3 for years.</summary>
    public static int Type(EcsPeriodUnit unit) => unit == EcsPeriodUnit.Year ? 3 : 2;

    /// <summary>Subscriptions are renewed for the term.</summary>
    public static EcsRequirement CheckRenewal(SubscriptionTerm term) => Check(term, MonthsToRenew);

    /// <summary>Subscriptions are sold for the term.</summary>
    public static EcsRequirement CheckPurchase(SubscriptionTerm term) => Check(term, MonthsToBuy);

    private static EcsRequirement Check(SubscriptionTerm term, int mostMonths) => term switch
    {
        { Unit: EcsPeriodUnit.Month, Count: >= 1 } when term.Count <= mostMonths => Passed(term),
        { Unit: EcsPeriodUnit.Year, Count: >= 1 and <= 3 } => Passed(term),
        _ => Requirement.Failed(EcsRequirementId.Term, $"A term of {term} is not offered.", $"Specify 1 to {mostMonths} months, or 1 to 3 years."),
    };

    private static EcsRequirement Passed(SubscriptionTerm term) => Requirement.Passed(EcsRequirementId.Term, $"A term of {term} is offered.");
}
