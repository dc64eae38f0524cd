using System;
using System.Linq;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>A volume.</summary>
internal sealed record CinderVolume(string Id)
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>available, in-use ...; empty if it is not known.</summary>
    public string Status { get; init; } = "";

    /// <summary>Size in GiB; 0 if it is not known.</summary>
    public int SizeGiB { get; init; }

    /// <summary>The volume type.</summary>
    public string Category { get; init; } = "";

    /// <summary>True if a server could boot from it.</summary>
    public bool IsBootable { get; init; }

    /// <summary>The server it is attached to, or null.</summary>
    public string? ServerId { get; init; }

    /// <summary>Its device there, as far as the cloud tells.</summary>
    public string Device { get; init; } = "";

    /// <summary>The image it was made from, or null.</summary>
    public string? ImageId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>True if a server boots from it: the first device of one, and bootable.</summary>
    public bool IsSystemDisk => IsBootable && ServerId is not null && Device.Length > 0 && Device[Device.Length - 1] == 'a';

    /// <summary>Reads a volume.</summary>
    /// <returns>The volume, or null if it has no id.</returns>
    public static CinderVolume? Read(JObject json)
    {
        JObject? attachment = json.Objects("attachments").FirstOrDefault();
        return json.Text("id") is not { } id ? null : new CinderVolume(id)
        {
            Name = json.Text("name") ?? "",
            Status = json.Text("status") ?? "",
            SizeGiB = json.Integer("size") ?? 0,
            Category = json.Text("volume_type") ?? "",
            IsBootable = json.Flag("bootable") == true,
            ServerId = attachment.Text("server_id"),
            Device = attachment.Text("device") ?? "",
            ImageId = json.Object("volume_image_metadata").Text("image_id"),
            CreatedAt = json.Time("created_at"),
        };
    }

    /// <summary>The volume as users hold it.</summary>
    /// <param name="goesWithServer">Whether it goes when the server is released; null if that is not known.</param>
    public EcsDisk ToDisk(ResourceOrigin origin, bool isSystemDisk, bool? goesWithServer) => new()
    {
        Id = Id,
        Name = Name,
        InstanceId = ServerId,
        IsSystemDisk = isSystemDisk,
        DeleteWithInstance = goesWithServer,
        SizeGiB = SizeGiB,
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
