using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Volumes;

/// <summary>Disk quota of a project; -1 is no limit (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class DiskQuota
{
    public static readonly IReadOnlyList<string> Types = ["SSD", "SAS", "SATA"];

    /// <summary>Leaves room for twice the present disks.</summary>
    public DiskQuota(RegionBackend backend)
    {
        int disks = backend.Servers.Sum(s => s.Disks.Count);
        Volumes = Math.Max(400, 2 * disks);
        Gigabytes = Math.Max(32768, 200 * disks);
    }

    public int Volumes { get; set; }

    /// <summary>Total size in GiB.</summary>
    public int Gigabytes { get; set; }

    public int Snapshots { get; set; } = 1000;

    public Dictionary<string, int> VolumesOf { get; } = Types.ToDictionary(t => t, _ => -1, StringComparer.Ordinal);

    /// <summary>In GiB.</summary>
    public Dictionary<string, int> GigabytesOf { get; } = Types.ToDictionary(t => t, _ => -1, StringComparer.Ordinal);

    public bool HasRoom(Project project, string type, int sizeGiB, int newVolumes = 1)
    {
        int volumes = 0, gigabytes = 0, volumesOfType = 0, gigabytesOfType = 0;
        foreach ((Disk disk, _) in project.Disks())
        {
            volumes++;
            gigabytes += disk.SizeGiB;
            if (disk.Category == type)
            {
                volumesOfType++;
                gigabytesOfType += disk.SizeGiB;
            }
        }

        return Fits(volumes, newVolumes, Volumes)
            && Fits(gigabytes, sizeGiB, Gigabytes)
            && Fits(volumesOfType, newVolumes, LimitOf(VolumesOf, type))
            && Fits(gigabytesOfType, sizeGiB, LimitOf(GigabytesOf, type));
    }

    private static int LimitOf(Dictionary<string, int> limits, string type) => limits.TryGetValue(type, out int limit) ? limit : -1;

    private static bool Fits(int inUse, int more, int limit) => limit == -1 || inUse + more <= limit;
}
