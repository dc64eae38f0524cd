namespace EcsTools.Core.Http;

/// <summary>
/// Lets the calls of one operation pass, until the cloud throttles one of them: then all wait together. When the time is over one call
/// goes ahead to try; the others follow only if it is not throttled again, so that a throttled account is not hammered.
/// </summary>
internal sealed class ThrottleGate
{
    // The clouds count in windows of a minute or more: with longer pauses too much of the next window would be lost
    // (docs/contracts/alibaba-ecs.md 1.7).
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly Random _jitter = new();
    private TaskCompletionSource<bool>? _closed;
    private Task _pauseOver = Task.CompletedTask;
    private TimeSpan _pause;
    private long _closedAt;
    private long _heldSince;
    private bool _isTold;
    private long _passedAt;
    private TimeSpan _closedFor;
    private bool _isTried;
    private int _openings;

    /// <summary>The throttle that closed the gate last, or null if none did yet.</summary>
    public EcsException? Refusal { get; private set; }

    public ThrottleGate(TimeProvider time) => _time = time;

    /// <summary>Waits until a call may be sent.</summary>
    /// <returns>What the call shows as it ends, by one of <see cref="Leave"/>, <see cref="Close"/> and <see cref="GiveUp"/>.</returns>
    /// <exception cref="TimeoutException">No call has passed for as long as this one may wait, or the cloud wants to be left alone for longer.</exception>
    public async Task<ThrottleLease> EnterAsync(ThrottleWait wait, CancellationToken cancellation)
    {
        while (true)
        {
            Task change;
            lock (_gate)
            {
                if (_closed is null)
                {
                    return new ThrottleLease(_openings, IsTry: false);
                }

                TimeSpan left = wait.Left(_time, _passedAt);
                if (left <= TimeSpan.Zero || Left() > left)
                {
                    throw new TimeoutException();
                }

                // Looked at once: whoever saw the pause go on, and then that it is over, would wait for a try that nobody makes.
                bool isOver = _pauseOver.IsCompleted;
                if (isOver && !_isTried)
                {
                    _isTried = true;
                    return new ThrottleLease(_openings, IsTry: true);
                }

                change = isOver ? _closed.Task : _pauseOver;
            }

            await change.WaitAsync(Timeout.InfiniteTimeSpan, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a call that was not throttled.</summary>
    /// <param name="pass">What <see cref="EnterAsync"/> gave.</param>
    public void Leave(ThrottleLease pass)
    {
        Volatile.Write(ref _passedAt, _time.GetTimestamp());
        if (pass.IsTry)
        {
            Change(closed: null);
        }
    }

    /// <summary>Ends a call that was cancelled, which tells nothing: another one tries.</summary>
    /// <param name="pass">What <see cref="EnterAsync"/> gave.</param>
    public void GiveUp(ThrottleLease pass)
    {
        if (pass.IsTry)
        {
            Change(NewWait());
        }
    }

    /// <summary>Closes the gate for what another runner was told by the cloud. What this one was told itself holds as it is.</summary>
    /// <returns>False if it was closed already.</returns>
    public bool Hold(TimeSpan pause)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                return false;
            }

            Begin();
            _pause = ShortestPause;
            Pause(pause);
        }

        Change(NewWait());
        return true;
    }

    /// <summary>Ends a call that was throttled.</summary>
    /// <param name="pass">What <see cref="EnterAsync"/> gave.</param>
    /// <param name="refusal">What the cloud said; how long it wants to be left alone, if it says so.</param>
    /// <returns>How long all calls wait; and false if they did so already.</returns>
    public (TimeSpan Pause, bool IsNews) Close(ThrottleLease pass, EcsException refusal)
    {
        lock (_gate)
        {
            Refusal = refusal;

            // Calls that were under way together are throttled together: that is one event. And the throttle of a call from before
            // the gate was opened again says nothing of now.
            if (pass.Openings != _openings || (_closed is not null && !pass.IsTry))
            {
                return (Left(), false);
            }

            if (_closed is null)
            {
                Begin();
            }

            _pause = pass.IsTry ? TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks)) : ShortestPause;
            Pause(refusal.RetryAfter ?? TimeSpan.FromTicks((long)(_pause.Ticks * (1 + (0.2 * _jitter.NextDouble())))));
        }

        Change(NewWait());
        return (_closedFor, true);
    }

    /// <summary>Tells once that no call has passed for so long that somebody at a prompt would wonder.</summary>
    /// <returns>true the first time; false again until the gate has been opened and closed.</returns>
    public bool IsHeldFor(TimeSpan time)
    {
        lock (_gate)
        {
            bool isNews = _closed is not null && !_isTold && _time.GetElapsedTime(_heldSince) >= time;
            _isTold |= isNews;
            return isNews;
        }
    }

    private static TaskCompletionSource<bool> NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Begin()
    {
        _heldSince = _time.GetTimestamp();
        _isTold = false;
    }

    private void Pause(TimeSpan pause)
    {
        _closedFor = pause;
        _closedAt = _time.GetTimestamp();

        // One delay for all who wait. It counts whole milliseconds: a part of one would not be waited for.
        _pauseOver = _time.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds)));
    }

    private TimeSpan Left()
    {
        TimeSpan left = _closed is null ? TimeSpan.Zero : _closedFor - _time.GetElapsedTime(_closedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Change(TaskCompletionSource<bool>? closed)
    {
        TaskCompletionSource<bool>? before;
        lock (_gate)
        {
            before = _closed;
            _closed = closed;
            _isTried = false;
            _openings += closed is null ? 1 : 0;
        }

        before?.TrySetResult(true);
    }
}
