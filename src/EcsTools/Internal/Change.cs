using EcsTools.Core.Operations;
using EcsTools.Core.Policies;

namespace EcsTools.Internal;

/// <summary>What a command is about to do to a server, as a policy sees it.</summary>
/// <param name="Operations">The change and its sub-steps, by the names of <see cref="PolicyOperations"/>.</param>
internal sealed record Change(EcsInstance Instance, params IReadOnlyList<string> Operations)
{
    /// <summary>True if a backup is made of what is destroyed, or nothing is.</summary>
    public bool IsBackedUp { get; init; }

    /// <summary>True if it was planned before, and is run by Invoke-EcsPlan.</summary>
    public bool WasPlanned { get; init; }

    /// <summary>How many different people whom the policy trusts have signed the plan.</summary>
    public int Approvals { get; init; }

    /// <summary>The change that a plan makes.</summary>
    public static Change Of(PlannedOperation planned) =>
        new(planned.Plan.Instance, PlannedChanges.Of(planned)) { IsBackedUp = PlannedChanges.IsBackedUp(planned) };
}
