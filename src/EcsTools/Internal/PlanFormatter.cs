using System.Globalization;

using EcsTools.Core.Reports;

namespace EcsTools.Internal;

/// <summary>Plans in words: what is asked, what <c>-WhatIf</c> says, why a plan is refused.</summary>
internal static class PlanFormatter
{
    /// <summary>What would be done, with everything one has to know before agreeing.</summary>
    public static string Describe(EcsPlan plan) => string.Join("\n", Lines(plan));

    /// <summary>The question. Its last line says once more what a Yes does.</summary>
    public static string Question(EcsPlan plan) => $"{Describe(plan)}\n{OperationNames.Question(plan.Kind, Display.Line(plan.Instance.Name))}?";

    /// <summary>How much a plan's operation changes, as the engine weighs it against <c>$ConfirmPreference</c>.</summary>
    /// <returns>Medium for what only makes something new, else High.</returns>
    public static ConfirmImpact Impact(EcsPlan plan) =>
        plan.Kind is OperationKind.SnapshotCreate or OperationKind.ImageCreate ? ConfirmImpact.Medium : ConfirmImpact.High;

    /// <summary>What the plans of a fleet come to, which <c>-WhatIf</c> says before it describes each.</summary>
    public static string Summary(IReadOnlyList<EcsPlan> plans) => string.Join("\n  ", PlanSummary.Describe(plans).Select(Display.Line));

    /// <summary>Everything, also the requirements that are met.</summary>
    public static string Full(EcsPlan plan, Func<EcsRequirementOutcome, string> paint) => string.Join(
        "\n",
        Facts(plan).Concat(["  Requirements:"]).Concat(plan.Requirements.Select(r => $"    {paint(r.Outcome)} ({Display.Line(r.Id)}): {Display.Line(r.Detail)}")));

    /// <summary>The second question: about what could not be checked.</summary>
    /// <returns>The question and the requirements it is about, or null if nothing is in doubt.</returns>
    public static (string Question, IReadOnlyList<string> Ids)? Doubt(EcsPlan plan)
    {
        EcsRequirement[] unknown = [.. plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Unknown)];
        return unknown.Length == 0 ? null : (
            $"Some requirements for {Display.Line(plan.Instance.ToString())} could not be checked:\n  {string.Join("\n  ", unknown.Select(r => $"{Display.Line(r.Id)}: {Display.Line(r.Detail)}"))}\nContinue anyway?",
            [.. unknown.Select(r => r.Id).Distinct()]);
    }

    /// <summary>Why a plan is not carried out: everything that is missing, not only the first.</summary>
    /// <param name="includeUnknown">True if what could not be checked refuses too, because it was not waived.</param>
    /// <returns>The error, or null if nothing refuses the plan.</returns>
    public static EcsException? Refusal(EcsPlan plan, bool includeUnknown)
    {
        EcsRequirement[] missing =
        [
            .. plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed),
            .. plan.Requirements.Where(r => includeUnknown && r.Outcome == EcsRequirementOutcome.Unknown),
        ];
        return missing.Length == 0 ? null : new EcsException(
            Array.Exists(missing, r => r.Id == EcsRequirementId.Reinstalling) ? EcsErrorId.OperationInProgress
            : missing is [{ Id: EcsRequirementId.Settling }] ? EcsErrorId.GuestSettling
            : EcsErrorId.RequirementFailed,
            missing is [var only]
                ? $"Skipped {Subject(plan)}: {Display.Line(only.Detail)} ({Display.Line(only.Id)})"
                : $"Skipped {Subject(plan)}: {missing.Length} requirements for the {OperationNames.Of(plan.Kind)} are not met."
                    + string.Concat(missing.Select(r => $"\n  {Display.Line(r.Id)}: {Display.Line(r.Detail)}")))
        {
            InstanceId = plan.Kind == OperationKind.InstanceCreate ? null : plan.Instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = Remedies(missing),
        };
    }

    // What a plan calls a server that does not exist yet says nothing to a person.
    private static string Subject(EcsPlan plan) => Display.Line(plan.Kind == OperationKind.InstanceCreate ? plan.Instance.Name : plan.Instance.ToString());

    private static string? Remedies(IReadOnlyList<EcsRequirement> missing)
    {
        string[] unknown = [.. missing.Where(r => r.Outcome == EcsRequirementOutcome.Unknown).Select(r => r.Id).Distinct()];
        string[] remedies =
        [
            .. missing.Where(r => r.Remedy is not null).GroupBy(r => r.Remedy!, (remedy, rows) => missing.Count == 1 ? remedy : $"{string.Join(", ", rows.Select(r => r.Id).Distinct())}: {remedy}"),
            .. unknown.Length == 0 ? Array.Empty<string>()
                : [$"To continue although {string.Join(" and ", unknown)} could not be checked, specify -IgnoreRequirement {string.Join(", ", unknown)}; for a plan, when it is created."],
        ];
        return remedies.Length == 0 ? null : string.Join("\n", remedies);
    }

    private static IEnumerable<string> Lines(EcsPlan plan) => Facts(plan).Concat(
        plan.Requirements.Where(r => r.Outcome != EcsRequirementOutcome.Passed).OrderBy(r => r.Outcome == EcsRequirementOutcome.Failed ? 0 : 1)
            .Select(r => $"  {r.Outcome} ({Display.Line(r.Id)}): {Display.Line(r.Detail)}"));

    private static IEnumerable<string> Facts(EcsPlan plan)
    {
        EcsInstance instance = plan.Instance;

        yield return $"{OperationNames.Question(plan.Kind, Subject(plan))} (account {Display.Line(instance.Account)}, region {Display.Line(instance.Region)})";
        (IReadOnlyList<string> lost, IReadOnlyList<string> kept) = PlanLosses.Split(plan);
        foreach (string line in Section("Steps", plan.Steps).Concat(Section("Will be lost", lost)).Concat(Section("Kept", kept)))
        {
            yield return line;
        }

        if (!KeepsContent(plan.Kind))
        {
            if (instance.ImageId.Length > 0)
            {
                yield return $"  Image: {Display.Line(instance.ImageId)}{(instance.OsName.Length == 0 ? "" : $" ({Display.Line(instance.OsName)})")}";
            }

            if (plan.Kind != OperationKind.InstanceCreate)
            {
                if (instance.SystemDiskId is { } disk)
                {
                    yield return $"  System disk: {Display.Line(disk)}";
                }

                yield return $"  Backup: {Display.Line(plan.Backup)}";
            }
        }

        if (plan.ExpectedDowntime > TimeSpan.Zero)
        {
            yield return $"  Expected downtime: {Minutes(plan.ExpectedDowntime)}";
        }

        if (plan.EndState is { } end)
        {
            yield return $"  Afterward: {end.ToString().ToLowerInvariant()}";
        }

        foreach (string line in Section("Additional cost", plan.Costs.Count == 0 ? ["none"] : plan.Costs))
        {
            yield return line;
        }

        if (Login(plan) is { } login)
        {
            yield return $"  Login: {Display.Line(login)}";
        }

        if (plan.Options.Count > 0)
        {
            yield return $"  Parameters: {string.Join(" ", plan.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => o.Value == bool.TrueString ? $"-{Display.Line(o.Key)}" : $"-{Display.Line(o.Key)} {Display.Line(o.Value)}"))}";
        }
    }

    // Image, disk and backup say nothing about a plan that leaves what is on the disk alone.
    private static bool KeepsContent(OperationKind kind) => kind is OperationKind.Resize or OperationKind.BandwidthChange or OperationKind.DiskExtend or OperationKind.DiskTypeChange
        or OperationKind.DiskRetentionChange or OperationKind.DiskMount or OperationKind.DiskDismount or OperationKind.SubscriptionRenew or OperationKind.AutoRenewChange
        or OperationKind.ChargeTypeChange or OperationKind.PasswordReset or OperationKind.PasswordRemove or OperationKind.Restart;

    private static string? Login(EcsPlan plan) =>
        plan.Kind is not (OperationKind.OsReinstall or OperationKind.SystemDiskReset or OperationKind.SystemDiskSwitch) ? null
        : plan.Options.TryGetValue("KeyPairName", out string? name) ? $"key pair {name}"
        : plan.Options.ContainsKey("Password") ? "a password"
        : plan.Options.ContainsKey("PasswordInherit") ? "the image's own password"
        : plan.Instance.KeyPairName is { Length: > 0 } own ? $"key pair {own} (unchanged)"
        : plan.Options.ContainsKey("UserData") ? "as set by the user data"
        : "key pair of the server (unchanged)";

    private static IEnumerable<string> Section(string title, IReadOnlyList<string> sentences) =>
        sentences.Select(Display.Line).Select((sentence, i) => i == 0 ? $"  {title}: {sentence}" : $"  {new string(' ', title.Length)}  {sentence}");

    private static string Minutes(TimeSpan time) => time <= TimeSpan.FromMinutes(1)
        ? "1 minute"
        : string.Format(CultureInfo.InvariantCulture, "{0:0} minutes", Math.Ceiling(time.TotalMinutes));
}
