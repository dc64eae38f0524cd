using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Fleet;

/// <summary>
/// What will happen, in order of time. Nothing runs by itself: <see cref="RunDue"/> is called before every request, so that a
/// fleet behaves the same on a fast clock, a slow one and one that jumps.
/// </summary>
internal sealed class EventQueue
{
    private readonly VirtualClock _clock;
    private readonly SortedDictionary<(TimeSpan Due, long Sequence), Action> _events = [];
    private long _sequence;

    /// <summary>Makes an empty timeline.</summary>
    /// <param name="clock">The sandbox's clock.</param>
    public EventQueue(VirtualClock clock) => _clock = clock;

    /// <summary>The time the next event may look at: while an event runs, the moment it was due.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Plans an event.</summary>
    /// <param name="delay">How long after <see cref="Now"/>, in sandbox time.</param>
    /// <param name="action">What happens; it may plan further events.</param>
    public void After(TimeSpan delay, Action action) => _events.Add((Now + delay, _sequence++), action);

    /// <summary>Lets everything happen that is due.</summary>
    public void RunDue()
    {
        TimeSpan now = _clock.Elapsed;
        while (TryTakeFirst(now, out TimeSpan due, out Action? action))
        {
            Now = due;
            action();
        }

        Now = now;
    }

    private bool TryTakeFirst(TimeSpan now, out TimeSpan due, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? action)
    {
        foreach (KeyValuePair<(TimeSpan Due, long Sequence), Action> first in _events)
        {
            if (first.Key.Due > now)
            {
                break;
            }

            _events.Remove(first.Key);
            (due, action) = (first.Key.Due, first.Value);
            return true;
        }

        (due, action) = (default, null);
        return false;
    }
}
