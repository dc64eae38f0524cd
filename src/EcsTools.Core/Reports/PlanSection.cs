using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

using EcsTools.Core.Approvals;
using EcsTools.Model;

namespace EcsTools.Core.Reports;

/// <summary>What an approver reads: what all plans come to, then each.</summary>
internal static class PlanSection
{
    public static ReportSection Create(IReadOnlyList<EcsPlan> plans, DateTimeOffset now) => new(
        "Plans",
        [
            new ReportFact("Plans", Count(plans, now)),
            new ReportFact("Operations", Tally.Count(plans.Select(p => OperationNames.Title(p.Kind)))),
            new ReportFact("Accounts", Tally.Count(plans.Select(p => ReportText.Place(p.Instance)))),
            new ReportFact("Lost", Tally.Count(plans.SelectMany(p => p.Losses.Select(l => (p.Instance, l))))),
            new ReportFact("Backup", Tally.Count(plans.Select(p => p.Backup))),
            new ReportFact("Cost", Tally.Count(plans.SelectMany(p => p.Costs.Select(c => (p.Instance, c))))),
            new ReportFact("Downtime of a server", Downtime(plans)),
            new ReportFact("Afterwards", Tally.Count(plans.Where(p => p.EndState is not null).Select(p => p.EndState.ToString()!))),
            new ReportFact("To be looked at", Tally.Count(plans.SelectMany(p => p.Requirements.Where(r => r.Outcome != EcsRequirementOutcome.Passed).Select(r => (p.Instance, r.ToString()))))),
            new ReportFact("Signatures", Tally.Count(plans.SelectMany(p => p.Approvals.Select(a => Approval(p, a))))),
        ],
        [.. plans.Select(p => Item(p, now)).OrderByDescending(i => i.Mark)]);

    private static string[] Count(IReadOnlyList<EcsPlan> plans, DateTimeOffset now)
    {
        List<string> lines = [FormattableString.Invariant($"{plans.Count} for {plans.Select(p => p.Instance.Id).Distinct().Count()} servers")];
        foreach (IGrouping<string, EcsPlan> state in plans.GroupBy(p => Judge(p, now).State))
        {
            lines.Add(FormattableString.Invariant($"{state.Count()}: {state.Key}"));
        }

        return [.. lines];
    }

    private static string Downtime(IReadOnlyList<EcsPlan> plans)
    {
        string least = ReportText.Duration(plans.Min(p => p.ExpectedDowntime));
        string most = ReportText.Duration(plans.Max(p => p.ExpectedDowntime));
        return least == most ? most : $"{least} to {most}";
    }

    // The worst that can be said of a plan comes first.
    private static (string State, ReportMark Mark) Judge(EcsPlan plan, DateTimeOffset now) => plan switch
    {
        { Digest.Length: > 0 } when !PlanSeal.IsWhole(plan) => ("edited after it was created", ReportMark.Bad),
        { CanProceed: false } => ("refused", ReportMark.Bad),
        { ExpiresAt: { } end } when end < now => ("expired", ReportMark.Bad),
        _ when plan.Requirements.Any(r => r.Outcome != EcsRequirementOutcome.Passed) => ("can run, with warnings", ReportMark.Doubtful),
        _ => ("can run", ReportMark.Good),
    };

    private static ReportItem Item(EcsPlan plan, DateTimeOffset now)
    {
        (string state, ReportMark mark) = Judge(plan, now);
        return new ReportItem(
            plan.ToString(),
            ReportText.Place(plan.Instance),
            state,
            mark,
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
                new ReportFact("SHA-256", Digest(plan)),
                new ReportFact("Signatures", [.. plan.Approvals.Select(a => Approval(plan, a))]),
            ],
            plan.Digest.Length == 0 ? "" : plan.GetStatement());
    }

    private static string Requirement(EcsRequirement requirement) =>
        requirement.Outcome != EcsRequirementOutcome.Passed && requirement.Remedy is { Length: > 0 } remedy ? $"{requirement} {remedy}" : requirement.ToString();

    private static string Digest(EcsPlan plan) => plan.Digest.Length == 0 ? "none: the plan was not created with -PlanOnly"
        : PlanSeal.IsWhole(plan) ? plan.Digest
        : $"{plan.Digest}, which is not that of this plan: it was edited after it was created, or its file did not keep all of it";

    // Whether the signer may approve is for the policy of who runs the plan to say.
    private static string Approval(EcsPlan plan, string armored) =>
        PlanApprovals.TryRead(plan, armored) is { } signature ? $"{signature.KeyText}: the signature is valid" : "a signature that is not valid for this plan";
}
