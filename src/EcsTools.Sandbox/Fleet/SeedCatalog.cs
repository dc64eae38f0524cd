namespace EcsTools.Sandbox.Fleet;

/// <summary>The names of one cloud: zones, sizes, images, categories of disks.</summary>
internal sealed class SeedCatalog
{
    public required Size Usual { get; init; }

    public required Size Larger { get; init; }

    /// <summary>A size that cannot be reinstalled.</summary>
    public required Size Special { get; init; }

    public required Size SoldOut { get; init; }

    public required string DiskCategory { get; init; }

    public required Func<string, int, string> Zone { get; init; }

    /// <summary>By Alibaba's prefix of a server, disk, image or snapshot.</summary>
    public required Func<RegionBackend, string, string> NewId { get; init; }

    /// <summary>By the seeder's own word for them; null for a random id.</summary>
    public required IReadOnlyDictionary<string, string?> ImageIds { get; init; }

    public bool WindowsTakesKeyPair { get; init; }

    public static SeedCatalog Of(SandboxCloud cloud) => cloud == SandboxCloud.Alibaba ? Alibaba() : OpenStackFamily();

    private static SeedCatalog Alibaba() => new()
    {
        Usual = new Size { Id = "ecs.g7.large", Vcpu = 2, MemoryMiB = 8192 },
        Larger = new Size { Id = "ecs.g7.xlarge", Vcpu = 4, MemoryMiB = 16384 },
        Special = new Size { Id = "ecs.i3.xlarge", Vcpu = 4, MemoryMiB = 32768, HasLocalDisks = true },
        SoldOut = new Size { Id = "ecs.g7.16xlarge", Vcpu = 64, MemoryMiB = 262144, IsInStock = false },
        DiskCategory = "cloud_essd",
        Zone = (region, number) => $"{region}-{(char)('h' + number)}",
        NewId = (backend, prefix) => backend.NewShortId(prefix),
        ImageIds = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ubuntu"] = "ubuntu_22_04_x64_20G_alibase_20250814.vhd",
            ["windows"] = "win2022_21H2_x64_dtc_en-us_40G_alibase_20250820.vhd",
            ["redhat"] = "rhel_9_4_x64_40G_alibase_20250718.vhd",
            ["oracle"] = "oraclelinux_8_10_x64_20G_alibase_20250718.vhd",
            ["suse"] = "sles_15_sp6_x64_20G_alibase_20250718.vhd",
            ["private"] = null,
        },
    };

    private static SeedCatalog OpenStackFamily() => new()
    {
        Usual = new Size { Id = "s3.large.2", Vcpu = 2, MemoryMiB = 4096 },
        Larger = new Size { Id = "s3.xlarge.2", Vcpu = 4, MemoryMiB = 8192 },
        Special = new Size { Id = "h2.3xlarge.10", Vcpu = 16, MemoryMiB = 131072 },
        SoldOut = new Size { Id = "s3.4xlarge.4", Vcpu = 16, MemoryMiB = 65536, IsInStock = false },
        DiskCategory = "SSD",
        WindowsTakesKeyPair = true,
        Zone = (region, number) => region == "eu-de" ? $"eu-de-0{number}" : $"{region}{(char)('a' + number - 1)}",
        NewId = (backend, _) => backend.NewUuid(),
        ImageIds = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ubuntu"] = null,
            ["windows"] = null,
            ["redhat"] = null,
            ["oracle"] = null,
            ["suse"] = null,
            ["private"] = null,
        },
    };
}
