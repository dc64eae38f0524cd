using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Internal;
using EcsTools.Model;

namespace EcsTools.Abstractions;

/// <summary>
/// A cmdlet that carries out an operation which destroys something. Everything is planned and asked first and sent only at the end,
/// so that an error further up the pipeline means that nothing is sent.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsOperationCmdlet : EcsInstanceCmdlet
{
    private readonly List<PlannedOperation> _approved = [];
    private Journal? _journal;
    private bool _yesToAll;
    private bool _noToAll;

    private protected EcsOperationCmdlet()
    {
    }

    /// <summary>Requirements that do not refuse.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] IgnoreRequirement { get; set; } = [];

    /// <summary>Answers the second question, the one about plans with conditions that could not be checked; nothing else.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the plans and sends nothing.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>How many servers are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary>After so many failures nothing more is begun.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int FailureLimit { get; set; } = 1;

    /// <summary>How many seconds to wait for one server's operation.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 2400;

    /// <summary>Ends when the cloud has accepted the last change.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The heading of the progress bar.</summary>
    private protected abstract string Activity { get; }

    /// <summary>What the user chose.</summary>
    /// <returns>The options.</returns>
    private protected abstract OperationOptions CreateOptions();

    /// <summary>Plans the operation.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">What the user chose.</param>
    /// <param name="instances">The servers.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>A plan for each server.</returns>
    private protected virtual Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        OpenAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        OperationPlanner.PlanAsync(account, options, instances, cancellation);

    /// <summary>Writes what a server's operation leaves.</summary>
    /// <param name="planned">The plan.</param>
    /// <param name="result">How it ended.</param>
    private protected virtual void WriteResult(PlannedOperation planned, OperationResult result) => WriteObject(result.Operation);

    /// <summary>Why it cannot be done without a person's agreement, or null.</summary>
    private protected virtual EcsException? UnaskedRefusal => null;

    /// <summary>The demands of a policy that this command meets.</summary>
    private protected virtual PolicyEffect[] MetDemands => [];

    // ShouldProcess does not tell whether it has asked; this is what it goes by.
    private bool WillAsk => MyInvocation.BoundParameters.TryGetValue("Confirm", out object? given)
        ? (SwitchParameter)given
        : GetVariableValue("ConfirmPreference") is not ConfirmImpact.None;

    private protected sealed override void Act(OpenAccount account, IReadOnlyList<EcsInstance> instances)
    {
        OperationOptions options = CreateOptions();
        foreach (PlannedOperation planned in Run(token => PlanAsync(account, options, instances, token)))
        {
            if (PlanOnly)
            {
                WriteObject(planned.Plan);
            }
            else if (!planned.Plan.CanProceed)
            {
                WriteError(PlanText.Refusal(planned.Plan), planned.Plan.Instance);
            }
            else if (Approves(planned.Plan))
            {
                _approved.Add(planned);
            }
        }
    }

    private protected sealed override void End()
    {
        base.End();
        if (_approved.Count == 0)
        {
            return;
        }

        Board.Begin(Activity, _approved.Count);
        Run(token => OperationRunner.RunAllAsync(_approved, _journal!, ThrottleLimit, FailureLimit, result => Post(() => Finish(result)), token));
    }

    private bool Approves(EcsPlan plan)
    {
        if (!Ask(PlanText.Describe(plan), PlanText.Question(plan)))
        {
            return false;
        }

        if (!IsPermitted(plan.Kind, plan.Instance, MetDemands))
        {
            return false;
        }

        if (!WillAsk && UnaskedRefusal is { } refusal)
        {
            Fail(refusal);
        }

        // Opened as soon as something is to be sent, so that nobody is asked in vain.
        _journal ??= Journal.Open();
        string? doubt = PlanText.Doubt(plan);
        return doubt is null || Force || Asking(() => ShouldContinue(doubt, "Confirm", ref _yesToAll, ref _noToAll), "-Force");
    }

    private void Finish(OperationResult result)
    {
        Board.CountDone();
        WriteResult(_approved.Single(p => p.Plan.Instance.Id == result.Operation.InstanceId && p.Plan.Instance.AccountKey == result.Operation.AccountKey), result);
        if (result.Error is not null)
        {
            WriteError(result.Error, result.Operation.Instance);
        }
    }
}
