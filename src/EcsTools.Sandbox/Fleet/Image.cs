namespace EcsTools.Sandbox.Fleet;

internal sealed class Image
{
    private readonly string? _keyId;

    /// <summary>In the cloud's own form.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>For example Ubuntu, Windows, RedHat, SUSE.</summary>
    public required string Platform { get; init; }

    /// <summary>For example <c>Ubuntu 22.04</c>.</summary>
    public string OsName { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public bool IsWindows { get; init; }

    /// <summary>False for an image that was created from a server.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>In GiB: the smallest system disk it fits on.</summary>
    public int SizeGiB { get; init; } = 20;

    /// <summary>False while it is being created or after it was withdrawn.</summary>
    public bool IsUsable { get; set; } = true;

    /// <summary>False for a moment after it was created, while it is listed as available already.</summary>
    public bool IsReady { get; set; } = true;

    public int Percent { get; set; } = 100;

    public bool HasFailed { get; set; }

    public string Description { get; init; } = "";

    /// <summary>True if other accounts may use it.</summary>
    public bool IsSharedWithOthers { get; set; }

    /// <summary>True if it is protected against deletion (Huawei).</summary>
    public bool IsProtected { get; set; }

    /// <summary>True for an image of another account.</summary>
    public bool IsShared { get; init; }

    /// <summary>The key of its system disk or of the snapshot of that; null if it is not encrypted.</summary>
    public string? EncryptionKeyId
    {
        get => _keyId ?? (Snapshots.Count > 0 ? Snapshots[0].EncryptionKeyId : null);
        init => _keyId = value;
    }

    /// <summary>The snapshots it is built from, that of the system disk first; none for a public image.</summary>
    public IReadOnlyList<Snapshot> Snapshots { get; init; } = [];

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>False if it contains no Cloud-Init (Huawei: <c>__support_fc_inject</c> is then true).</summary>
    public bool HasCloudInit { get; init; } = true;
}
