using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>
/// A snapshot of a volume that an image points to: what Nova makes of a server that boots from a volume has no data of its own, and is
/// active before its snapshots are.
/// </summary>
internal sealed record ImageSnapshot(string Id, bool IsOfBootVolume)
{
    /// <summary>Reads the image's <c>block_device_mapping</c>.</summary>
    /// <returns>The snapshots; none if the text is no such mapping, so that nothing is proven by it.</returns>
    public static IReadOnlyList<ImageSnapshot> Read(string? mapping)
    {
        try
        {
            return string.IsNullOrEmpty(mapping) ? [] :
            [
                .. JsonParser.ParseObject($"{{\"devices\":{mapping}}}").Objects("devices")
                    .Where(d => d.Text("snapshot_id") is not null)
                    .Select(d => new ImageSnapshot(d.Text("snapshot_id")!, d.Integer("boot_index") == 0)),
            ];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
