using System;
using System.Collections.Generic;

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

    /// <summary>The description.</summary>
    public string Description { get; init; } = "";

    /// <summary>True if that disk was one to boot from.</summary>
    public bool IsOfSystemDisk { get; init; }

    /// <summary>How long it is kept; null for ever.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Tags.</summary>
    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

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
