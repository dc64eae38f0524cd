using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>An image.</summary>
internal sealed record GlanceImage(string Id, string Name)
{
    /// <summary>queued, saving, active, deactivated ...; empty if the cloud does not tell.</summary>
    public string Status { get; init; } = "";

    /// <summary>public, private, shared or community; empty if the cloud does not tell.</summary>
    public string Visibility { get; init; } = "";

    /// <summary>The project it belongs to, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>The family of the operating system, as far as its properties tell.</summary>
    public EcsOsType OsType { get; init; }

    /// <summary>The distribution in the words of its properties; empty if they do not tell.</summary>
    public string OsName { get; init; } = "";

    /// <summary>The architecture; empty if its properties do not tell.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The smallest disk it fits on, in GiB.</summary>
    public int MinDiskGiB { get; init; }

    /// <summary>The memory it needs, in MiB.</summary>
    public int MinMemoryMiB { get; init; }

    /// <summary>The server it was made of, or null.</summary>
    public string? ServerId { get; init; }

    /// <summary>The operation of ours that made it, or null.</summary>
    public string? OperationId { get; init; }

    /// <summary>What is said of it.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its tags, which are words; null if it does not tell.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>True if it has no data of its own and stands for snapshots of volumes, from which new servers boot: what Nova makes of a server
    /// that boots from a volume.</summary>
    public bool HoldsOnlySnapshots { get; init; }

    /// <summary>The snapshots that it points to; none for an image with data of its own.</summary>
    public IReadOnlyList<ImageSnapshot> Snapshots { get; init; } = [];

    /// <summary>True if it says as what a rescue attaches it, without which Nova rescues no server that boots from a volume.</summary>
    public bool RescuesVolumes { get; init; }

    /// <summary>True if its owner has protected it against deletion.</summary>
    public bool IsProtected { get; init; }

    /// <summary>True if it is there to be used.</summary>
    public bool IsActive => Status == "active";

    /// <summary>Reads an image.</summary>
    /// <param name="json">Its object; its properties stand among its fields.</param>
    /// <returns>The image, or null if it has no id.</returns>
    public static GlanceImage? Read(JObject json) => json.Text("id") is not { } id ? null : new GlanceImage(id, json.Text("name") ?? "")
    {
        Status = json.Text("status") ?? "",
        Visibility = json.Text("visibility") ?? "",
        Owner = json.Text("owner"),
        OsType = ReadOsType(json.Text("os_type"), json.Text("os_distro")),
        OsName = string.Join(" ", new[] { json.Text("os_distro"), json.Text("os_version") }.OfType<string>()),
        Architecture = json.Text("architecture") ?? json.Text("hw_architecture") ?? "",
        MinDiskGiB = json.Integer("min_disk") ?? 0,
        MinMemoryMiB = json.Integer("min_ram") ?? 0,
        HoldsOnlySnapshots = json.Text("block_device_mapping") is { Length: > 2 } && json.Text("size") is null or "0",
        Snapshots = ImageSnapshot.Read(json.Text("block_device_mapping")),
        RescuesVolumes = json.Text("hw_rescue_device") is { Length: > 0 } && json.Text("hw_rescue_bus") is { Length: > 0 },
        IsProtected = json.Flag("protected") == true,
        ServerId = json.Text("instance_uuid"),
        OperationId = json.Text(BackupNaming.OperationTag),
        Description = json.Text("description") ?? "",
        CreatedAt = json.Time("created_at"),
        UpdatedAt = json.Time("updated_at"),
        Tags = json.List("tags") is null ? null : [.. json.Texts("tags")],
    };

    /// <summary>The image as users hold it.</summary>
    public EcsImage ToImage(ResourceOrigin origin) => new()
    {
        Id = Id,
        Name = Name,
        Description = Description,
        OsType = OsType,
        OsName = OsName,
        Architecture = Architecture,
        Owner = Visibility is "public" or "community" ? "Public" : Owner == origin.ProjectId ? "Private" : "Shared",
        SizeGiB = MinDiskGiB,
        Status = Status,
        IsUsable = IsActive,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Tags = TagText.Read(Tags),
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        AccountIdentity = origin.Identity,
        Region = origin.Region,
    };

    // os_type says it outright; os_distro takes the short names of libosinfo, of which only Windows' are no Unix.
    private static EcsOsType ReadOsType(string? type, string? distribution) =>
        (type ?? (distribution is null ? null : distribution.StartsWith("win", StringComparison.OrdinalIgnoreCase) ? "windows" : "linux"))?.ToUpperInvariant() switch
        {
            "WINDOWS" => EcsOsType.Windows,
            "LINUX" => EcsOsType.Linux,
            _ => EcsOsType.Unknown,
        };
}
