using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Waiting;

/// <summary>
/// The one poller of an account: looks at all steps that anybody waits for, in as few calls as the cloud takes, each at growing intervals,
/// and lets each waiter go as its step ends. Runs only while somebody waits.
/// </summary>
internal sealed class StepPoller
{
    // A lost answer's step may not show yet: only after this long is it taken for not to be told.
    private static readonly TimeSpan UnknownGrace = TimeSpan.FromSeconds(60);
    private readonly ICloud _cloud;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly HashSet<StepWait> _waits = [];
    private readonly Random _jitter = new();
    private readonly long _epoch;
    private bool _running;

    public StepPoller(ICloud cloud, TimeProvider time)
    {
        _cloud = cloud;
        _time = time;
        _epoch = time.GetTimestamp();
    }

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waits.Count;
            }
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_epoch);

    /// <summary>Waits for one step.</summary>
    /// <returns>The last look; <see cref="StepWaitEnd.TimedOut"/> if the step has not ended in time.</returns>
    /// <exception cref="EcsException">It cannot be looked at for good.</exception>
    public async Task<StepWaitEnd> WaitAsync(StepWait wait, CancellationToken cancellation)
    {
        wait.Begin(Now, _cloud.Capabilities.ShortestPoll, _cloud.Capabilities.LongestPoll);
        lock (_gate)
        {
            _waits.Add(wait);
            if (!_running)
            {
                _running = true;
                using (ExecutionContextFlow.Suppress())
                {
                    _ = Task.Run(PollAsync, CancellationToken.None);
                }
            }
        }

        using CancellationTokenRegistration registration = cancellation.Register(() => End([new Ending(wait, () => wait.Source.TrySetCanceled(cancellation))]));
        return await wait.Source.Task.ConfigureAwait(false);
    }

    // Whatever ends the poller ends those who wait for it, too: nobody may wait for one that has gone.
    private async Task PollAsync()
    {
        try
        {
            while (NextDue() is { } due)
            {
                await _time.Delay(due, CancellationToken.None).ConfigureAwait(false);
                await LookAsync().ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            StepWait[] left;
            lock (_gate)
            {
                left = [.. _waits];
                _running = false;
            }

            End(left.Select(w => new Ending(w, () => w.Source.TrySetException(error))));
        }
    }

    // How long until the next look; null, and the poller has ended, if nobody waits any more. Nobody who comes later waits for longer
    // than his own first look takes, since the poller sleeps no longer than the shortest interval at a time.
    private TimeSpan? NextDue()
    {
        lock (_gate)
        {
            if (_waits.Count == 0)
            {
                _running = false;
                return null;
            }

            TimeSpan due = _waits.Min(w => w.DueAt) - Now;
            TimeSpan shortest = _cloud.Capabilities.ShortestPoll;
            TimeSpan jitter = TimeSpan.FromTicks((long)(shortest.Ticks * 0.1 * _jitter.NextDouble()));
            return (due < TimeSpan.Zero ? TimeSpan.Zero : due < shortest ? due : shortest) + jitter;
        }
    }

    private async Task LookAsync()
    {
        TimeSpan now = Now;
        StepWait[] due;
        lock (_gate)
        {
            due = [.. _waits.Where(w => w.DueAt <= now)];
        }

        if (due.Length == 0)
        {
            return;
        }

        foreach (StepWait wait in due)
        {
            wait.Sent.Age = now - wait.SentAt;
        }

        Task<Look>[] looks;
        using (AmbientLog.Use(new CompositeLog([.. due.Select(w => w.Log).Distinct()])))
        using (ThrottleTimeout.Use(due.Max(w => w.Deadline) - now))
        {
            looks = [.. due.GroupBy(w => w.Step).SelectMany(LookAt)];
        }

        Settle(await Task.WhenAll(looks).ConfigureAwait(false));
    }

    private static IEnumerable<Task<Look>> LookAt(IGrouping<ICloudStep, StepWait> waits)
    {
        StepWait[] all = [.. waits];
        return waits.Key.ObserveAsync([.. all.Select(w => w.Sent)], CancellationToken.None).Select((task, i) => ReadAsync(all[i], task));
    }

    // Not being able to look is no verdict, as long as it may pass.
    private static async Task<Look> ReadAsync(StepWait wait, Task<StepObservation> task)
    {
        try
        {
            StepObservation seen = await task.ConfigureAwait(false);
            wait.OnLook(seen);
            return new Look(wait, seen, null, null);
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.CannotConnect or EcsErrorId.ServerError or EcsErrorId.MalformedAnswer or EcsErrorId.ThrottledByService)
        {
            wait.Log.Verbose($"{wait.Sent.Target.Instance} cannot be read: {error.Message}");
            return new Look(wait, null, error, null);
        }
        catch (Exception error)
        {
            return new Look(wait, null, null, error);
        }
    }

    private void Settle(IReadOnlyList<Look> looks)
    {
        List<Ending> ended = [];
        foreach (Look look in looks)
        {
            StepWait wait = look.Wait;
            if (look.Fault is { } fault)
            {
                ended.Add(new Ending(wait, () => wait.Source.TrySetException(fault)));
            }
            else if (look.Seen is { } seen && (HasEnded(seen, wait.Sent.Age) || wait.IsNews(seen)))
            {
                ended.Add(new Ending(wait, () => wait.Source.TrySetResult(new StepWaitEnd(seen, null, TimedOut: false))));
            }
            else if (wait.Deadline <= Now)
            {
                ended.Add(new Ending(wait, () => wait.Source.TrySetResult(new StepWaitEnd(look.Seen, look.Unread, TimedOut: true))));
            }
            else
            {
                wait.Postpone(Now);
            }
        }

        End(ended);
    }

    // A wait ends once, by a look, by being cancelled or with the poller, whichever is first. Those that end together go on together, so
    // that what they ask for next goes out together.
    private void End(IEnumerable<Ending> endings)
    {
        Ending[] mine;
        lock (_gate)
        {
            mine = [.. endings.Where(e => _waits.Remove(e.Wait))];
        }

        foreach (Ending ending in mine)
        {
            ending.Wait.OnEnd();
        }

        foreach (Ending ending in mine)
        {
            ending.Complete();
        }
    }

    private static bool HasEnded(StepObservation seen, TimeSpan age) => seen.State switch
    {
        ObservedState.Pending => false,
        ObservedState.Unknown => age > UnknownGrace,
        _ => true,
    };

    private sealed record Look(StepWait Wait, StepObservation? Seen, EcsException? Unread, Exception? Fault);

    private sealed record Ending(StepWait Wait, Action Complete);
}
