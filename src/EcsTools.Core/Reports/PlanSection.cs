using System.Globalization;

namespace EcsTools.Core.Reports;

/// <summary>What an approver reads: what all plans come to, then each.</summary>
internal static class PlanSection
{
    public static ReportSection Create(IReadOnlyList<EcsPlan> plans, DateTimeOffset now)
    {
        CheckedPlan[] read = [.. plans.Select(p => new CheckedPlan(p, now))];
        return new ReportSection(
            "Plans",
            PlanSummary.Facts(read),
            [.. read.OrderByDescending(p => p.Mark).Select(Item)]);
    }

    private static ReportItem Item(CheckedPlan read)
    {
        EcsPlan plan = read.Plan;
        return new ReportItem(
            plan.ToString(),
            ReportText.Place(plan.Instance),
            read.State,
            read.Mark,
            [
                new ReportFact("Will be lost", PlanLosses.Split(plan).Lost),
                new ReportFact("Kept", PlanLosses.Split(plan).Kept),
                new ReportFact("Backup", plan.Backup),
                new ReportFact("Cost", plan.Costs),
                new ReportFact("Steps", [.. plan.Steps.Select((s, i) => (i + 1).ToString(CultureInfo.InvariantCulture) + ". " + s)]),
                new ReportFact("Downtime", ReportText.Duration(plan.ExpectedDowntime)),
                new ReportFact("Afterward", plan.EndState?.ToString() ?? ""),
                new ReportFact("Requirements", [.. plan.Requirements.OrderBy(r => r.Outcome == EcsRequirementOutcome.Passed).Select(Requirement)]),
                new ReportFact("Options", [.. plan.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}: {o.Value}")]),
                new ReportFact("Plan ID", plan.PlanId),
                new ReportFact("Created", ReportText.Time(plan.CreatedAt)),
                new ReportFact("Expires", plan.ExpiresAt is { } end ? ReportText.Time(end) : ""),
                new ReportFact("SHA-256", Digest(read)),
                new ReportFact("Signatures", read.Approvals),
            ],
            plan.Digest.Length == 0 ? "" : plan.GetStatement());
    }

    private static string Requirement(EcsRequirement requirement) =>
        requirement.Outcome != EcsRequirementOutcome.Passed && requirement.Remedy is { Length: > 0 } remedy ? $"{requirement} {remedy}" : requirement.ToString();

    private static string Digest(CheckedPlan read) => read.Plan.Digest.Length == 0 ? "none: the plan was not created with -PlanOnly"
        : read.IsWhole ? read.Plan.Digest
        : $"{read.Plan.Digest}, which is not that of this plan: it was edited after it was created, or its file did not keep all of it";
}
