using EcsTools.Abstractions;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;

namespace EcsTools.Internal;

/// <summary>
/// What a command is about to do: every plan is checked and asked for first, and all that were approved are sent together at the end, so
/// that an error further up the pipeline means that nothing is sent.
/// </summary>
internal sealed class OperationQueue(EcsCmdlet cmdlet, Action<PlannedOperation, OperationResult> write)
{
    private readonly List<PlannedOperation> _approved = [];
    private Journal? _journal;

    /// <summary>True if a plan that could not be checked whole is refused, because nobody may waive anything any more.</summary>
    public bool RefusesDoubt { get; set; }

    /// <summary>Where the operations are written down; null for the usual place.</summary>
    public string? JournalPath { get; set; }

    /// <summary>What a policy is told of a plan beside what the plan does: that it was planned before, and who has approved it.</summary>
    public Func<Change, PlannedOperation, Change> Describe { get; set; } = (change, _) => change;

    /// <summary>Refuses a plan, or asks for it and keeps it if it was approved.</summary>
    public bool Consider(PlannedOperation planned)
    {
        if (PlanFormatter.Refusal(planned.Plan, includeUnknown: IsDoubtRefused) is { } refusal)
        {
            cmdlet.WriteError(refusal, planned.Plan.Instance);
        }
        else if (planned.NothingToDo is not null)
        {
            Skip(planned);
        }
        else if (Approves(planned))
        {
            _approved.Add(planned);
            return true;
        }

        return false;
    }

    /// <summary>Sends what was approved, and writes each operation as it ends.</summary>
    public void Run(string activity, Rollout rollout)
    {
        if (_approved.Count > 0)
        {
            cmdlet.Board.Begin(activity, _approved.Count, _approved.Max(p => p.Plan.ExpectedDowntime));
            cmdlet.Run(token => RolloutRunner.RunAllAsync(
                _approved, _journal!, rollout with { Ongoing = cmdlet.Ongoing }, result => cmdlet.Post(() => Finish(result)), token));
        }
    }

    // Nothing is sent, so nobody is asked; a server that is as wanted is no canary either.
    private void Skip(PlannedOperation planned)
    {
        OperationResult result = RolloutRunner.Needless(planned);
        if (cmdlet.Confirmation.WhatIf)
        {
            cmdlet.Confirmation.Ask(PlanFormatter.Describe(planned.Plan), PlanFormatter.Question(planned.Plan), PlanFormatter.Impact(planned.Plan));
            return;
        }

        cmdlet.WriteVerbose(result.Operation.Message);
        write(planned, result);
    }

    // Who wants no questions has to waive by name what could not be checked; -WhatIf shows it.
    private bool IsDoubtRefused => !cmdlet.Confirmation.WhatIf && (RefusesDoubt || cmdlet.Confirmation.IsSuppressed);

    private bool Approves(PlannedOperation planned)
    {
        EcsPlan plan = planned.Plan;
        Change change = Describe(Change.Of(planned), planned);
        Change? other = planned.Other is null ? null : change with { Instance = planned.Other, Operations = [PlannedChanges.OfOther(planned)] };
        if (!cmdlet.Gate.Permits(change)
            || (other is not null && !cmdlet.Gate.Permits(other))
            || !cmdlet.Confirmation.Ask(PlanFormatter.Describe(plan), PlanFormatter.Question(plan), PlanFormatter.Impact(plan))
            || !cmdlet.Gate.Agrees(change)
            || (other is not null && !cmdlet.Gate.Agrees(other)))
        {
            return false;
        }

        // Opened as soon as something is to be sent, so that nobody is asked in vain.
        _journal ??= cmdlet.OpenJournal(JournalPath);
        return PlanFormatter.Doubt(plan) is not { } doubt || cmdlet.Confirmation.AskDespiteDoubt(doubt.Question, doubt.Ids);
    }

    private void Finish(OperationResult result)
    {
        cmdlet.Board.CountDone();
        cmdlet.Ongoing.Remove(result.Operation);
        write(_approved.Single(p => p.Plan.PlanId == result.PlanId), result);
        if (result.Error is not null)
        {
            cmdlet.WriteError(result.Error, result.Operation.Instance);
        }
    }
}
