namespace EcsTools.Core.Clouds;

/// <summary>Which disks are wanted.</summary>
public sealed class DiskQuery
{
    /// <summary>Disk ids; empty for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = Array.Empty<string>();

    /// <summary>Only disks of this server; null for all.</summary>
    public string? InstanceId { get; init; }

    /// <summary>True for system disks, false for data disks, null for both.</summary>
    public bool? SystemDisks { get; init; }
}
