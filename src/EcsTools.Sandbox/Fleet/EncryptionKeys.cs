namespace EcsTools.Sandbox.Fleet;

/// <summary>The keys of one account in one region with which disks can be encrypted.</summary>
internal sealed class EncryptionKeys
{
    /// <summary>The user's own key, with which db-02 is encrypted.</summary>
    public string OwnKeyId { get; } = Guid.NewGuid().ToString("D");

    /// <summary>The provider's key, for a disk that names none.</summary>
    public string ServiceKeyId { get; } = Guid.NewGuid().ToString("D");

    /// <summary>Keys that exist but cannot be used.</summary>
    public HashSet<string> Disabled { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True if every new disk of the region is to be encrypted.</summary>
    public bool EncryptsByDefault { get; set; }

    public bool Exists(string id) => id == OwnKeyId || id == ServiceKeyId;
}
