namespace EcsTools.Sandbox.Fleet;

/// <summary>Something that the provider does to a server, in terms that fit every cloud.</summary>
internal sealed class MaintenanceEvent
{
    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required string ServerId { get; init; }

    /// <summary>True if the server moves to another host; otherwise it is restarted.</summary>
    public bool IsRedeployment { get; init; }

    public MaintenancePhase Phase { get; set; }

    public required DateTimeOffset PublishedAt { get; init; }

    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Null until it ends.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Null until it begins.</summary>
    public DateTimeOffset? BegunAt { get; set; }
}
