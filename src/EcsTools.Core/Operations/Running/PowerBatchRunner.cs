using System.Collections.Concurrent;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Journaling;
using EcsTools.Core.Threading;
using EcsTools.Core.Waiting;

namespace EcsTools.Core.Operations;

/// <summary>
/// Starts, stops or restarts a fleet, which may come bit by bit and from several accounts: each bit is sent in as few calls as the
/// cloud allows, and nobody waits for one bit before the next is sent. For one sender at a time.
/// </summary>
public sealed class PowerBatchRunner
{
    private readonly OperationOptions _options;
    private readonly StepKind _kind;
    private readonly TimeSpan? _timeout;
    private readonly int _throttleLimit;
    private readonly Action<PowerResult> _onResult;
    private readonly ConcurrentQueue<Task> _waits = new();
    private readonly ConcurrentDictionary<ConnectedAccount, GuestGoalStep> _goals = new();

    /// <summary>Makes a run that has sent nothing yet.</summary>
    /// <param name="options">What is to be done: a kind among Start, Stop and Restart, and how.</param>
    /// <param name="timeout">How long sending to a server and waiting for it may take, by its account's clock; null to be done once accepted.</param>
    /// <param name="throttleLimit">How many calls are under way at a time.</param>
    /// <param name="onResult">Called for each server as it finishes, from any thread.</param>
    public PowerBatchRunner(OperationOptions options, TimeSpan? timeout, int throttleLimit, Action<PowerResult> onResult)
    {
        _options = options;
        _kind = OperationDefinition.Of(options.Kind).Main;
        _timeout = timeout;
        _throttleLimit = throttleLimit;
        _onResult = onResult;
    }

    /// <summary>What the guests are waited for; null to wait for the state that the action leaves servers in. Nothing is sent for it.</summary>
    public GuestGoal? Goal { get; init; }

    /// <summary>Where restarts are written down; null for a start or stop, which may be repeated.</summary>
    public Journal? Journal { get; init; }

    /// <summary>Gets every server before it is sent, or waited for; null where nobody asks.</summary>
    public OngoingWork? Ongoing { get; init; }

    /// <summary>How many servers one call of this account's cloud takes.</summary>
    public static int BatchSize(ConnectedAccount account) => account.Cloud.Capabilities.PowerBatchSize;

    /// <summary>Sends what is to be done to some servers, and begins to wait for them.</summary>
    /// <param name="account">The account all these servers came from.</param>
    /// <param name="instances">The servers, any number, each once.</param>
    /// <param name="cancellation">Stops sending and waiting; what was accepted goes on at the cloud.</param>
    /// <returns>A task that ends when the cloud has answered every call.</returns>
    public Task SendAsync(ConnectedAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        instances.InBatches(BatchSize(account)).ForEachAsync(_throttleLimit, batch => SendBatchAsync(account, batch, cancellation), cancellation);

    /// <summary>Begins to wait until servers are as the action leaves them, without sending anything.</summary>
    /// <param name="account">The account all these servers came from.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The run does not wait.</exception>
    public void Watch(ConnectedAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        TimeSpan timeout = _timeout ?? throw new InvalidOperationException("A run without a time-out does not wait.");
        _ = FindStep(account); // what the cloud does not offer ends the command
        foreach (EcsInstance instance in instances)
        {
            Ongoing?.Add("Wait", instance);
            _waits.Enqueue(WaitAsync(account, new SentStep(new StepTarget(instance, _options), null) { IsPassive = true }, null, timeout, account.Time.GetTimestamp(), cancellation));
        }
    }

    /// <summary>Waits for all servers that were sent or are watched so far.</summary>
    /// <returns>A task that ends when each has its result.</returns>
    public Task FinishAsync() => Task.WhenAll(_waits);

    private async Task SendBatchAsync(ConnectedAccount account, IReadOnlyList<EcsInstance> batch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ConcurrentDictionary<EcsInstance, RestartRecord> records = new();
        try
        {
            batch = [.. batch.Where(i => Begin(account, i, records))];
            foreach (EcsInstance instance in batch)
            {
                StepText.Sending(instance, _kind);
            }

            long begun = account.Time.GetTimestamp();
            IReadOnlyList<Task<StepHandle>> answers = batch.Count == 0 ? [] : Send(account, batch, cancellation);
            // Each begins to be watched as soon as it is accepted, whatever becomes of the others.
            await Task.WhenAll(batch.Zip(answers, (i, a) => ReceiveAsync(account, i, a, records, begun, cancellation))).ConfigureAwait(false);
        }
        finally
        {
            foreach (RestartRecord record in records.Values)
            {
                record.Dispose();
            }
        }
    }

    private async Task ReceiveAsync(
        ConnectedAccount account,
        EcsInstance instance,
        Task<StepHandle> answer,
        ConcurrentDictionary<EcsInstance, RestartRecord> records,
        long begun,
        CancellationToken cancellation)
    {
        records.TryGetValue(instance, out RestartRecord? record);
        StepHandle handle;
        try
        {
            handle = await answer.ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            record?.End(error);
            _onResult(new PowerResult(instance, null, error, null) { Operation = record?.ToOperation(instance) });
            return;
        }

        StepText.Accepted(instance, _kind, handle);
        record?.Accept(handle);
        if (_timeout is { } timeout)
        {
            // From here on the wait holds the claim.
            records.TryRemove(instance, out _);
            _waits.Enqueue(WaitAsync(account, new SentStep(new StepTarget(instance, _options), handle), record, timeout, begun, cancellation));
        }
        else
        {
            record?.Leave();
            _onResult(new PowerResult(instance, null, null, null) { Operation = record?.ToOperation(instance), RequestId = handle.RequestId });
        }
    }

    private IReadOnlyList<Task<StepHandle>> Send(ConnectedAccount account, IReadOnlyList<EcsInstance> batch, CancellationToken cancellation)
    {
        using IDisposable patience = ThrottleTimeout.Use(_timeout ?? ThrottleTimeout.Current);
        return OperationPlanner.Find(account, _kind).SendNotedAsync([.. batch.Select(i => new StepTarget(i, _options))], cancellation);
    }

    // False for a server whose restart may not be sent.
    private bool Begin(ConnectedAccount account, EcsInstance instance, ConcurrentDictionary<EcsInstance, RestartRecord> records)
    {
        if (Journal is null)
        {
            Ongoing?.Add(_kind.ToString(), instance);
            return true;
        }

        try
        {
            RestartRecord record = RestartRecord.Begin(account, Journal.Of(account.SandboxJournals), instance);
            records[instance] = record;
            Ongoing?.Add(record.ToOperation(instance));
            return true;
        }
        catch (EcsException error)
        {
            _onResult(new PowerResult(instance, null, error, null));
            return false;
        }
    }

    // What was sent late, because the cloud put it off, is waited for that much shorter.
    private async Task WaitAsync(ConnectedAccount account, SentStep sent, RestartRecord? record, TimeSpan timeout, long begun, CancellationToken cancellation)
    {
        EcsInstance before = sent.Target.Instance;
        IOperationLog log = AmbientLog.Current;
        StepWait wait = new(FindStep(account), sent, TimeSpan.Zero, timeout - account.Time.GetElapsedTime(begun))
        {
            OnLook = seen => Report(log, before, seen.Instance?.Status.ToString() ?? "", finished: false),
        };
        using (record)
        {
            Report(log, before, before.Status.ToString(), finished: false);
            StepWaitEnd end;
            try
            {
                end = await account.Poller.WaitAsync(wait, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error)
            {
                end = new StepWaitEnd(new StepObservation(ObservedState.Unknown) { Error = OperationErrors.Unread(before, _kind, error) }, null, TimedOut: false);
            }
            finally
            {
                Report(log, before, "", finished: true);
            }

            if (!sent.IsPassive && end is { TimedOut: false, Seen: { } last })
            {
                StepText.Ended(log, before, _kind, last.State, account.Time.GetElapsedTime(begun));
            }

            EcsException? trouble = end.TimedOut ? TimedOut(before, timeout, end) : end.Seen!.Error;
            record?.End(trouble);
            _onResult(new PowerResult(before, end.Seen?.Instance, trouble, end.Seen?.Warning) { Operation = record?.ToOperation(end.Seen?.Instance), RequestId = sent.Handle?.RequestId });
        }
    }

    // One step for all waits of an account, so that they are looked at together.
    private ICloudStep FindStep(ConnectedAccount account) => Goal is { } goal
        ? _goals.GetOrAdd(account, a => new GuestGoalStep(a, goal))
        : OperationPlanner.Find(account, _kind);

    private EcsException TimedOut(EcsInstance before, TimeSpan timeout, StepWaitEnd last) => new(
        EcsErrorId.OperationTimeout,
        $"Timed out after {timeout.TotalSeconds:0} seconds: {before} is {last.Seen?.Instance?.Status.ToString() ?? "not readable"}{(Goal is { } goal ? $", and has not reached {goal}" : "")}.",
        last.Unread)
    {
        InstanceId = before.Id,
        RecommendedAction = _options is { Kind: OperationKind.Stop, Hard: false }
            ? "Run Wait-EcsInstance, or power the server off with Stop-EcsInstance -StopMode Hard."
            : "Run Wait-EcsInstance, or specify a longer -Timeout.",
    };

    private static void Report(IOperationLog log, EcsInstance instance, string activity, bool finished) =>
        log.Progress(new ProgressReport(instance.Id, instance.Name, activity, null, finished));
}
