using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// How long and how often a clear refusal is answered by another try, because the service's own state lags behind: a stop of a server that
/// boots, a start after ReplaceSystemDisk (docs/contracts/alibaba-ecs-lifecycle.md 11.2). Nothing was done, so another try is safe; a state that
/// stays is no reason for a call every few seconds.
/// </summary>
internal sealed class AlibabaLagPause
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);

    // A server that is being made, or stands in a route, is ready to be released after up to twenty minutes.
    private static readonly TimeSpan OfNewServers = TimeSpan.FromMinutes(20);
    private TimeSpan _next = TimeSpan.FromSeconds(5);

    /// <summary>How long to try, at most the command's own time.</summary>
    /// <param name="refusal">The last refusal, or null if there are several.</param>
    public static TimeSpan Limit(EcsException? refusal = null)
    {
        TimeSpan limit = refusal?.CloudCode is "IncorrectInstanceStatus.Initializing" or "DependencyViolation.RouteEntry" or "DependencyViolation.SLBConfiguring"
            ? OfNewServers
            : Usual;
        return limit < ThrottleTimeout.Current ? limit : ThrottleTimeout.Current;
    }

    /// <summary>How long to wait before the next try: longer each time, and no longer than there is time.</summary>
    public TimeSpan Next(TimeSpan left)
    {
        TimeSpan pause = _next;
        _next = pause + pause < Longest ? pause + pause : Longest;
        return pause < left ? pause : left;
    }
}
