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
            [
                new ReportFact("Plans", Count(read)),
                new ReportFact("Operations", Tally.Count(plans.Select(p => OperationNames.Title(p.Kind)))),
                new ReportFact("Accounts", Tally.Count(plans.Select(p => ReportText.Place(p.Instance)))),
                new ReportFact("Lost", Tally.Count(plans.SelectMany(p => p.Losses.Select(l => (p.Instance, l))))),
                new ReportFact("Backup", Tally.Count(plans.Select(p => p.Backup))),
                new ReportFact("Cost", Tally.Count(plans.SelectMany(p => p.Costs.Select(c => (p.Instance, c))))),
                new ReportFact("Downtime of a server", Downtime(plans)),
                new ReportFact("Afterwards", Tally.Count(plans.Where(p => p.EndState is not null).Select(p => p.EndState.ToString()!))),
                new ReportFact("To be looked at", Tally.Count(plans.SelectMany(p => p.Requirements.Where(r => r.Outcome != EcsRequirementOutcome.Passed).Select(r => (p.Instance, r.ToString()))))),
                new ReportFact("Signatures", Tally.Count(read.SelectMany(p => p.Approvals))),
            ],
            [.. read.OrderByDescending(p => p.Mark).Select(Item)]);
    }

    private static string[] Count(CheckedPlan[] plans) =>
    [
        FormattableString.Invariant($"{plans.Length} for {plans.Select(p => p.Plan.Instance.Id).Distinct().Count()} servers"),
        .. plans.GroupBy(p => p.State).Select(g => FormattableString.Invariant($"{g.Count()}: {g.Key}")),
    ];

    private static string Downtime(IReadOnlyList<EcsPlan> plans)
    {
        string least = ReportText.Duration(plans.Min(p => p.ExpectedDowntime));
        string most = ReportText.Duration(plans.Max(p => p.ExpectedDowntime));
        return least == most ? most : $"{least} to {most}";
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
                new ReportFact("Lost", plan.Losses),
                new ReportFact("Backup", plan.Backup),
                new ReportFact("Cost", plan.Costs),
                new ReportFact("Steps", [.. plan.Steps.Select((s, i) => (i + 1).ToString(CultureInfo.InvariantCulture) + ". " + s)]),
                new ReportFact("Downtime", ReportText.Duration(plan.ExpectedDowntime)),
                new ReportFact("Afterwards", plan.EndState?.ToString() ?? ""),
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
