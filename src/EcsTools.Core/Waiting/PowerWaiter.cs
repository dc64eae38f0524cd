using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Threading;
using EcsTools.Model;

namespace EcsTools.Core.Waiting;

/// <summary>
/// The one poller of an account: looks at all servers that anybody waits for together, at growing intervals, and lets each waiter
/// go as its server finishes. Runs only while somebody waits.
/// </summary>
internal sealed class PowerWaiter
{
    private readonly ICloud _cloud;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly HashSet<Entry> _entries = [];
    private readonly Random _jitter = new();
    private bool _running;

    /// <summary>Makes a poller.</summary>
    /// <param name="cloud">The cloud to look at.</param>
    /// <param name="time">The account's clock.</param>
    public PowerWaiter(ICloud cloud, TimeProvider time)
    {
        _cloud = cloud;
        _time = time;
    }

    /// <summary>Waits for one server.</summary>
    /// <param name="watch">What is waited for.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellation">Stops waiting at once.</param>
    /// <returns>How it ended; a time-out is an observation with <see cref="EcsErrorId.OperationTimeout"/>.</returns>
    public async Task<PowerObservation> WaitAsync(PowerWatch watch, TimeSpan timeout, CancellationToken cancellation)
    {
        Entry entry = new(watch, _time.GetTimestamp(), timeout);
        using CancellationTokenRegistration registration = cancellation.Register(() => Release(entry, e => e.TrySetCanceled(cancellation)));
        lock (_gate)
        {
            _entries.Add(entry);
            if (!_running)
            {
                _running = true;
                using (ExecutionContextFlow.Suppress())
                {
                    _ = Task.Run(PollAsync, CancellationToken.None);
                }
            }
        }

        ReportProgress(entry, watch.Before.Status.ToString(), finished: false);
        try
        {
            return await entry.Source.Task.ConfigureAwait(false);
        }
        finally
        {
            ReportProgress(entry, "", finished: true);
        }
    }

    // Whatever ends the poller ends those who wait for it, too: nobody may wait for one that has gone.
    private async Task PollAsync()
    {
        try
        {
            await PollWhileAwaitedAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Entry[] left;
            lock (_gate)
            {
                left = [.. _entries];
                _entries.Clear();
                _running = false;
            }

            foreach (Entry entry in left)
            {
                entry.Source.TrySetException(error);
            }
        }
    }

    private async Task PollWhileAwaitedAsync()
    {
        TimeSpan interval = _cloud.Traits.ShortestPoll;
        while (true)
        {
            TimeSpan jittered = TimeSpan.FromTicks((long)(interval.Ticks * (0.9 + (_jitter.NextDouble() * 0.2))));
            await _time.Delay(jittered).ConfigureAwait(false);
            Entry[] entries;
            lock (_gate)
            {
                if (_entries.Count == 0)
                {
                    _running = false;
                    return;
                }

                entries = [.. _entries];
            }

            bool anyYoung = await LookAsync(entries).ConfigureAwait(false);
            interval = anyYoung
                ? _cloud.Traits.ShortestPoll
                : TimeSpan.FromTicks(Math.Min((long)(interval.Ticks * 1.5), _cloud.Traits.LongestPoll.Ticks));
        }
    }

    // Returns true while somebody has only just begun to wait, so that the interval starts small again for him.
    private async Task<bool> LookAsync(Entry[] entries)
    {
        foreach (Entry entry in entries)
        {
            entry.Watch.Age = _time.GetElapsedTime(entry.Since);
        }

        IReadOnlyList<PowerObservation> observations;
        using (ActivityLog.Use(new FanOutLog([.. entries.Select(e => e.Log).Distinct()])))
        {
            try
            {
                observations = await _cloud.ObservePowerAsync([.. entries.Select(e => e.Watch)], CancellationToken.None).ConfigureAwait(false);
            }
            catch (EcsException error)
            {
                // Not being able to look is no verdict on the servers: those whose time is over get it as the reason.
                ActivityLog.Current.Verbose($"The state could not be read: {error.Message}");
                observations = [.. entries.Select(_ => new PowerObservation(ObservedState.Pending, null, error))];
            }
        }

        for (int i = 0; i < entries.Length; i++)
        {
            Settle(entries[i], observations[i]);
        }

        return entries.Any(e => e.Watch.Age < _cloud.Traits.ShortestPoll + _cloud.Traits.ShortestPoll);
    }

    private void Settle(Entry entry, PowerObservation observation)
    {
        if (observation.State != ObservedState.Pending)
        {
            Release(entry, e => e.TrySetResult(observation));
        }
        else if (entry.Watch.Age >= entry.Timeout)
        {
            Release(entry, e => e.TrySetResult(observation with { State = ObservedState.Unknown, Error = TimedOut(entry, observation) }));
        }
        else
        {
            ReportProgress(entry, observation.Instance?.Status.ToString() ?? "", finished: false);
        }
    }

    private void Release(Entry entry, Action<TaskCompletionSource<PowerObservation>> complete)
    {
        lock (_gate)
        {
            _entries.Remove(entry);
        }

        complete(entry.Source);
    }

    private static EcsException TimedOut(Entry entry, PowerObservation last) => new(
        EcsErrorId.OperationTimeout,
        $"{entry.Watch.Before} did not reach the wanted state within {entry.Timeout.TotalSeconds:0} s; it is {last.Instance?.Status.ToString() ?? "not readable"}.",
        last.Error)
    {
        InstanceId = entry.Watch.Before.Id,
        RecommendedAction = entry.Watch.Request is { Action: PowerAction.Stop, Hard: false }
            ? "Wait on with Wait-EcsInstance, or cut the power with Stop-EcsInstance -StopMode Hard."
            : "Wait on with Wait-EcsInstance, or give a longer -Timeout.",
    };

    private static void ReportProgress(Entry entry, string activity, bool finished) =>
        entry.Log.Progress(new ProgressReport(entry.Watch.Before.Id, entry.Watch.Before.Name, activity, null, finished));

    private sealed class Entry
    {
        public Entry(PowerWatch watch, long since, TimeSpan timeout)
        {
            Watch = watch;
            Since = since;
            Timeout = timeout;
        }

        public PowerWatch Watch { get; }

        public long Since { get; }

        public TimeSpan Timeout { get; }

        public IOperationLog Log { get; } = ActivityLog.Current;

        public TaskCompletionSource<PowerObservation> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
