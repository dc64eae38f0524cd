using System;
using System.Globalization;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>A snapshot of a volume.</summary>
/// <param name="Id">The id.</param>
internal sealed record CinderSnapshot(string Id)
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The description.</summary>
    public string Description { get; init; } = "";

    /// <summary>creating, available, error ...; empty if it is not known.</summary>
    public string Status { get; init; } = "";

    /// <summary>The volume it was made of.</summary>
    public string VolumeId { get; init; } = "";

    /// <summary>Size of the volume in GiB.</summary>
    public int SizeGiB { get; init; }

    /// <summary>How far it is, 0 to 100; null if the cloud does not tell.</summary>
    public int? Percent { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The operation of ours that made it, or null.</summary>
    public string? OperationId { get; init; }

    /// <summary>True if volumes can be made from it.</summary>
    public bool IsUsable => Status == "available";

    /// <summary>Reads a snapshot.</summary>
    /// <param name="json">Its object.</param>
    /// <returns>The snapshot, or null if it has no id.</returns>
    public static CinderSnapshot? Read(JObject json) => json.Text("id") is not { } id ? null : new CinderSnapshot(id)
    {
        Name = json.Text("name") ?? "",
        Description = json.Text("description") ?? "",
        Status = json.Text("status") ?? "",
        VolumeId = json.Text("volume_id") ?? "",
        SizeGiB = json.Integer("size") ?? 0,
        Percent = ReadPercent(json.Text("os-extended-snapshot-attributes:progress")),
        CreatedAt = json.Time("created_at"),
        OperationId = json.Object("metadata").Text(BackupName.OperationTag),
    };

    /// <summary>The snapshot as users hold it.</summary>
    /// <param name="volume">The volume it was made of, if that is there and can be read.</param>
    /// <param name="origin">What stands on every object.</param>
    /// <returns>The snapshot.</returns>
    public EcsSnapshot ToSnapshot(CinderVolume? volume, OpenStackOrigin origin) => new()
    {
        Id = Id,
        Name = Name,
        Description = Description,
        DiskId = VolumeId,
        IsSystemDisk = volume?.IsSystemDisk == true,
        InstanceId = volume?.ServerId,
        SizeGiB = SizeGiB,
        Status = Status,
        Percent = Percent ?? (IsUsable ? 100 : 0),
        IsUsable = IsUsable,
        CreatedAt = CreatedAt,
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        Region = origin.Region,
    };

    private static int? ReadPercent(string? text) =>
        int.TryParse(text?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out int percent) ? Math.Min(percent, 100) : null;
}
