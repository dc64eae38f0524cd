using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>
/// Starts, stops or restarts a fleet, which may come bit by bit and from several accounts: each bit is sent in as few calls as the
/// cloud allows, and nobody waits for one bit before the next is sent. For one sender at a time.
/// </summary>
public sealed class PowerRun
{
    private readonly PowerRequest _request;
    private readonly TimeSpan? _timeout;
    private readonly int _throttleLimit;
    private readonly Action<PowerResult> _onResult;
    private readonly ConcurrentQueue<Task> _waits = new();

    /// <summary>Makes a run that has sent nothing yet.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="timeout">How long to wait for a server after it was sent, by its account's clock; null to be done once accepted.</param>
    /// <param name="throttleLimit">How many calls are under way at a time.</param>
    /// <param name="onResult">Called for each server as it finishes, from any thread.</param>
    public PowerRun(PowerRequest request, TimeSpan? timeout, int throttleLimit, Action<PowerResult> onResult)
    {
        _request = request;
        _timeout = timeout;
        _throttleLimit = throttleLimit;
        _onResult = onResult;
    }

    /// <summary>How many servers one call of this account's cloud takes.</summary>
    /// <param name="account">The account.</param>
    /// <returns>The number.</returns>
    public static int BatchSize(OpenAccount account) => account.Cloud.Traits.PowerBatchSize;

    /// <summary>Sends what is to be done to some servers, and begins to wait for them.</summary>
    /// <param name="account">The account all these servers came from.</param>
    /// <param name="instances">The servers, any number, each once.</param>
    /// <param name="cancellation">Stops sending and waiting; what was accepted goes on at the cloud.</param>
    /// <returns>A task that ends when the cloud has answered every call.</returns>
    public Task SendAsync(OpenAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        instances.InBatches(BatchSize(account)).ForEachAsync(_throttleLimit, batch => SendBatchAsync(account, batch, cancellation), cancellation);

    /// <summary>Begins to wait until servers are as the action leaves them, without sending anything.</summary>
    /// <param name="account">The account all these servers came from.</param>
    /// <param name="instances">The servers.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The run does not wait.</exception>
    public void Watch(OpenAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        TimeSpan timeout = _timeout ?? throw new InvalidOperationException("A run without a time-out does not wait.");
        foreach (EcsInstance instance in instances)
        {
            _waits.Enqueue(WaitAsync(account, new PowerWatch(_request, instance, null) { IsPassive = true }, timeout, cancellation));
        }
    }

    /// <summary>Waits for all servers that were sent or are watched so far.</summary>
    /// <returns>A task that ends when each has its result.</returns>
    public Task FinishAsync() => Task.WhenAll(_waits);

    private async Task SendBatchAsync(OpenAccount account, IReadOnlyList<EcsInstance> batch, CancellationToken cancellation)
    {
        IReadOnlyList<PowerReceipt> receipts;
        try
        {
            using IDisposable patience = CallPatience.Use(_timeout ?? CallPatience.Current);
            receipts = await account.Cloud.SendPowerAsync(_request, batch, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            receipts = [.. batch.Select(i => new PowerReceipt(i.Id, error))];
        }

        foreach ((EcsInstance instance, PowerReceipt receipt) in batch.Zip(receipts, (i, r) => (i, r)))
        {
            if (receipt.Error is not null || _timeout is null)
            {
                _onResult(new PowerResult(instance, _request, null, receipt.Error, null));
            }
            else
            {
                _waits.Enqueue(WaitAsync(account, new PowerWatch(_request, instance, receipt.JobId), _timeout.Value, cancellation));
            }
        }
    }

    private async Task WaitAsync(OpenAccount account, PowerWatch watch, TimeSpan timeout, CancellationToken cancellation)
    {
        PowerObservation end = await account.PowerWaiter.WaitAsync(watch, timeout, cancellation).ConfigureAwait(false);
        _onResult(new PowerResult(watch.Before, watch.Request, end.Instance, end.Error, end.Warning));
    }
}
