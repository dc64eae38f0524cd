namespace EcsTools.Sandbox.Fleet;

/// <summary>Scheduled events in order of time. Nothing runs by itself: <see cref="RunDue"/> is called before every request, so that a
/// fleet behaves the same on a fast clock, a slow one and one that jumps.</summary>
internal sealed class EventQueue(VirtualClock clock)
{
    private readonly SortedDictionary<(TimeSpan Due, long Sequence), Action> _events = [];
    private long _sequence;

    /// <summary>While an event runs, the moment it was due.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary><paramref name="delay"/> is sandbox time after <see cref="Now"/>; the action may schedule further events.</summary>
    public void After(TimeSpan delay, Action action) => _events.Add((Now + delay, _sequence++), action);

    public void RunDue()
    {
        TimeSpan now = clock.Elapsed;
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
