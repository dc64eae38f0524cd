using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>Starts, stops and restarts servers of one account in as few calls as the cloud allows, and waits for all together.</summary>
public static class PowerRunner
{
    /// <summary>How many servers one call of this account's cloud takes.</summary>
    /// <param name="account">The account.</param>
    /// <returns>The number.</returns>
    public static int BatchSize(OpenAccount account) => account.Cloud.Traits.PowerBatchSize;

    /// <summary>Sends one batch and waits for its servers.</summary>
    /// <param name="account">The account all servers came from.</param>
    /// <param name="request">What is to be done.</param>
    /// <param name="instances">At most <see cref="BatchSize"/> servers, each once.</param>
    /// <param name="timeout">How long to wait after sending, by the account's clock; null to return once accepted.</param>
    /// <param name="onResult">Called for each server as it finishes, from any thread.</param>
    /// <param name="cancellation">Stops waiting; what was accepted goes on at the cloud.</param>
    /// <returns>A task that ends when every server has its result.</returns>
    public static async Task RunAsync(
        OpenAccount account,
        PowerRequest request,
        IReadOnlyList<EcsInstance> instances,
        TimeSpan? timeout,
        Action<PowerResult> onResult,
        CancellationToken cancellation)
    {
        IReadOnlyList<PowerReceipt> receipts;
        try
        {
            receipts = await account.Cloud.SendPowerAsync(request, instances, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            foreach (EcsInstance instance in instances)
            {
                onResult(new PowerResult(instance, request, null, error, null));
            }

            return;
        }

        List<Task> waits = [];
        foreach ((EcsInstance instance, PowerReceipt receipt) in instances.Zip(receipts, (i, r) => (i, r)))
        {
            if (receipt.Error is not null || timeout is null)
            {
                onResult(new PowerResult(instance, request, null, receipt.Error, null));
                continue;
            }

            waits.Add(WaitAsync(account, new PowerWatch(request, instance, receipt.JobId), timeout.Value, onResult, cancellation));
        }

        await Task.WhenAll(waits).ConfigureAwait(false);
    }

    /// <summary>Waits until servers are in a state, without sending anything.</summary>
    /// <param name="account">The account all servers came from.</param>
    /// <param name="action">The action whose end is waited for: Start for Running, Stop for Stopped.</param>
    /// <param name="instances">The servers.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="onResult">Called for each server as it finishes, from any thread.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that ends when every server has its result.</returns>
    public static Task WaitAsync(
        OpenAccount account,
        PowerAction action,
        IReadOnlyList<EcsInstance> instances,
        TimeSpan timeout,
        Action<PowerResult> onResult,
        CancellationToken cancellation) => Task.WhenAll(instances.Select(
            i => WaitAsync(account, new PowerWatch(new PowerRequest(action), i, null) { IsPassive = true }, timeout, onResult, cancellation)));

    private static async Task WaitAsync(
        OpenAccount account, PowerWatch watch, TimeSpan timeout, Action<PowerResult> onResult, CancellationToken cancellation)
    {
        PowerObservation end = await account.PowerWaiter.WaitAsync(watch, timeout, cancellation).ConfigureAwait(false);
        onResult(new PowerResult(watch.Before, watch.Request, end.Instance, end.Error, end.Warning));
    }
}
