using EcsTools.Core.Diagnostics;
using EcsTools.Core.State;

namespace EcsTools.Core.Http;

/// <summary>What the clients of one account may send. Runners on several machines that use the account divide it, and tell one another of throttles.</summary>
internal sealed class RequestAllowance
{
    private readonly List<RequestLimiter> _limiters = [];
    private int _runners = 1;
    private Action<ThrottleNote>? _tell;

    /// <summary>Adds a client of the account.</summary>
    public void Add(RequestLimiter limiter)
    {
        lock (_limiters)
        {
            _limiters.Add(limiter);
            limiter.ShareAmong(_runners);
            limiter.Throttled = Tell;
        }
    }

    /// <summary>Leaves its part to each runner, and waits for what others were told by the cloud.</summary>
    /// <param name="tell">Tells the others what this runner is told; not used while there are none.</param>
    public void Share(AccountUse use, Action<ThrottleNote> tell)
    {
        lock (_limiters)
        {
            (_runners, _tell) = (use.Runners, tell);
            _limiters.ForEach(l => l.ShareAmong(use.Runners));
            foreach (ThrottleNote note in use.Throttles)
            {
                if (_limiters.Count(l => l.Hold(note)) > 0)
                {
                    AmbientLog.Current.Verbose($"{note.Operation}: throttled, as another runner of the account was told; waiting {note.Left.TotalSeconds:0.#} s.");
                }
            }
        }
    }

    private void Tell(ThrottleNote note)
    {
        Action<ThrottleNote>? tell;
        lock (_limiters)
        {
            tell = _runners > 1 ? _tell : null;
        }

        tell?.Invoke(note);
    }
}
