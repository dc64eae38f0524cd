using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>A disk as the volume service describes it (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed record Volume(string Id)
{
    public string Name { get; init; } = "";

    /// <summary>The cloud's status; empty if it is not known.</summary>
    public string Status { get; init; } = "";

    public int? SizeGiB { get; init; }

    /// <summary>The volume type, for example <c>SSD</c>.</summary>
    public string Category { get; init; } = "";

    /// <summary>The image it was made from, or null.</summary>
    public string? ImageId { get; init; }

    /// <summary>The snapshot it was made from, or null.</summary>
    public string? SnapshotId { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed, in the cloud's own words, or null.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The device it is attached as, as far as the cloud tells.</summary>
    public string Device { get; init; } = "";

    /// <summary>The server it is attached to, or null; of several the first, unless one was asked for by <see cref="At"/>.</summary>
    public string? ServerId { get; init; }

    /// <summary>All places where it is attached, as far as the cloud tells.</summary>
    public IReadOnlyList<VolumeAttachment> Attachments { get; init; } = [];

    /// <summary>The zone, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>Whether it is encrypted; null if the cloud does not tell.</summary>
    public bool? IsEncrypted { get; init; }

    /// <summary>The key it is encrypted with, or null.</summary>
    public string? EncryptionKeyId { get; init; }

    /// <summary>Its tags, or null if the cloud does not tell.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The enterprise project it belongs to, or null.</summary>
    public string? EnterpriseProjectId { get; init; }

    /// <summary>True if it can be attached to several servers.</summary>
    public bool IsShared { get; init; }

    /// <summary>True if it is paid for in advance, so that a change is an order (docs/contracts/huawei-ecs-lifecycle.md 2.4).</summary>
    public bool IsSubscription { get; init; }

    /// <summary>True if a server can boot from it.</summary>
    public bool IsBootable { get; init; }

    /// <summary>Reads a disk, or returns null if it has no id.</summary>
    public static Volume? Read(JObject json)
    {
        VolumeAttachment[] attachments =
        [
            .. json.Objects("attachments").Where(a => a.Text("server_id") is not null)
                .Select(a => new VolumeAttachment(a.Text("server_id")!, a.Text("device") ?? "", a.Time("attached_at"))),
        ];
        (bool? isEncrypted, string? key) = VolumeEncryption.Read(json);
        return json.Text("id") is not { } id ? null : new Volume(id)
        {
            Name = json.Text("name") ?? "",
            Status = json.Text("status") ?? "",
            SizeGiB = json.Integer("size"),
            Category = json.Text("volume_type") ?? "",
            ImageId = json.Object("volume_image_metadata").Text("image_id"),
            SnapshotId = json.Text("snapshot_id"),
            CreatedAt = json.Time("created_at"),
            UpdatedAt = json.Text("updated_at"),
            ChangedAt = json.Time("updated_at"),
            Device = attachments.FirstOrDefault()?.Device ?? "",
            ServerId = attachments.FirstOrDefault()?.ServerId,
            Attachments = attachments,
            Zone = json.Text("availability_zone"),
            IsEncrypted = isEncrypted,
            EncryptionKeyId = key,
            Tags = TagText.ReadPairs(json.Object("tags")),
            EnterpriseProjectId = json.Text("enterprise_project_id"),
            IsShared = json.Flag("multiattach") == true,
            IsSubscription = json.Object("metadata").Text("orderID") is not null,
            IsBootable = json.Flag("bootable") == true,
        };
    }

    /// <summary>True if it is attached to a server, perhaps to others too.</summary>
    public bool IsAttachedTo(string serverId) => ServerId == serverId || Attachments.Any(a => a.ServerId == serverId);

    /// <summary>The volume as it is attached to one server; the same if it is not.</summary>
    public Volume At(string serverId) => Attachments.FirstOrDefault(a => a.ServerId == serverId) is { } there
        ? this with { ServerId = there.ServerId, Device = there.Device }
        : this;

    /// <summary>The disk as users hold it.</summary>
    /// <param name="goesWithServer">Whether it goes when the server is released; null if that is not known.</param>
    public EcsDisk ToDisk(ResourceOrigin origin, bool isSystemDisk, bool? goesWithServer = null) => new()
    {
        Id = Id,
        Name = Name,
        InstanceId = ServerId,
        InstanceIds = [.. Attachments.Select(a => a.ServerId).Concat(ServerId is null ? [] : [ServerId]).Distinct(StringComparer.Ordinal)],
        Zone = Zone,
        IsEncrypted = IsEncrypted,
        EncryptionKeyId = EncryptionKeyId,
        Tags = Tags,
        EnterpriseProjectId = EnterpriseProjectId,
        AttachedAt = Attachments.FirstOrDefault(a => a.ServerId == ServerId)?.AttachedAt,
        UpdatedAt = ChangedAt,
        IsSystemDisk = isSystemDisk,
        DeleteWithInstance = goesWithServer,
        SizeGiB = SizeGiB ?? 0,
        Category = Category,
        Status = Status,
        Device = Device,
        ImageId = ImageId,
        CreatedAt = CreatedAt,
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        AccountIdentity = origin.Identity,
        Region = origin.Region,
    };
}
