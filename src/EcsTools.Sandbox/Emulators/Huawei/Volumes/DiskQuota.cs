using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Volumes;

/// <summary>How many disks a project may have; -1 is no limit (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class DiskQuota
{
    /// <summary>The kinds of disk that quotas name.</summary>
    public static readonly IReadOnlyList<string> Types = ["SSD", "SAS", "SATA"];

    /// <summary>Makes a quota with room for twice what there is.</summary>
    /// <param name="backend">The world it is for.</param>
    public DiskQuota(RegionBackend backend)
    {
        int disks = backend.Servers.Sum(s => s.Disks.Count);
        Volumes = Math.Max(400, 2 * disks);
        Gigabytes = Math.Max(32768, 200 * disks);
    }

    /// <summary>Disks.</summary>
    public int Volumes { get; set; }

    /// <summary>Their size together, in GiB.</summary>
    public int Gigabytes { get; set; }

    /// <summary>Snapshots.</summary>
    public int Snapshots { get; set; } = 1000;

    /// <summary>Disks of one kind.</summary>
    public Dictionary<string, int> VolumesOf { get; } = Types.ToDictionary(t => t, _ => -1, StringComparer.Ordinal);

    /// <summary>Size together of the disks of one kind, in GiB.</summary>
    public Dictionary<string, int> GigabytesOf { get; } = Types.ToDictionary(t => t, _ => -1, StringComparer.Ordinal);

    /// <summary>Whether one more disk fits.</summary>
    /// <param name="project">The project.</param>
    /// <param name="type">The disk's kind.</param>
    /// <param name="sizeGiB">Its size.</param>
    /// <returns>True if it does.</returns>
    public bool HasRoom(Project project, string type, int sizeGiB)
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

        return Fits(volumes, 1, Volumes)
            && Fits(gigabytes, sizeGiB, Gigabytes)
            && Fits(volumesOfType, 1, LimitOf(VolumesOf, type))
            && Fits(gigabytesOfType, sizeGiB, LimitOf(GigabytesOf, type));
    }

    private static int LimitOf(Dictionary<string, int> limits, string type) => limits.TryGetValue(type, out int limit) ? limit : -1;

    private static bool Fits(int inUse, int more, int limit) => limit == -1 || inUse + more <= limit;
}
