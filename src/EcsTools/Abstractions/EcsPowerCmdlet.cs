using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Model;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that changes the power of servers, or waits for it: as few calls as possible, each server on its own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsPowerCmdlet : EcsInstanceCmdlet
{
    private protected EcsPowerCmdlet()
    {
    }

    /// <summary>Writes each server as it finishes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many seconds to wait for a batch; 600 by default.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 600;

    private protected sealed override bool AllowsWildcards => true;

    /// <summary>The heading of the progress bar.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Tells whether there is nothing to do for a server.</summary>
    /// <param name="instance">The server.</param>
    /// <returns>True if it is already as wanted.</returns>
    private protected abstract bool IsDone(EcsInstance instance);

    /// <summary>Asks whether it may be done to a server.</summary>
    /// <param name="instance">The server.</param>
    /// <returns>True to go on.</returns>
    private protected abstract bool Allows(EcsInstance instance);

    /// <summary>Sends and waits.</summary>
    /// <param name="account">The account.</param>
    /// <param name="instances">The servers.</param>
    /// <param name="onResult">Called for each as it finishes, from any thread.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that ends with the last.</returns>
    private protected abstract Task WorkAsync(
        OpenAccount account, IReadOnlyList<EcsInstance> instances, Action<PowerResult> onResult, CancellationToken cancellation);

    private protected sealed override int BatchSize(OpenAccount account) => PowerRunner.BatchSize(account);

    private protected sealed override void Act(OpenAccount account, IReadOnlyList<EcsInstance> instances)
    {
        List<EcsInstance> wanted = [];
        foreach (EcsInstance instance in instances)
        {
            if (IsDone(instance))
            {
                WriteVerbose($"{instance} is {instance.Status} already.");
                Pass(instance);
            }
            else if (Allows(instance))
            {
                wanted.Add(instance);
            }
        }

        if (wanted.Count == 0)
        {
            return;
        }

        Board.Begin(Activity, wanted.Count);
        List<EcsInstance> accepted = [];
        Run(token => WorkAsync(account, wanted, result => Post(() => Finish(result, accepted)), token));
        if (accepted.Count > 0 && PassThru)
        {
            IReadOnlyDictionary<string, EcsInstance> fresh = Run(token => InstanceLookup.FindByIdAsync(account, [.. accepted.Select(i => i.Id)], token));
            WriteObject(fresh.Values, enumerateCollection: true);
        }
    }

    private void Finish(PowerResult result, List<EcsInstance> accepted)
    {
        Board.CountDone();
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
        else
        {
            accepted.Add(result.Before);
        }
    }

    private void Pass(EcsInstance instance)
    {
        if (PassThru)
        {
            WriteObject(instance);
        }
    }
}
