namespace EcsTools.Core.Operations;

/// <summary>How operations are spread over a fleet: how many at a time, and when to stop.</summary>
public sealed record Rollout
{
    /// <summary>How many run at a time.</summary>
    public int ThrottleLimit { get; init; } = 5;

    /// <summary>After so many failures nothing more is begun.</summary>
    public int FailureLimit { get; init; } = 1;

    /// <summary>So many run before all others; the others are begun only if none of these failed. 0 for none.</summary>
    public int Canary { get; init; }

    /// <summary>Tells whether a server is well after its operation, which counts as failed otherwise; null if nobody looks. It throws
    /// <see cref="EcsErrorId.HealthCheckFailed"/> if it is not, and keeps the server's place until it has ended.</summary>
    public Func<EcsInstance, CancellationToken, Task>? HealthCheck { get; init; }

    /// <summary>Gets every operation as soon as it is begun; null where nobody asks.</summary>
    public OngoingWork? Ongoing { get; init; }
}
