using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

internal static class CinderVolumes
{
    /// <summary>Reads a volume; what others call tags is metadata here.</summary>
    public static Volume? Read(JObject json) => Volume.Read(json) is { } volume ? volume with { Tags = TagText.ReadPairs(json.Object("metadata")) } : null;

    /// <summary>The volume that a step is about: one that was named, or the server's system disk.</summary>
    /// <returns>Its id; empty if the cloud does not tell what the server boots from.</returns>
    public static string IdOf(StepTarget target) => target.Options.DiskId ?? target.Instance.SystemDiskId ?? "";

    /// <summary>True if a server boots from it: the first device of one, and bootable.</summary>
    public static bool IsSystemDisk(this Volume volume) =>
        volume.IsBootable && volume.ServerId is not null && volume.Device.EndsWith("a", StringComparison.Ordinal);
}
