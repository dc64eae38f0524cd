using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Fleet;

/// <summary>A disk of the sandbox.</summary>
internal sealed class Disk
{
    /// <summary>The id, in the cloud's own form.</summary>
    public required string Id { get; init; }

    /// <summary>True for the disk a server boots from.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Size in GiB.</summary>
    public int SizeGiB { get; set; } = 40;

    /// <summary>Kind of disk, in the cloud's own word.</summary>
    public required string Category { get; init; }

    /// <summary>The image it was made from, or null.</summary>
    public string? ImageId { get; set; }

    /// <summary>What it is doing.</summary>
    public DiskPhase Phase { get; set; } = DiskPhase.InUse;

    /// <summary>Grows with every change of the content, so that a test can tell a wiped disk from an old one.</summary>
    public int Generation { get; set; }

    /// <summary>Whether it goes with its server.</summary>
    public bool DeleteWithServer { get; set; } = true;

    /// <summary>The snapshot that is being made of it, or null.</summary>
    public Snapshot? RunningSnapshot { get; set; }

    /// <summary>The automatic snapshot policies that are applied to it, in the order of applying.</summary>
    public List<string> Policies { get; } = [];

    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
