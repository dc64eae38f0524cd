namespace EcsTools.Sandbox.Hosting;

/// <summary>Calls of an operation in fixed windows of one minute of sandbox time (docs/contracts/alibaba-ecs.md 1.7); 0 is unlimited. Safe
/// on any thread.</summary>
internal sealed class FixedWindowQuota(int callsPerMinute, VirtualClock clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private long _window;

    /// <summary>Until the next window; a second if calls are unlimited.</summary>
    public TimeSpan UntilNext => callsPerMinute == 0
        ? TimeSpan.FromSeconds(1)
        : TimeSpan.FromTicks(Window.Ticks - (clock.Elapsed.Ticks % Window.Ticks));

    public bool TryTake(string operation)
    {
        if (callsPerMinute == 0)
        {
            return true;
        }

        lock (_gate)
        {
            long window = clock.Elapsed.Ticks / Window.Ticks;
            if (window != _window)
            {
                _window = window;
                _used.Clear();
            }

            int used = _used.TryGetValue(operation, out int n) ? n : 0;
            _used[operation] = Math.Min(used + 1, callsPerMinute);
            return used < callsPerMinute;
        }
    }
}
