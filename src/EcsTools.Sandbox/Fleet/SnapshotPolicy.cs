namespace EcsTools.Sandbox.Fleet;

/// <summary>The sandbox applies policies to disks but creates no snapshots by them.</summary>
internal sealed class SnapshotPolicy
{
    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Hours of the day, as a JSON text.</summary>
    public string TimePoints { get; init; } = "[\"2\"]";

    /// <summary>Days of the week from 1 for Monday, as a JSON text.</summary>
    public string RepeatWeekdays { get; init; } = "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"]";

    public int RetentionDays { get; init; } = 30;

    public DateTimeOffset CreatedAt { get; init; }
}
