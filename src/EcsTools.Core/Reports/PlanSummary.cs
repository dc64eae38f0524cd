using System.Globalization;

namespace EcsTools.Core.Reports;

/// <summary>What several plans come to together.</summary>
public static class PlanSummary
{
    /// <summary>Describes plans that were just made.</summary>
    /// <param name="plans">The plans, at least one.</param>
    /// <returns>A line for how many there are, and one or several for each fact that there is something to say about.</returns>
    public static IReadOnlyList<string> Describe(IReadOnlyList<EcsPlan> plans)
    {
        CheckedPlan[] read = [.. plans.Select(p => new CheckedPlan(p, p.CreatedAt))];
        return [.. Facts(read).Where(f => f.Lines.Count > 0).SelectMany(f => f.Lines.Select((line, i) => (i == 0 ? f.Label + ": " : new string(' ', f.Label.Length + 2)) + line))];
    }

    internal static IReadOnlyList<ReportFact> Facts(IReadOnlyList<CheckedPlan> read)
    {
        EcsPlan[] plans = [.. read.Select(r => r.Plan)];
        return
        [
            new ReportFact("Plans", Count(read)),
            new ReportFact("Operations", Tally.Count(plans.Select(p => OperationNames.Title(p.Kind)))),
            new ReportFact("Accounts", Tally.Count(plans.Select(p => ReportText.Place(p.Instance)))),
            new ReportFact("Will be lost", Tally.Count(plans.SelectMany(p => PlanLosses.Split(p).Lost.Select(l => (p.Instance, l))))),
            new ReportFact("Kept", Tally.Count(plans.SelectMany(p => PlanLosses.Split(p).Kept.Select(k => (p.Instance, k))))),
            new ReportFact("Backup", Tally.Count(plans.Select(p => p.Backup))),
            new ReportFact("Cost", Tally.Count(plans.SelectMany(p => p.Costs.Select(c => (p.Instance, c))))),
            new ReportFact("Downtime of a server", Downtime(plans)),
            new ReportFact("Afterward", Tally.Count(plans.Where(p => p.EndState is not null).Select(p => p.EndState.ToString()!))),
            new ReportFact("Not met, or to be checked", Tally.Count(plans.SelectMany(p => p.Requirements.Where(r => r.Outcome != EcsRequirementOutcome.Passed).Select(r => (p.Instance, r.ToString()))))),
            new ReportFact("Signatures", Tally.Count(read.SelectMany(p => p.Approvals))),
        ];
    }

    private static string[] Count(IReadOnlyList<CheckedPlan> plans) =>
    [
        string.Format(CultureInfo.InvariantCulture, "{0} for {1} servers", plans.Count, plans.Select(p => p.Plan.Instance.Id).Distinct().Count()),
        .. plans.GroupBy(p => p.State).Select(g => FormattableString.Invariant($"{g.Count()}: {g.Key}")),
    ];

    private static string Downtime(IReadOnlyList<EcsPlan> plans)
    {
        string least = ReportText.Duration(plans.Min(p => p.ExpectedDowntime));
        string most = ReportText.Duration(plans.Max(p => p.ExpectedDowntime));
        return least == most ? most : $"{least} to {most}";
    }
}
