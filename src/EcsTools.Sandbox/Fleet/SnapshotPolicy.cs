using System;

namespace EcsTools.Sandbox.Fleet;

/// <summary>A policy by which snapshots are made without anybody asking. The sandbox applies it to disks and makes none.</summary>
internal sealed class SnapshotPolicy
{
    /// <summary>The id, in the cloud's own form.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Hours of the day, as a JSON text.</summary>
    public string TimePoints { get; init; } = "[\"2\"]";

    /// <summary>Days of the week from 1 for Monday, as a JSON text.</summary>
    public string RepeatWeekdays { get; init; } = "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"]";

    /// <summary>How many days its snapshots are kept.</summary>
    public int RetentionDays { get; init; } = 30;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
