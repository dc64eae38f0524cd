using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>A server as its row tells it.</summary>
internal sealed record NovaServerRow(EcsInstance Instance, IReadOnlyList<string> BootVolumeIds)
{
    /// <summary>Reads a row.</summary>
    /// <returns>The row, or null if the server has no id.</returns>
    public static NovaServerRow? Read(JsonRow server, ResourceOrigin origin) => NovaServerReader.Read(server, origin) is not { } instance ? null : new NovaServerRow(
        instance, NovaServerReader.IsVolumeBacked(instance) ? NovaServerReader.ReadVolumeIds(server) : Array.Empty<string>());

    /// <summary>The server with what its volumes tell: which of them it boots from, and the image that one was made from.</summary>
    public EcsInstance Complete(IReadOnlyDictionary<string, Volume> volumes)
    {
        Volume[] own = [.. BootVolumeIds.Where(volumes.ContainsKey).Select(id => volumes[id].At(Instance.Id))];
        Volume? boot = BootVolumeIds.Count == 1 ? own.SingleOrDefault() : own.FirstOrDefault(v => v.IsSystemDisk() && v.ServerId == Instance.Id);
        return boot is null ? Instance : Instance with { SystemDiskId = boot.Id, ImageId = boot.ImageId ?? "" };
    }
}
