using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What this cloud's disks tell by the fields that all clouds have (docs/contracts/huawei-ecs.md 3.10).</summary>
internal static class HuaweiVolumes
{
    /// <summary>True if it is detached, as a roll-back needs it.</summary>
    public static bool IsDetached(this Volume volume) => volume.ServerId is null && volume.Status is "available" or "error_rollbacking";

    /// <summary>True for what is a system disk as far as this service tells. Only a server's own list of devices names its boot index,
    /// and a bootable disk may also have been attached as a data disk.</summary>
    public static bool IsSystemDisk(this Volume volume) =>
        volume.IsBootable && (volume.Device.Length == 0 || volume.Device.EndsWith("da", StringComparison.Ordinal));
}
