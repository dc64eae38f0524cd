using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>What an account holds besides servers.</summary>
internal sealed class NovaCatalog
{
    private readonly OpenStackClientSet _families;

    public NovaCatalog(OpenStackClientSet families) => _families = families;

    /// <inheritdoc cref="ICloudInventory.ListDisksAsync"/>
    public async Task<Page<EcsDisk>> ListDisksAsync(DiskQuery query, string? continuation, CancellationToken cancellation) =>
        query.InstanceId is { } server ? new Page<EcsDisk>(await _families.Disks.GetOfServerAsync(server, cancellation).ConfigureAwait(false), null)
        : query.Ids.Count > 0 ? new Page<EcsDisk>(await _families.Disks.FindAsync(query.Ids, cancellation).ConfigureAwait(false), null)
        : await _families.Disks.ListPageAsync(continuation, cancellation).ConfigureAwait(false);

    /// <inheritdoc cref="ICloudInventory.ListImagesAsync"/>
    public async Task<Page<EcsImage>> ListImagesAsync(ImageQuery query, string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        if (query.Ids.Count > 0)
        {
            GlanceImage?[] found = await Task.WhenAll(query.Ids.Distinct().Select(id => _families.Images.FindAsync(id, cancellation))).ConfigureAwait(false);
            return new Page<EcsImage>([.. found.OfType<GlanceImage>().Select(i => i.ToImage(origin))], null);
        }

        (IReadOnlyList<GlanceImage> items, string? next) = await _families.Images.ListPageAsync([], continuation, cancellation).ConfigureAwait(false);
        EcsInstanceSize? size = query.Size is null ? null
            : (await ListSizesAsync(null, cancellation).ConfigureAwait(false)).FirstOrDefault(s => string.Equals(s.Name, query.Size, StringComparison.OrdinalIgnoreCase));
        return new Page<EcsImage>([.. items.Where(i => size is null || i.MinMemoryMiB <= size.MemoryMiB).Select(i => i.ToImage(origin))], next);
    }

    /// <inheritdoc cref="ICloudInventory.ListKeyPairsAsync"/>
    public Task<Page<EcsKeyPair>> ListKeyPairsAsync(string? continuation, CancellationToken cancellation) =>
        _families.KeyPairs.ListPageAsync(continuation, cancellation);

    /// <inheritdoc cref="ICloudInventory.ListSnapshotsAsync"/>
    public async Task<Page<EcsSnapshot>> ListSnapshotsAsync(SnapshotQuery query, string? continuation, CancellationToken cancellation)
    {
        await _families.Volumes.RequireAsync(cancellation).ConfigureAwait(false);
        ResourceOrigin origin = await _families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        (IReadOnlyList<VolumeSnapshot> items, string? next) = await ReadSnapshotsAsync(query, continuation, cancellation).ConfigureAwait(false);
        IReadOnlyDictionary<string, CinderVolume> volumes =
            await _families.Volumes.DescribeAsync([.. items.Select(s => s.VolumeId)], cancellation).ConfigureAwait(false);
        return new Page<EcsSnapshot>(
            [.. items.Select(s => s.ToSnapshot(volumes.TryGetValue(s.VolumeId, out CinderVolume? volume) && volume.IsSystemDisk, volume?.ServerId, origin))], next);
    }

    /// <inheritdoc cref="ICloudInventory.ListRegionsAsync"/>
    public async Task<IReadOnlyList<EcsRegion>> ListRegionsAsync(CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        return
        [
            .. from region in await _families.Client.ListRegionsAsync(cancellation).ConfigureAwait(false)
               select new EcsRegion
               {
                   Id = region.Id,
                   Name = region.Id,
                   Endpoint = Uri.TryCreate(region.Address, UriKind.Absolute, out Uri? address) ? address.Host : "",
                   IsAvailable = true,
                   Cloud = EcsCloud.OpenStack,
                   Account = origin.Account,
               },
        ];
    }

    /// <inheritdoc cref="ICloudInventory.ListSizesAsync"/>
    public async Task<IReadOnlyList<EcsInstanceSize>> ListSizesAsync(EcsInstance? instance, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        return [.. (await _families.Flavors.ListAsync(cancellation).ConfigureAwait(false)).Select(f => f.ToSize(instance, origin))];
    }

    private async Task<(IReadOnlyList<VolumeSnapshot> Items, string? Next)> ReadSnapshotsAsync(
        SnapshotQuery query, string? continuation, CancellationToken cancellation)
    {
        if (query.Ids.Count > 0)
        {
            VolumeSnapshot?[] found = await Task.WhenAll(query.Ids.Distinct().Select(id => _families.Snapshots.FindAsync(id, cancellation))).ConfigureAwait(false);
            return ([.. found.OfType<VolumeSnapshot>()], null);
        }

        if (query.InstanceId is { } server)
        {
            JObject? row = await _families.Servers.FindAsync(server, cancellation).ConfigureAwait(false);
            IReadOnlyList<VolumeSnapshot>[] each = await Task.WhenAll(
                (row is null ? [] : NovaServerReader.ReadVolumeIds(row)).Select(id => _families.Snapshots.ListOfVolumeAsync(id, cancellation))).ConfigureAwait(false);
            return ([.. each.SelectMany(s => s)], null);
        }

        return await _families.Snapshots.ListPageAsync(query.DiskId, continuation, cancellation).ConfigureAwait(false);
    }
}
