namespace EcsTools.Sandbox.Fleet;

internal sealed class Snapshot
{
    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string DiskId { get; init; }

    public string Description { get; init; } = "";

    /// <summary>True for one that a policy made.</summary>
    public bool IsAutomatic { get; init; }

    public bool IsOfSystemDisk { get; init; }

    /// <summary>The key of the disk; null if it is not encrypted.</summary>
    public string? EncryptionKeyId { get; init; }

    /// <summary>In days; null for ever.</summary>
    public int? RetentionDays { get; init; }

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The generation of the disk when the snapshot was created.</summary>
    public int Generation { get; init; }

    /// <summary>Size of the disk in GiB.</summary>
    public int SizeGiB { get; init; }

    /// <summary>0 to 100; usable at 100.</summary>
    public int Percent { get; set; } = 100;

    public bool HasFailed { get; set; }

    /// <summary>Until when an image that was deleted still counts as made of it; a time of the event queue.</summary>
    public TimeSpan CountsAsUsedUntil { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
