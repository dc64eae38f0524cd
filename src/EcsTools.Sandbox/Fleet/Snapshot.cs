using System;

namespace EcsTools.Sandbox.Fleet;

/// <summary>A snapshot of the sandbox.</summary>
internal sealed class Snapshot
{
    /// <summary>The id, in the cloud's own form.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The disk it was made of.</summary>
    public required string DiskId { get; init; }

    /// <summary>The content it holds: the disk's generation when it was made.</summary>
    public int Generation { get; init; }

    /// <summary>Size of the disk in GiB.</summary>
    public int SizeGiB { get; init; }

    /// <summary>0 to 100; usable at 100.</summary>
    public int Percent { get; set; } = 100;

    /// <summary>True if it could not be finished.</summary>
    public bool HasFailed { get; set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
