namespace EcsTools.Core.Clouds;

/// <summary>Which snapshots are wanted.</summary>
public sealed class SnapshotQuery
{
    /// <summary>Snapshot ids; empty for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = Array.Empty<string>();

    /// <summary>Only snapshots of this server's disks; null for all.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Only snapshots of this disk; null for all.</summary>
    public string? DiskId { get; init; }
}
