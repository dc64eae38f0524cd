namespace EcsTools.Core.Threading;

/// <summary>A clock made of two delegates, so that a sandbox's clock can drive delays and polling without a shared type.</summary>
internal sealed class DelegatedTimeProvider : TimeProvider
{
    private readonly Func<TimeSpan> _elapsed;
    private readonly Func<TimeSpan, CancellationToken, Task> _delay;
    private readonly DateTimeOffset _epoch;

    public DelegatedTimeProvider(Func<TimeSpan> elapsed, Func<TimeSpan, CancellationToken, Task> delay)
    {
        _elapsed = elapsed;
        _delay = delay;
        _epoch = DateTimeOffset.UtcNow - elapsed();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _elapsed().Ticks;

    public override DateTimeOffset GetUtcNow() => _epoch + _elapsed();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new DelegatedTimer(_delay, callback, state, dueTime, period);

    private sealed class DelegatedTimer : ITimer
    {
        private readonly Func<TimeSpan, CancellationToken, Task> _delay;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly object _gate = new();
        private CancellationTokenSource? _running;
        private bool _disposed;

        public DelegatedTimer(Func<TimeSpan, CancellationToken, Task> delay, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _delay = delay;
            _callback = callback;
            _state = state;
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _running?.Cancel();
                _running = null;
                if (_disposed)
                {
                    return false;
                }

                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    _running = new CancellationTokenSource();
                    _ = RunAsync(dueTime, period, _running.Token);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                _running?.Cancel();
                _running = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private async Task RunAsync(TimeSpan dueTime, TimeSpan period, CancellationToken cancellation)
        {
            try
            {
                await _delay(dueTime, cancellation).ConfigureAwait(false);
                _callback(_state);
                while (period > TimeSpan.Zero)
                {
                    await _delay(period, cancellation).ConfigureAwait(false);
                    _callback(_state);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The timer was changed or disposed: that is how it ends.
                return;
            }
        }
    }
}
