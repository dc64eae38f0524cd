using System;

using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.OpenStack;

internal static class CinderVolumes
{
    /// <summary>True if a server boots from it: the first device of one, and bootable.</summary>
    public static bool IsSystemDisk(this Volume volume) =>
        volume.IsBootable && volume.ServerId is not null && volume.Device.EndsWith("a", StringComparison.Ordinal);
}
