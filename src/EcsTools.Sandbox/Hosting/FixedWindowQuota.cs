using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Hosting;

/// <summary>
/// How many calls of an operation are allowed, in fixed windows of one minute of sandbox time (docs/contracts/alibaba-ecs.md 1.7). Safe on
/// any thread.
/// </summary>
/// <param name="callsPerMinute">The calls of each operation; 0 for any number.</param>
/// <param name="clock">The sandbox's time.</param>
internal sealed class FixedWindowQuota(int callsPerMinute, VirtualClock clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private long _window;

    /// <summary>How long until calls are counted anew; a second where they are not counted.</summary>
    public TimeSpan UntilNext => callsPerMinute == 0
        ? TimeSpan.FromSeconds(1)
        : TimeSpan.FromTicks(Window.Ticks - (clock.Elapsed.Ticks % Window.Ticks));

    /// <summary>Takes one call off the allowance.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>False if there is none left in this window.</returns>
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
