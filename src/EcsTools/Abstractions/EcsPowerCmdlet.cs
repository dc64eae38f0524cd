using System.Collections.Concurrent;
using System.ComponentModel;

using EcsTools.Core.Accounts;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;

namespace EcsTools.Abstractions;

/// <summary>
/// A cmdlet that changes the power of servers, or waits for it: as few calls as possible, each server on its own. What has come is
/// sent at once; it is waited for together, and while more comes the results of what was sent are written.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsPowerCmdlet : EcsInstanceCmdlet
{
    private readonly List<EcsInstance> _accepted = [];
    private readonly Dictionary<string, ConnectedAccount> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<PowerResult> _results = new();
    private PowerBatchRunner? _run;

    private protected EcsPowerCmdlet()
    {
    }

    /// <summary>Writes each server as it finishes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many seconds to wait for a server once it was sent; 600 by default.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 600;

    private protected sealed override bool AllowsWildcards => true;

    /// <summary>True if servers are written.</summary>
    private protected virtual bool WritesServers => PassThru;

    /// <summary>The heading of the progress bar.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Tells whether there is nothing to do for a server.</summary>
    /// <returns>True if it is already as wanted.</returns>
    private protected abstract bool IsDone(EcsInstance instance);

    /// <summary>Refuses a server with an error, before anything is asked.</summary>
    /// <returns>True if it is left alone.</returns>
    private protected virtual bool Refuses(ConnectedAccount account, EcsInstance instance) => false;

    /// <summary>Asks whether it may be done to a server.</summary>
    /// <returns>True to continue.</returns>
    private protected abstract bool Approves(EcsInstance instance);

    /// <summary>Makes the run that does the work.</summary>
    /// <param name="onResult">Called for each server as it finishes, from any thread.</param>
    private protected abstract PowerBatchRunner CreateRun(Action<PowerResult> onResult);

    /// <summary>Sends, or begins to wait where nothing is sent.</summary>
    /// <param name="cancellation">Stops sending and waiting.</param>
    /// <returns>A task that ends when all is sent.</returns>
    private protected abstract Task BeginWorkAsync(PowerBatchRunner run, ConnectedAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation);

    private protected sealed override int BatchSize(ConnectedAccount account) => PowerBatchRunner.BatchSize(account);

    private protected sealed override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        List<EcsInstance> due = [];
        foreach (EcsInstance instance in instances)
        {
            if (IsDone(instance))
            {
                WriteVerbose($"{instance} is {instance.Status} already.");
                Pass(instance);
            }
            else if (!Refuses(account, instance))
            {
                due.Add(instance);
            }
        }

        if (due.Count > 0)
        {
            Take(account, due);
        }
    }

    /// <summary>Takes servers for which there is something to do, or keeps them until all are known.</summary>
    /// <param name="due">The servers.</param>
    private protected virtual void Take(ConnectedAccount account, IReadOnlyList<EcsInstance> due) => Send(account, due);

    /// <summary>Takes what was kept.</summary>
    private protected virtual void TakeKept()
    {
    }

    /// <summary>Asks for servers and begins the work.</summary>
    /// <param name="due">The servers.</param>
    private protected void Send(ConnectedAccount account, IReadOnlyList<EcsInstance> due)
    {
        EcsInstance[] wanted = [.. due.Where(Approves)];
        if (wanted.Length == 0)
        {
            return;
        }

        Board.Begin(Activity, wanted.Length);
        _accounts[account.Info.Name] = account;
        Record(account, wanted);
        PowerBatchRunner run = _run ??= CreateRun(Receive);
        Run(token => BeginWorkAsync(run, account, wanted, token));
    }

    private protected sealed override void End()
    {
        base.End();
        TakeKept();
        if (_run is null)
        {
            return;
        }

        Run(_ => _run.FinishAsync());
        foreach (IGrouping<string, EcsInstance> accepted in _accepted.GroupBy(i => i.Account, StringComparer.OrdinalIgnoreCase))
        {
            IReadOnlyDictionary<string, EcsInstance> fresh = Run(token => InstanceLookup.FindByIdAsync(
                _accounts[accepted.Key], [.. accepted.Select(i => i.Id)], token));
            foreach (EcsInstance instance in fresh.Values)
            {
                Ongoing.Remove(instance);
                WriteObject(instance);
            }
        }
    }

    /// <summary>Records what is about to be sent, where something is.</summary>
    /// <param name="wanted">The servers.</param>
    private protected virtual void Record(ConnectedAccount account, IReadOnlyList<EcsInstance> wanted)
    {
    }

    /// <summary>Records what came of it, where something was sent.</summary>
    /// <param name="results">Those that ended together.</param>
    private protected virtual void RecordEnds(IReadOnlyList<PowerResult> results)
    {
    }

    /// <summary>The account through which a server was sent.</summary>
    private protected ConnectedAccount AccountOf(EcsInstance instance) => _accounts[instance.Account];

    private void Receive(PowerResult result)
    {
        _results.Enqueue(result);
        Post(FinishAll);
    }

    // All that has come meanwhile, so that it is recorded together, and before somebody downstream may end the pipeline.
    private void FinishAll()
    {
        List<PowerResult> ended = [];
        while (_results.TryDequeue(out PowerResult result))
        {
            ended.Add(result);
        }

        RecordEnds(ended);
        ended.ForEach(Finish);
    }

    private void Finish(PowerResult result)
    {
        Board.CountDone();
        Report(result);
        if (result.Warning is not null)
        {
            WriteWarning(result.Warning);
        }

        if (result.Error is not null)
        {
            WriteError(result.Error, result.Before);
        }
        else if (result.Instance is not null)
        {
            Pass(result.Instance);
        }
        else if (result.Operation is not null)
        {
            WriteObject(result.Operation);
        }
        else
        {
            _accepted.Add(result.Before);
        }
    }

    // What was only accepted is reported on when it is written, at the end.
    private void Report(PowerResult result)
    {
        if (result.Operation is not null)
        {
            Ongoing.Remove(result.Operation);
        }
        else if (result.Error is not null || result.Instance is not null)
        {
            Ongoing.Remove(result.Before);
        }
    }

    private void Pass(EcsInstance instance)
    {
        if (WritesServers)
        {
            WriteObject(instance);
        }
    }
}
