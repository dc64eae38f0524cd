using System;
using System.Linq;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

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

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed, in the cloud's own words, or null.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>The device it is attached as, as far as the cloud tells.</summary>
    public string Device { get; init; } = "";

    /// <summary>The server it is attached to, or null.</summary>
    public string? ServerId { get; init; }

    /// <summary>True if a server can boot from it.</summary>
    public bool IsBootable { get; init; }

    /// <summary>Reads a disk, or returns null if it has no id.</summary>
    public static Volume? Read(JObject json)
    {
        JObject? attachment = json.Objects("attachments").FirstOrDefault();
        return json.Text("id") is not { } id ? null : new Volume(id)
        {
            Name = json.Text("name") ?? "",
            Status = json.Text("status") ?? "",
            SizeGiB = json.Integer("size"),
            Category = json.Text("volume_type") ?? "",
            ImageId = json.Object("volume_image_metadata").Text("image_id"),
            CreatedAt = json.Time("created_at"),
            UpdatedAt = json.Text("updated_at"),
            Device = attachment.Text("device") ?? "",
            ServerId = attachment.Text("server_id"),
            IsBootable = json.Flag("bootable") == true,
        };
    }

    /// <summary>The disk as users hold it.</summary>
    /// <param name="goesWithServer">Whether it goes when the server is released; null if that is not known.</param>
    public EcsDisk ToDisk(ResourceOrigin origin, bool isSystemDisk, bool? goesWithServer = null) => new()
    {
        Id = Id,
        Name = Name,
        InstanceId = ServerId,
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
        Region = origin.Region,
    };
}
