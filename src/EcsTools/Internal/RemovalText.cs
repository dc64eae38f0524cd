using EcsTools.Core.Clouds;

namespace EcsTools.Internal;

/// <summary>What is said about the deletion of a snapshot or an image.</summary>
internal static class RemovalText
{
    /// <summary>What would be done, for <c>-WhatIf</c> and verbose.</summary>
    public static string Describe(EcsInstance subject, RemovalPreview item) => string.Join("\n", Lines(subject, item));

    public static string Question(EcsInstance subject, RemovalPreview item) =>
        $"{Describe(subject, item)}\nDelete {Display.Line(item.ToString())} permanently?";

    /// <summary>The refusal of what does not meet its requirements.</summary>
    /// <param name="includeUnknown">True if what could not be checked refuses, too.</param>
    public static EcsException? Refusal(RemovalPreview item, bool includeUnknown)
    {
        EcsRequirement[] missing =
        [
            .. item.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed),
            .. item.Requirements.Where(r => includeUnknown && r.Outcome == EcsRequirementOutcome.Unknown),
        ];
        return missing.Length == 0 ? null : new EcsException(
            EcsErrorId.RequirementFailed,
            $"Skipped {Display.Line(item.ToString())}: {string.Join(" ", missing.Select(r => $"{Display.Line(r.Detail)} ({r.Id})"))}")
        {
            WasNotCarriedOut = true,
            RecommendedAction = string.Join(" ", missing.Select(r => r.Outcome == EcsRequirementOutcome.Unknown
                ? $"To continue although {r.Id} could not be checked, specify -IgnoreRequirement {r.Id}."
                : r.Remedy).OfType<string>().Distinct(StringComparer.Ordinal)),
        };
    }

    /// <summary>The question about what could not be checked; null if all was.</summary>
    public static string? Doubt(RemovalPreview item)
    {
        EcsRequirement[] unknown = [.. item.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Unknown)];
        return unknown.Length == 0 ? null
            : $"Some requirements for {Display.Line(item.ToString())} could not be checked: {string.Join(" ", unknown.Select(r => Display.Line(r.Detail)))}\nContinue anyway?";
    }

    private static IEnumerable<string> Lines(EcsInstance subject, RemovalPreview item)
    {
        yield return $"Delete {Display.Line(item.ToString())}{(item.Description.Length == 0 ? "" : $" ({Display.Line(item.Description)})")} in account {Display.Line(subject.Account)}, {Display.Line(subject.Region)}";
        foreach (string loss in item.Losses)
        {
            yield return $"  Will be lost: {Display.Line(loss)}";
        }

        foreach (string kept in item.Kept)
        {
            yield return $"  Kept: {Display.Line(kept)}";
        }

        foreach (EcsRequirement requirement in item.Requirements.Where(r => r.Outcome != EcsRequirementOutcome.Passed))
        {
            yield return $"  {requirement.Outcome} ({requirement.Id}): {Display.Line(requirement.Detail)}";
        }
    }
}
