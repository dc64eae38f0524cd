using System.ComponentModel;
using EcsTools.Core.Accounts;
using EcsTools.Core.Auditing;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Internal;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that starts, stops or restarts servers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsPowerActionCmdlet : EcsPowerCmdlet
{
    private protected EcsPowerActionCmdlet()
    {
    }

    /// <summary>Ends when the cloud has accepted the call, and writes what can be waited for.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How many calls are under way at a time; a call takes as many servers as the cloud allows.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 5;

    // Who does not wait gets something to wait for.
    private protected sealed override bool WritesServers => PassThru || NoWait;

    /// <summary>What is sent.</summary>
    private protected abstract OperationOptions Request { get; }

    /// <summary>Opens the journal, where the action may not be repeated.</summary>
    /// <returns>The journal; null for an action that may.</returns>
    private protected virtual Journal? ChooseJournal() => null;

    /// <summary>What is asked, for example <c>Cut the power</c>.</summary>
    private protected abstract string Action { get; }

    // What a policy calls it, however it is done.
    private string Operation => Request.Kind.ToString();

    private protected sealed override bool Refuses(ConnectedAccount account, EcsInstance instance)
    {
        if (InstanceGuard.RefusePower(account, instance, Request) is { } refusal)
        {
            WriteError(refusal, instance);
            return true;
        }

        return !Gate.Permits(new Change(instance, Operation));
    }

    private protected sealed override bool Approves(EcsInstance instance) =>
        Confirmation.Ask($"{instance} in account {instance.Account}, {instance.Region}", Action) && Gate.Agrees(new Change(instance, Operation));

    // A restart is in the journal, which has its records made.
    private protected sealed override void Record(ConnectedAccount account, IReadOnlyList<EcsInstance> wanted)
    {
        if (Operation != PolicyOperations.Restart)
        {
            Audit.Begin(account, [.. wanted.Select(i => AuditTrail.Change(i, Operation, Action))]);
        }
    }

    private protected sealed override void RecordEnds(IReadOnlyList<PowerResult> results)
    {
        if (Operation != PolicyOperations.Restart)
        {
            foreach (IGrouping<ConnectedAccount, PowerResult> account in results.GroupBy(r => AccountOf(r.Before)))
            {
                Audit.End(account.Key, [.. account.Select(Describe)]);
            }
        }
    }

    private AuditEvent Describe(PowerResult result)
    {
        AuditEvent change = AuditTrail.Change(result.Before, Operation) with { RequestId = result.RequestId ?? "" };
        return NoWait && result.Error is null ? change.With(AuditOutcome.Accepted, null) : change.Ended(result.Error);
    }

    private protected sealed override PowerBatchRunner CreateRun(Action<PowerResult> onResult) =>
        new(Request, NoWait ? null : TimeSpan.FromSeconds(Timeout), ThrottleLimit, onResult) { Journal = ChooseJournal(), Ongoing = Ongoing };

    private protected sealed override Task BeginWorkAsync(
        PowerBatchRunner run, ConnectedAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        run.SendAsync(account, instances, cancellation);
}
