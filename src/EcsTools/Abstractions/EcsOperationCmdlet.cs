using System.ComponentModel;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Approvals;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Internal;

namespace EcsTools.Abstractions;

/// <summary>
/// A cmdlet that carries out an operation which destroys something. Everything is planned and asked first and sent only at the end,
/// so that an error further up the pipeline means that nothing is sent.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsOperationCmdlet : EcsInstanceCmdlet
{
    private readonly OperationQueue _queue;

    private protected EcsOperationCmdlet() => _queue = new OperationQueue(this, WriteResult);

    /// <summary>Requirements that do not refuse.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RequirementCompleter))]
    public string[] IgnoreRequirement { get; set; } = [];

    /// <summary>The same as <c>-Confirm:$false</c>. It waives no requirement and answers no question of a policy.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the plans and sends nothing.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>With <c>-PlanOnly</c>: how long the plans may be run; 24 hours by default.</summary>
    [Parameter]
    public TimeSpan ValidFor { get; set; } = PlanSeal.UsualLife;

    /// <summary>How many servers are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary>After so many failures nothing more is begun.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int FailureLimit { get; set; } = 1;

    /// <summary>So many servers are worked on before all others, which are left alone if one of these fails.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Canary { get; set; }

    /// <summary>Checks a server (<c>$_</c>) after its operation, before another one is begun in its place. It passes only if its last output
    /// is true, PowerShell wrote no error and the last program exited with 0; if it does not pass, the operation counts as failed.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? HealthCheck { get; set; }

    /// <summary>How many seconds to wait for one server's operation.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 2400;

    /// <summary>Ends when the cloud has accepted the last change.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The folder of the journal, where the usual one does not outlive this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    internal sealed override bool IsForced => Force;

    /// <summary>The heading of the progress bar.</summary>
    private protected abstract string Activity { get; }

    /// <summary>What the user chose.</summary>
    private protected abstract OperationOptions CreateOptions();

    /// <summary>Plans the operation.</summary>
    /// <param name="options">What the user chose.</param>
    /// <returns>A plan for each server.</returns>
    private protected virtual Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        OperationPlanner.PlanAsync(account, options, instances, cancellation);

    /// <summary>Writes what a server's operation leaves.</summary>
    /// <param name="result">How it ended.</param>
    private protected virtual void WriteResult(PlannedOperation planned, OperationResult result) => WriteObject(result.Operation);

    private protected override void Begin()
    {
        CheckJournalPath(JournalPath);
        if (NoWait && (Canary > 0 || HealthCheck is not null))
        {
            Fail(InputErrors.Create("-NoWait cannot be combined with -HealthCheck or -Canary.", "Omit -NoWait, or omit -HealthCheck and -Canary."));
        }

        PlanLife.Check(this, PlanOnly, ValidFor);
        WarnOfWhatAPlanDoesNotHold();
    }

    // They are chosen anew when a plan is run, and Invoke-EcsPlan has no check.
    private void WarnOfWhatAPlanDoesNotHold()
    {
        string[] lost = [.. new[] { nameof(HealthCheck), nameof(Canary) }.Where(MyInvocation.BoundParameters.ContainsKey).Select(n => "-" + n)];
        if (PlanOnly && lost.Length > 0)
        {
            WriteWarning($"{string.Join(" and ", lost)} will not be part of the plan: Invoke-EcsPlan runs it without.");
        }
    }

    private protected sealed override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        OperationOptions options = CreateOptions();
        _queue.JournalPath = JournalPath;
        IReadOnlyList<PlannedOperation> plans = Plan(account, options, instances);
        if (PlanOnly)
        {
            WriteObject(plans.Select(p => PlanSeal.Make(p.Plan, ValidFor)), enumerateCollection: true);
            return;
        }

        IReadOnlyList<PlannedOperation> complete = Complete(account, plans);
        if (Confirmation.WhatIf && complete.Count > 1)
        {
            Confirmation.Tell(PlanFormatter.Summary([.. complete.Select(p => p.Plan)]));
        }

        foreach (PlannedOperation planned in complete)
        {
            _queue.Consider(planned);
        }
    }

    /// <summary>Asks for what the user left open and plans again with it; plans that a person gave up are left out.</summary>
    /// <param name="plans">The plans as they are.</param>
    /// <returns>The plans to consider.</returns>
    private protected virtual IReadOnlyList<PlannedOperation> Complete(ConnectedAccount account, IReadOnlyList<PlannedOperation> plans) => plans;

    // What cannot be read for planning concerns each server; what the cloud does not offer, or was given wrongly, concerns none of them.
    private IReadOnlyList<PlannedOperation> Plan(ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances)
    {
        try
        {
            return Run(token => PlanAsync(account, options, instances, token));
        }
        catch (EcsException error) when (!EndsCommand(error) && error.ErrorId is not (EcsErrorId.InvalidInput or EcsErrorId.NotSupported))
        {
            foreach (EcsInstance instance in instances)
            {
                WriteError(error, instance);
            }

            return [];
        }
    }

    private protected sealed override void End()
    {
        base.End();
        _queue.Run(Activity, new Rollout
        {
            ThrottleLimit = ThrottleLimit,
            FailureLimit = FailureLimit,
            Canary = Canary,
            HealthCheck = HealthCheck is null ? null : new HealthCheck(HealthCheck, SessionState.PSVariable, Post).RunAsync,
        });
    }
}
