namespace EcsTools.Sandbox.Fleet;

internal sealed class Disk
{
    private bool _isSystem;

    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    /// <summary>True if its server boots from it; a detached one keeps what it was last.</summary>
    public bool IsSystem
    {
        get => _isSystem;
        set
        {
            _isSystem = value;
            IsBootable |= value;
        }
    }

    /// <summary>True once it was a system disk.</summary>
    public bool IsBootable { get; private set; }

    public int SizeGiB { get; set; } = 40;

    /// <summary>In the cloud's own word.</summary>
    public required string Category { get; set; }

    /// <summary>Alibaba: null where the category has none.</summary>
    public string? PerformanceLevel { get; set; }

    /// <summary>Alibaba: true if it was extended while its server could not see that, and the server was not started since.</summary>
    public bool AwaitsStart { get; set; }

    /// <summary>Alibaba: until when its type is not changed again; a time of the event queue.</summary>
    public TimeSpan CoolsUntil { get; set; }

    public string? ImageId { get; set; }

    /// <summary>Null while it is attached, and for one that may be attached in every zone.</summary>
    public string? Zone { get; set; }

    /// <summary>The snapshot that it was made of; null if it was made of an image or empty.</summary>
    public string? SourceSnapshotId { get; init; }

    public DiskPhase Phase { get; set; } = DiskPhase.InUse;

    /// <summary>Incremented with every change of the content, so that a test can tell a wiped disk from an old one.</summary>
    public int Generation { get; set; }

    public bool DeleteWithServer { get; set; } = true;

    /// <summary>True if its automatic snapshots go with it.</summary>
    public bool DeleteAutoSnapshot { get; set; } = true;

    /// <summary>Null if the disk is not encrypted.</summary>
    public string? EncryptionKeyId { get; init; }

    public Snapshot? RunningSnapshot { get; set; }

    /// <summary>In the order of applying.</summary>
    public List<string> Policies { get; } = [];

    public string Name { get; set; } = "";

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset CreatedAt { get; init; }
}
