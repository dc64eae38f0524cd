using EcsTools.Core.Approvals;

namespace EcsTools.Core.Reports;

/// <summary>A plan whose digest and signatures are verified, once.</summary>
internal sealed class CheckedPlan
{
    public CheckedPlan(EcsPlan plan, DateTimeOffset now)
    {
        Plan = plan;
        IsWhole = PlanSeal.IsWhole(plan);
        Approvals = [.. plan.Approvals.Select(a => Describe(plan, a))];
        (State, Mark) = plan switch
        {
            { Digest.Length: > 0 } when !IsWhole => ("edited after it was created", ReportMark.Bad),
            { CanProceed: false } => ("refused", ReportMark.Bad),
            { ExpiresAt: { } end } when end < now => ("expired", ReportMark.Bad),
            _ when plan.Requirements.Any(r => r.Outcome != EcsRequirementOutcome.Passed) => ("can run, with warnings", ReportMark.Doubtful),
            _ => ("can run", ReportMark.Good),
        };
    }

    public EcsPlan Plan { get; }

    public bool IsWhole { get; }

    /// <summary>The worst that can be said of the plan.</summary>
    public string State { get; }

    public ReportMark Mark { get; }

    /// <summary>A line for each signature.</summary>
    public IReadOnlyList<string> Approvals { get; }

    // Whether the signer may approve is for the policy of who runs the plan to say.
    private static string Describe(EcsPlan plan, string armored) =>
        PlanApprovals.TryRead(plan, armored) is { } signature ? $"{signature.KeyText}: the signature is valid" : "a signature that is not valid for this plan";
}
