using System;
using System.Linq;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A disk as its own service describes it (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed record HuaweiVolume(string Id)
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The cloud's status.</summary>
    public string Status { get; init; } = "";

    /// <summary>Size in GiB; null if it does not tell.</summary>
    public int? SizeGiB { get; init; }

    /// <summary>The disk type, for example <c>SSD</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The image it was made from, or null.</summary>
    public string? ImageId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed, in the cloud's own words, or null.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>The device it is attached as, or null.</summary>
    public string? Device { get; init; }

    /// <summary>The server it is attached to, or null.</summary>
    public string? ServerId { get; init; }

    /// <summary>True if a server can boot from it.</summary>
    public bool IsBootable { get; init; }

    /// <summary>True if it is detached, as a roll-back needs it (docs/contracts/huawei-ecs.md 3.10).</summary>
    public bool IsDetached => ServerId is null && Status is "available" or "error_rollbacking";

    /// <summary>True for what is a system disk as far as this service tells. Only a server's own list of devices names its boot index,
    /// and a bootable disk may also have been attached as a data disk.</summary>
    public bool IsSystemDisk => IsBootable && (Device is null || Device.EndsWith("da", StringComparison.Ordinal));

    /// <summary>Reads a disk.</summary>
    /// <returns>The disk; null if it has no id.</returns>
    public static HuaweiVolume? Read(JObject json)
    {
        JObject? attachment = json.Objects("attachments").FirstOrDefault();
        return json.Text("id") is not { } id ? null : new HuaweiVolume(id)
        {
            Name = json.Text("name") ?? "",
            Status = json.Text("status") ?? "",
            SizeGiB = json.Integer("size"),
            Kind = json.Text("volume_type") ?? "",
            ImageId = json.Object("volume_image_metadata").Text("image_id"),
            CreatedAt = json.Time("created_at"),
            UpdatedAt = json.Text("updated_at"),
            Device = attachment.Text("device"),
            ServerId = attachment.Text("server_id"),
            IsBootable = json.Flag("bootable") == true,
        };
    }

    /// <summary>The disk as users hold it.</summary>
    public EcsDisk ToDisk(ResourceOrigin origin) => new()
    {
        Id = Id,
        Name = Name,
        InstanceId = ServerId,
        IsSystemDisk = IsSystemDisk,
        SizeGiB = SizeGiB ?? 0,
        Category = Kind,
        Status = Status,
        Device = Device ?? "",
        ImageId = ImageId,
        CreatedAt = CreatedAt,
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        Region = origin.Region,
    };
}
