namespace EcsTools.Core.Http;

/// <summary>What the clients of one account may have under way. Runners on several machines that use the account divide it among them.</summary>
internal sealed class RequestAllowance
{
    private readonly List<RequestLimiter> _limiters = [];
    private int _runners = 1;

    /// <summary>Adds a client of the account.</summary>
    public void Add(RequestLimiter limiter)
    {
        lock (_limiters)
        {
            _limiters.Add(limiter);
            limiter.ShareAmong(_runners);
        }
    }

    /// <summary>Leaves its part to each runner.</summary>
    /// <param name="runners">How many there are, this one included.</param>
    public void ShareAmong(int runners)
    {
        lock (_limiters)
        {
            _runners = runners;
            _limiters.ForEach(l => l.ShareAmong(runners));
        }
    }
}
