using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Core.Http;

/// <summary>
/// Lets the calls of one operation pass, until the cloud throttles one of them: then all wait together. When the time is over one call
/// goes ahead to try; the others follow only if it is not throttled again, so that a throttled account is not hammered.
/// </summary>
internal sealed class CallGate
{
    // The clouds count in windows of a minute or more: with longer pauses too much of the next window would be lost (Alibaba's contract 1.7).
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly Random _jitter = new();
    private TaskCompletionSource<bool>? _closed;
    private TimeSpan _pause;
    private long _closedAt;
    private TimeSpan _closedFor;
    private bool _isTried;

    /// <summary>Makes a gate that is open.</summary>
    /// <param name="time">The account's clock.</param>
    public CallGate(TimeProvider time) => _time = time;

    /// <summary>Waits until a call may be sent.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>True for the call that tries whether the gate may be opened. Every call ends in one of
    /// <see cref="Leave"/>, <see cref="Close"/> and <see cref="GiveUp"/>.</returns>
    public async Task<bool> EnterAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task change;
            TimeSpan left;
            lock (_gate)
            {
                if (_closed is null)
                {
                    return false;
                }

                left = _closedFor - _time.GetElapsedTime(_closedAt);
                if (left <= TimeSpan.Zero && !_isTried)
                {
                    _isTried = true;
                    return true;
                }

                change = _closed.Task;
            }

            // A delay counts whole milliseconds: less than one would not wait at all.
            await (left > TimeSpan.Zero ? _time.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), cancellation) : change.WaitAsync(Timeout.InfiniteTimeSpan, _time, cancellation))
                .ConfigureAwait(false);
        }
    }

    /// <summary>Ends a call that was not throttled.</summary>
    /// <param name="isTry">What <see cref="EnterAsync"/> said.</param>
    public void Leave(bool isTry)
    {
        if (isTry)
        {
            Change(closed: null);
        }
    }

    /// <summary>Ends a call that was cancelled, which tells nothing: another one tries.</summary>
    /// <param name="isTry">What <see cref="EnterAsync"/> said.</param>
    public void GiveUp(bool isTry)
    {
        if (isTry)
        {
            Change(NewWait());
        }
    }

    /// <summary>Ends a call that was throttled.</summary>
    /// <param name="isTry">What <see cref="EnterAsync"/> said.</param>
    /// <param name="retryAfter">How long the cloud wants to be left alone, or null if it does not say.</param>
    /// <returns>How long all calls wait now.</returns>
    public TimeSpan Close(bool isTry, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            // Calls that were under way together are throttled together: that is one event.
            if (_closed is not null && !isTry)
            {
                TimeSpan left = _closedFor - _time.GetElapsedTime(_closedAt);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }

            _pause = isTry ? TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks)) : ShortestPause;
            _closedFor = retryAfter ?? TimeSpan.FromTicks((long)(_pause.Ticks * (1 + (0.2 * _jitter.NextDouble()))));
            _closedAt = _time.GetTimestamp();
        }

        Change(NewWait());
        return _closedFor;
    }

    private static TaskCompletionSource<bool> NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(TaskCompletionSource<bool>? closed)
    {
        TaskCompletionSource<bool>? before;
        lock (_gate)
        {
            before = _closed;
            _closed = closed;
            _isTried = false;
        }

        before?.TrySetResult(true);
    }
}
