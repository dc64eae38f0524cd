using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Model;

namespace EcsTools.Internal;

/// <summary>
/// What a command is about to do: every plan is checked and asked for first, and all that were approved are sent together at the end, so
/// that an error further up the pipeline means that nothing is sent.
/// </summary>
/// <param name="cmdlet">The command that asks and writes.</param>
/// <param name="write">Writes what an operation leaves.</param>
internal sealed class OperationQueue(EcsCmdlet cmdlet, Action<PlannedOperation, OperationResult> write)
{
    private readonly List<PlannedOperation> _approved = [];
    private Journal? _journal;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Answers the second question beforehand, and nothing else.</summary>
    public bool Force { get; set; }

    /// <summary>Where the operations are written down; null for the usual place.</summary>
    public string? JournalPath { get; set; }

    /// <summary>The demands of a policy that this command meets by what it is.</summary>
    public PolicyEffect[] MetDemands { get; set; } = [];

    /// <summary>Refuses a plan, or asks for it and keeps it if it was approved.</summary>
    /// <param name="planned">The plan.</param>
    public void Consider(PlannedOperation planned)
    {
        if (!planned.Plan.CanProceed)
        {
            cmdlet.WriteError(PlanText.Refusal(planned.Plan), planned.Plan.Instance);
        }
        else if (Approves(planned))
        {
            _approved.Add(planned);
        }
    }

    /// <summary>Sends what was approved, and writes each operation as it ends.</summary>
    /// <param name="activity">The heading of the progress bar.</param>
    /// <param name="rollout">How many at a time, which first, and when to stop.</param>
    public void Run(string activity, Rollout rollout)
    {
        if (_approved.Count > 0)
        {
            cmdlet.Board.Begin(activity, _approved.Count, _approved.Max(p => p.Plan.ExpectedDowntime));
            cmdlet.Run(token => OperationRunner.RunAllAsync(
                _approved, _journal!, rollout, result => cmdlet.Post(() => Finish(result)), token));
        }
    }

    private bool Approves(PlannedOperation planned)
    {
        EcsPlan plan = planned.Plan;
        if (!cmdlet.IsPermitted(plan.Kind, plan.Instance, [.. MetDemands, .. DemandsMetBy(planned)])
            || !Ask(plan)
            || !cmdlet.IsAgreed(plan.Kind, plan.Instance))
        {
            return false;
        }

        if (planned.LacksBackupChoice && !WillAsk(plan))
        {
            cmdlet.Fail(new EcsException(EcsErrorId.ConfirmationNotPossible, "Nobody is asked (-Confirm:$false), so it must be said whether a backup is made first.")
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Give -Backup None, -Backup Snapshot or -Backup Image, also when it is only planned.",
            });
        }

        // Opened as soon as something is to be sent, so that nobody is asked in vain.
        _journal ??= cmdlet.OpenJournal(JournalPath);
        string? doubt = PlanText.Doubt(plan);
        return doubt is null || Force || cmdlet.Asking(() => cmdlet.ShouldContinue(doubt, "Confirm", ref _yesToAll, ref _noToAll), "-Force");
    }

    // A command may stand for operations of different impact: what the engine would not have asked for is not asked for here.
    private bool Ask(EcsPlan plan)
    {
        if (WillAsk(plan) || (Given("WhatIf") ?? LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"))))
        {
            return cmdlet.Ask(PlanText.Describe(plan), PlanText.Question(plan));
        }

        cmdlet.WriteVerbose(PlanText.Describe(plan));
        return true;
    }

    // ShouldProcess does not tell whether it has asked; this is what it goes by.
    private bool WillAsk(EcsPlan plan) => Given("Confirm") is { } confirm
        ? confirm
        : LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue("ConfirmPreference"), out ConfirmImpact threshold)
            && threshold != ConfirmImpact.None
            && PlanText.Impact(plan) >= threshold;

    private SwitchParameter? Given(string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? given) ? (SwitchParameter)given : null;

    // Where nothing is lost there is nothing to back up.
    private static IEnumerable<PolicyEffect> DemandsMetBy(PlannedOperation planned) =>
        planned.IsDestructive && planned.Options.Backup is (null or BackupKind.None) ? [] : [PolicyEffect.RequireBackup];

    private void Finish(OperationResult result)
    {
        cmdlet.Board.CountDone();
        write(_approved.Single(p => p.Plan.Instance.Id == result.Operation.InstanceId && p.Plan.Instance.AccountKey == result.Operation.AccountKey), result);
        if (result.Error is not null)
        {
            cmdlet.WriteError(result.Error, result.Operation.Instance);
        }
    }
}
