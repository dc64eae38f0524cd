using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>A snapshot of a disk (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed record VolumeSnapshot(string Id)
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its description.</summary>
    public string Description { get; init; } = "";

    /// <summary>The cloud's status; only available is usable.</summary>
    public string Status { get; init; } = "";

    /// <summary>The disk it was made of.</summary>
    public string VolumeId { get; init; } = "";

    /// <summary>Size of the disk in GiB.</summary>
    public int SizeGiB { get; init; }

    /// <summary>How far it is, 0 to 100; null if the cloud does not tell.</summary>
    public int? Percent { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The operation of ours that made it, or null.</summary>
    public string? OperationId { get; init; }

    /// <summary>Its metadata, or null if the cloud does not tell.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Whether its data are encrypted; null if the cloud does not tell.</summary>
    public bool? IsEncrypted { get; init; }

    /// <summary>The key they are encrypted with, or null.</summary>
    public string? EncryptionKeyId { get; init; }

    /// <summary>True if a disk can be rolled back to it.</summary>
    public bool IsUsable => Status == "available";

    /// <summary>True if it could not be made, or goes: it will never be usable.</summary>
    public bool IsLost => Status is "error" or "deleting" or "deleted" or "error_deleting";

    /// <summary>Reads a snapshot.</summary>
    public static VolumeSnapshot? Read(JObject json)
    {
        (bool? isEncrypted, string? keyId) = VolumeEncryption.Read(json);
        return json.Text("id") is not { } id ? null : new VolumeSnapshot(id)
        {
            Name = json.Text("name") ?? "",
            Description = json.Text("description") ?? "",
            Status = json.Text("status") ?? "",
            VolumeId = json.Text("volume_id") ?? "",
            SizeGiB = json.Integer("size") ?? 0,
            Percent = json.Percent("os-extended-snapshot-attributes:progress"),
            CreatedAt = json.Time("created_at"),
            OperationId = json.Object("metadata").Text(BackupNaming.OperationTag),
            Tags = TagText.ReadPairs(json.Object("metadata")),
            IsEncrypted = isEncrypted,
            EncryptionKeyId = keyId,
        };
    }

    /// <summary>The snapshot as users hold it.</summary>
    public EcsSnapshot ToSnapshot(bool isSystemDisk, string? serverId, ResourceOrigin origin) => new()
    {
        Id = Id,
        Name = Name,
        Description = Description,
        DiskId = VolumeId,
        IsSystemDisk = isSystemDisk,
        InstanceId = serverId,
        SizeGiB = SizeGiB,
        Status = Status,
        Percent = Percent ?? (IsUsable ? 100 : 0),
        IsUsable = IsUsable,
        CreatedAt = CreatedAt,
        Tags = Tags,
        IsEncrypted = IsEncrypted,
        EncryptionKeyId = EncryptionKeyId,
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        AccountIdentity = origin.Identity,
        Region = origin.Region,
    };
}
