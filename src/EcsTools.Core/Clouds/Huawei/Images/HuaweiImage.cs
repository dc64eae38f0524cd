using System.Globalization;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>An image (docs/contracts/huawei-ecs.md 3.11).</summary>
internal sealed record HuaweiImage(string Id)
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its description.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its tags, each in the form the cloud gives them; null if it does not tell any.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The enterprise project it belongs to, or null.</summary>
    public string? EnterpriseProjectId { get; init; }

    /// <summary>The key that its data, and a disk made from it, are encrypted with; null for an image that is not encrypted.</summary>
    public string? EncryptionKeyId { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The operating system in the cloud's words.</summary>
    public string OsVersion { get; init; } = "";

    /// <summary>The cloud's status; only active is usable.</summary>
    public string? Status { get; init; }

    /// <summary>gold, private, shared or market.</summary>
    public string? Kind { get; init; }

    /// <summary>public, private or shared.</summary>
    public string? Visibility { get; init; }

    /// <summary>The project that owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>For a shared image: accepted, pending or rejected.</summary>
    public string? MemberStatus { get; init; }

    /// <summary>Whether it is registered, which it must be; null if the cloud does not tell.</summary>
    public bool? IsRegistered { get; init; }

    /// <summary>True if it is protected against deletion.</summary>
    public bool IsProtected { get; init; }

    /// <summary>True if it was withdrawn.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>True if neither key nor password can be injected, so that it needs the v1 paths
    /// (docs/contracts/huawei-ecs.md 3.6).</summary>
    public bool LacksInjection { get; init; }

    /// <summary>True if it is for an elastic server (and not for bare metal, data disks or an installation medium).</summary>
    public bool IsForServers { get; init; }

    /// <summary>The distribution, for example <c>Ubuntu</c> or <c>Red Hat</c>.</summary>
    public string Platform { get; init; } = "";

    /// <summary>True for Windows.</summary>
    public bool IsWindows { get; init; }

    /// <summary>True for Linux.</summary>
    public bool IsLinux { get; init; }

    /// <summary>bios or uefi; null if the cloud does not tell.</summary>
    public string? Firmware { get; init; }

    /// <summary>The least size of the system disk in GiB.</summary>
    public int MinDiskGiB { get; init; }

    /// <summary>The least memory in MiB.</summary>
    public int MinMemoryMiB { get; init; }

    /// <summary>True if its system is paid for (docs/contracts/huawei-ecs.md 4).</summary>
    public bool IsBilled { get; init; }

    /// <summary>True if its system is one that needs a license; that of a private image may be one's own.</summary>
    public bool MayBeLicensed { get; init; }

    /// <summary>Reads an image.</summary>
    /// <returns>The image; null if it has no id.</returns>
    public static HuaweiImage? Read(JObject json)
    {
        string platform = json.Text("__platform") ?? "";
        string? kind = json.Text("__imagetype");
        return json.Text("id") is not { } id ? null : new HuaweiImage(id)
        {
            Name = json.Text("name") ?? "",
            Description = json.Text("__description") ?? "",
            Tags = json.List("tags") is null ? null : [.. json.Texts("tags")],
            EnterpriseProjectId = json.Text("enterprise_project_id"),
            EncryptionKeyId = json.Text("__system__cmkid"),
            UpdatedAt = json.Time("updated_at"),
            CreatedAt = json.Time("created_at"),
            OsVersion = json.Text("__os_version") ?? platform,
            Status = json.Text("status"),
            Kind = kind,
            Visibility = json.Text("visibility"),
            Owner = json.Text("owner"),
            MemberStatus = json.Text("member_status"),
            IsRegistered = json.Flag("__isregistered"),
            IsProtected = json.Flag("protected") == true,
            IsWithdrawn = json.Flag("__is_offshelved") == true,
            LacksInjection = json.Flag("__support_fc_inject") == true,
            IsForServers = json.Text("virtual_env_type") is null or "FusionCompute",
            Platform = platform,
            IsWindows = Same(json.Text("__os_type"), "Windows") || Same(platform, "Windows"),
            IsLinux = Same(json.Text("__os_type"), "Linux"),
            Firmware = json.Text("hw_firmware_type"),
            MinDiskGiB = json.Integer("min_disk") ?? 0,
            MinMemoryMiB = json.Integer("min_ram") ?? 0,
            IsBilled = json.Text("__account_code") is not null || (kind == "gold" && IsBilledPlatform(platform)),
            MayBeLicensed = json.Text("__account_code") is not null || IsBilledPlatform(platform),
        };
    }

    /// <summary>The image as the user describes it: the provider's mark is read in opposite ways by its clients
    /// (docs/contracts/huawei-ecs-lifecycle.md 12), so that an explicit word wins.</summary>
    public HuaweiImage For(StepTarget target) => target.Options.CloudInit is { } said ? this with { LacksInjection = said == CloudInitSupport.Absent } : this;

    /// <summary>Tells whether an operation of ours made it. How the cloud writes tags in a list is not documented, so both places count.</summary>
    public bool IsOf(string operationId) => operationId.Length > 0 && (Tags ?? []).Append(Description).Any(t => t.Contains(operationId));

    /// <summary>The image as users hold it.</summary>
    public EcsImage ToImage(ResourceOrigin origin, bool isUsable) => new()
    {
        Id = Id,
        Name = Name,
        Description = Description,
        OsType = IsWindows ? EcsOsType.Windows : IsLinux ? EcsOsType.Linux : EcsOsType.Unknown,
        OsName = OsVersion,
        Owner = Kind switch { "gold" => "Public", "private" => "Private", "shared" => "Shared", "market" => "Marketplace", _ => "" },
        SizeGiB = MinDiskGiB,
        Status = Status ?? "",
        IsUsable = isUsable,
        IsBilled = IsBilled,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Tags = TagText.Read(Tags),
        EnterpriseProjectId = EnterpriseProjectId,
        IsEncrypted = EncryptionKeyId is not null ? true : null,
        EncryptionKeyId = EncryptionKeyId,
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        AccountIdentity = origin.Identity,
        Region = origin.Region,
    };

    // 'Red Hat' is also written 'RedHat'; 'OpenSUSE' is not 'SUSE'.
    private static bool IsBilledPlatform(string platform)
    {
        string name = platform.Replace(" ", "").ToLower(CultureInfo.InvariantCulture);
        return name is "windows" or "redhat" || name.StartsWith("suse", StringComparison.Ordinal) || name.StartsWith("oracle", StringComparison.Ordinal);
    }

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
