using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>What an account holds besides servers.</summary>
internal sealed class NovaCatalog(OpenStackClientSet families) : ICloudInventory
{
    public async Task<Page<EcsDisk>> ListDisksAsync(DiskQuery query, string? continuation, CancellationToken cancellation) =>
        query.InstanceId is { } server ? new Page<EcsDisk>(await families.Disks.GetOfServerAsync(server, cancellation).ConfigureAwait(false), null)
        : query.Ids.Count > 0 ? new Page<EcsDisk>(await families.Disks.FindAsync(query.Ids, cancellation).ConfigureAwait(false), null)
        : await families.Disks.ListPageAsync(continuation, cancellation).ConfigureAwait(false);

    public async Task<Page<EcsImage>> ListImagesAsync(ImageQuery query, string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        if (query.Ids.Count > 0)
        {
            return (await ApiCalls.FindEachAsync(query.Ids, id => families.Images.FindAsync(id, cancellation)).ConfigureAwait(false)).Select(i => i.ToImage(origin));
        }

        (IReadOnlyList<GlanceImage> items, string? next) = await families.Images.ListPageAsync([], continuation, cancellation).ConfigureAwait(false);
        EcsInstanceSize? size = query.Size is null ? null
            : (await ListSizesAsync(null, cancellation).ConfigureAwait(false)).FirstOrDefault(s => string.Equals(s.Name, query.Size, StringComparison.OrdinalIgnoreCase));
        return new Page<EcsImage>([.. items.Where(i => size is null || i.MinMemoryMiB <= size.MemoryMiB).Select(i => i.ToImage(origin))], next);
    }

    public Task<Page<EcsKeyPair>> ListKeyPairsAsync(string? continuation, CancellationToken cancellation) =>
        families.KeyPairs.ListPageAsync(continuation, cancellation);

    public async Task<Page<EcsSnapshot>> ListSnapshotsAsync(SnapshotQuery query, string? continuation, CancellationToken cancellation)
    {
        await families.Volumes.RequireAsync(cancellation).ConfigureAwait(false);
        ResourceOrigin origin = await families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        Page<VolumeSnapshot> page = query.Ids.Count == 0 && query.InstanceId is { } server
            ? await families.Snapshots.ListOfVolumesAsync(
                await families.Servers.FindAsync(server, cancellation).ConfigureAwait(false) is { } row ? NovaServerReader.ReadVolumeIds(row) : [], cancellation).ConfigureAwait(false)
            : await families.Snapshots.ListAsync(query, continuation, cancellation).ConfigureAwait(false);
        IReadOnlyDictionary<string, Volume> volumes =
            await families.Volumes.DescribeAsync([.. page.Items.Select(s => s.VolumeId)], cancellation).ConfigureAwait(false);
        return page.Select(s => s.ToSnapshot(volumes.TryGetValue(s.VolumeId, out Volume? volume) && volume.IsSystemDisk(), volume?.ServerId, origin));
    }

    public async Task<IReadOnlyList<EcsRegion>> ListRegionsAsync(CancellationToken cancellation)
    {
        ResourceOrigin origin = await families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        return
        [
            .. from region in await families.Client.ListRegionsAsync(cancellation).ConfigureAwait(false)
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

    public Task<Page<EcsNetwork>> ListNetworksAsync(string? continuation, CancellationToken cancellation) =>
        families.Networks.ListAsync(continuation, cancellation);

    public Task<Page<EcsSecurityGroup>> ListSecurityGroupsAsync(string? continuation, CancellationToken cancellation) =>
        families.SecurityGroups.ListAsync(continuation, cancellation);

    public Task<IReadOnlyList<EcsZone>> ListZonesAsync(CancellationToken cancellation) => families.Zones.ListAsync(cancellation);

    public async Task<IReadOnlyList<EcsInstanceSize>> ListSizesAsync(EcsInstance? instance, CancellationToken cancellation)
    {
        ResourceOrigin origin = await families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        return [.. (await families.Flavors.ListAsync(cancellation).ConfigureAwait(false)).Select(f => f.ToSize(instance, origin))];
    }
}
