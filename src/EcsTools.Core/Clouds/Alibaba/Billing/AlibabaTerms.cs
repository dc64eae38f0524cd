namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Terms as the service offers and writes them (docs/contracts/alibaba-ecs-lifecycle.md 3.1 to 3.3).</summary>
internal static class AlibabaTerms
{
    private const string Everywhere = "Specify 1 to 9 or 12 months.";
    private static readonly int[] LongTerms = [24, 36, 48, 60];
    private static readonly int[] AutoRenewalTerms = [1, 2, 3, 6, 12, .. LongTerms];

    /// <summary>The service sells the term; the longer ones and weeks on its Chinese site only, which nothing tells.</summary>
    public static EcsRequirement CheckTerm(SubscriptionTerm term) =>
        term.Months is (>= 1 and <= 9) or 12 ? Passed(term)
        : (term.Months is { } months && Array.IndexOf(LongTerms, months) >= 0) || term is { Unit: EcsPeriodUnit.Week, Count: >= 1 and <= 4 }
            ? Requirement.Warned(EcsRequirementId.Term, $"A term of {term} is offered on the Chinese site of Alibaba Cloud only.", Everywhere)
        : Requirement.Failed(EcsRequirementId.Term, $"A term of {term} is not offered.", Everywhere);

    /// <summary>The service renews automatically by the term.</summary>
    public static EcsRequirement CheckAutoRenewal(SubscriptionTerm term) =>
        (term.Months is { } months && Array.IndexOf(AutoRenewalTerms, months) >= 0) || term is { Unit: EcsPeriodUnit.Week, Count: >= 1 and <= 4 }
            ? Passed(term)
            : Requirement.Failed(EcsRequirementId.Term, $"Automatic renewal by {term} is not offered.", "Specify 1, 2, 3, 6, 12, 24, 36, 48, or 60 months.");

    /// <summary>Adds a term. Years are sent as months, which every site knows.</summary>
    public static AlibabaParameters AddTerm(this AlibabaParameters parameters, string count, string unit, SubscriptionTerm term) => parameters
        .Add(count, term.Months ?? term.Count)
        .Add(unit, term.Months is null ? "Week" : "Month");

    private static EcsRequirement Passed(SubscriptionTerm term) => Requirement.Passed(EcsRequirementId.Term, $"A term of {term} is offered.");
}
