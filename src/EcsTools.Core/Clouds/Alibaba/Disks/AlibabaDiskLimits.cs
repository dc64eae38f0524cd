namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>How large a disk can be, and how it can be extended, by its category (docs/contracts/alibaba-ecs-lifecycle.md 2.1).</summary>
internal static class AlibabaDiskLimits
{
    /// <summary>The largest size in GiB.</summary>
    /// <returns>The size; null for a category that the contract does not name.</returns>
    public static int? LargestGiB(EcsDisk disk) => (disk.Category.ToLowerInvariant(), disk.IsSystemDisk) switch
    {
        ("cloud", true) => 500,
        ("cloud", false) => 2000,
        ("cloud_efficiency" or "cloud_ssd" or "cloud_essd" or "cloud_auto" or "cloud_essd_entry", true) => 2048,
        ("cloud_efficiency" or "cloud_ssd" or "cloud_essd_entry", false) => 32768,
        ("cloud_essd" or "cloud_auto", false) => 65536,
        (var other, false) when IsEphemeral(other) => 8192,
        _ => null,
    };

    /// <summary>Whether a disk of the category can be extended while its server is running; null if no source tells.</summary>
    public static bool? IsExtendedOnline(string category) => category.ToLowerInvariant() switch
    {
        "cloud_efficiency" or "cloud_ssd" or "cloud_essd" => true,
        "cloud_auto" or "cloud_essd_entry" => null,
        var other => IsEphemeral(other),
    };

    private static bool IsEphemeral(string category) => category.StartsWith("elastic_ephemeral_disk_", StringComparison.Ordinal);
}
