using System;
using System.Linq;

using EcsTools.Core.Http;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A disk as its own service describes it (contract 3.10).</summary>
/// <param name="Id">Its id.</param>
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

    /// <summary>The device it is attached as, or null.</summary>
    public string? Device { get; init; }

    /// <summary>Reads a disk.</summary>
    /// <param name="json">The object.</param>
    /// <returns>The disk; null if it has no id.</returns>
    public static HuaweiVolume? Read(JObject json) => json.Text("id") is not { } id ? null : new HuaweiVolume(id)
    {
        Name = json.Text("name") ?? "",
        Status = json.Text("status") ?? "",
        SizeGiB = json.Integer("size"),
        Kind = json.Text("volume_type") ?? "",
        ImageId = json.Object("volume_image_metadata").Text("image_id"),
        CreatedAt = json.Time("created_at"),
        Device = json.Objects("attachments").FirstOrDefault().Text("device"),
    };
}
