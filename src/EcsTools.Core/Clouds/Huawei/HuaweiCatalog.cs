using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What an account holds besides servers (docs/contracts/huawei-ecs.md 3.8, 3.10 to 3.12).</summary>
internal sealed class HuaweiCatalog(HuaweiClientSet families, IOpenStackApi api) : ICloudInventory
{
    public async Task<Page<EcsDisk>> ListDisksAsync(DiskQuery query, string? continuation, CancellationToken cancellation)
    {
        if (query.InstanceId is { } server)
        {
            return new Page<EcsDisk>(await families.Disks.GetOfServerAsync(server, cancellation).ConfigureAwait(false), null);
        }

        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        Page<Volume> page = query.Ids.Count > 0
            ? new Page<Volume>([.. (await families.Disks.FindAsync(query.Ids, cancellation).ConfigureAwait(false)).Values], null)
            : await families.Disks.ListPageAsync(continuation, cancellation).ConfigureAwait(false);
        return page.Select(v => v.ToDisk(origin, v.IsSystemDisk()));
    }

    public async Task<Page<EcsImage>> ListImagesAsync(ImageQuery query, string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        Page<HuaweiImage> page = query.Ids.Count > 0
            ? await ApiCalls.FindEachAsync(query.Ids, id => families.Images.FindAsync(id, cancellation)).ConfigureAwait(false)
            : await families.Images.ListPageAsync(BuildFilters(query), continuation, cancellation).ConfigureAwait(false);
        return page.Select(i => Describe(i, origin));
    }

    public Task<Page<EcsKeyPair>> ListKeyPairsAsync(string? continuation, CancellationToken cancellation) =>
        families.KeyPairs.ListPageAsync(continuation, cancellation);

    public async Task<Page<EcsSnapshot>> ListSnapshotsAsync(SnapshotQuery query, string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        Page<VolumeSnapshot> page = query.Ids.Count == 0 && query.DiskId is null && query.InstanceId is { } server
            ? await families.Snapshots.ListOfVolumesAsync(
                (await families.Disks.GetOfServerAsync(server, cancellation).ConfigureAwait(false)).Select(d => d.Id), cancellation).ConfigureAwait(false)
            : await families.Snapshots.ListAsync(query, continuation, cancellation).ConfigureAwait(false);
        IReadOnlyDictionary<string, Volume> volumes = await ReadVolumesAsync(page.Items, cancellation).ConfigureAwait(false);
        return page.Select(s => s.ToSnapshot(volumes.TryGetValue(s.VolumeId, out Volume? volume) && volume.IsSystemDisk(), volume?.ServerId, origin));
    }

    public Task<IReadOnlyList<EcsRegion>> ListRegionsAsync(CancellationToken cancellation) => families.Regions.ListAsync(cancellation);

    public Task<Page<EcsNetwork>> ListNetworksAsync(string? continuation, CancellationToken cancellation) =>
        families.Networks.ListAsync(continuation, cancellation);

    public Task<Page<EcsSecurityGroup>> ListSecurityGroupsAsync(string? continuation, CancellationToken cancellation) =>
        families.SecurityGroups.ListAsync(continuation, cancellation);

    public Task<IReadOnlyList<EcsZone>> ListZonesAsync(CancellationToken cancellation) => families.Zones.ListAsync(cancellation);

    public async Task<IReadOnlyList<EcsInstanceSize>> ListSizesAsync(EcsInstance? instance, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<HuaweiFlavor> flavors = instance is null
            ? await families.Sizes.ListAsync(cancellation).ConfigureAwait(false)
            : await families.Sizes.ListTargetsAsync(("instance_uuid", instance.Id), cancellation).ConfigureAwait(false);
        return [.. flavors.Select(f => f.ToSize(instance, origin))];
    }

    private EcsImage Describe(HuaweiImage image, ResourceOrigin origin) => image.ToImage(
        origin, isUsable: image.IsRegistered == true && HuaweiImageChecks.FindFlaw(image, origin.ProjectId, families.Variant) is null);

    // A name is not handed on: whether the cloud minds its letter case is not known, and the caller does not.
    private static IEnumerable<(string Name, string Value)> BuildFilters(ImageQuery query)
    {
        string? kind = query.Owner?.ToUpperInvariant() switch
        {
            "PUBLIC" => "gold",
            "PRIVATE" => "private",
            "SHARED" => "shared",
            "MARKETPLACE" => "market",
            _ => null,
        };
        if (kind is not null)
        {
            yield return ("__imagetype", kind);
        }

        if (query.OsType is EcsOsType.Linux or EcsOsType.Windows)
        {
            yield return ("__os_type", query.OsType.Value.ToString());
        }

        if (query.Size is not null)
        {
            yield return ("flavor_id", query.Size);
        }
    }

    private async Task<IReadOnlyDictionary<string, Volume>> ReadVolumesAsync(IReadOnlyList<VolumeSnapshot> snapshots, CancellationToken cancellation)
    {
        try
        {
            return await families.Disks.FindAsync([.. snapshots.Select(s => s.VolumeId)], cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.AccessDenied or EcsErrorId.NotSupported)
        {
            AmbientLog.Current.Verbose($"The servers of the snapshots are unknown: {error.Message}");
            return new Dictionary<string, Volume>(StringComparer.Ordinal);
        }
    }
}
