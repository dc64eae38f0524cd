using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What an account holds besides servers (docs/contracts/huawei-ecs.md 3.8, 3.10 to 3.12).</summary>
internal sealed class HuaweiCatalog : ICloudInventory
{
    private readonly HuaweiClientSet _families;

    public HuaweiCatalog(HuaweiClientSet families) => _families = families;

    public async Task<Page<EcsDisk>> ListDisksAsync(DiskQuery query, string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.GetOriginAsync(cancellation).ConfigureAwait(false);
        if (query.InstanceId is { } server)
        {
            return new Page<EcsDisk>(await _families.Disks.GetOfServerAsync(server, origin, cancellation).ConfigureAwait(false), null);
        }

        if (query.Ids.Count > 0)
        {
            IReadOnlyDictionary<string, HuaweiVolume> found = await _families.Disks.FindAsync(query.Ids, cancellation).ConfigureAwait(false);
            return new Page<EcsDisk>([.. found.Values.Select(v => v.ToDisk(origin))], null);
        }

        (IReadOnlyList<HuaweiVolume> items, int? next) =
            await _families.Disks.ListPageAsync(HuaweiPaging.ParseOffset(continuation), cancellation).ConfigureAwait(false);
        return new Page<EcsDisk>([.. items.Select(v => v.ToDisk(origin))], HuaweiPaging.AsContinuation(next));
    }

    public async Task<Page<EcsImage>> ListImagesAsync(ImageQuery query, string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.GetOriginAsync(cancellation).ConfigureAwait(false);
        if (query.Ids.Count > 0)
        {
            HuaweiImage?[] found = await Task.WhenAll(query.Ids.Distinct().Select(id => _families.Images.FindAsync(id, cancellation))).ConfigureAwait(false);
            return new Page<EcsImage>([.. found.OfType<HuaweiImage>().Select(i => Describe(i, origin))], null);
        }

        (IReadOnlyList<HuaweiImage> items, string? next) =
            await _families.Images.ListPageAsync(BuildFilters(query), continuation, cancellation).ConfigureAwait(false);
        return new Page<EcsImage>([.. items.Select(i => Describe(i, origin))], next);
    }

    public async Task<Page<EcsKeyPair>> ListKeyPairsAsync(string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await _families.KeyPairs.ListPageAsync(continuation, origin, cancellation).ConfigureAwait(false);
    }

    public async Task<Page<EcsSnapshot>> ListSnapshotsAsync(SnapshotQuery query, string? continuation, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.GetOriginAsync(cancellation).ConfigureAwait(false);
        (IReadOnlyList<VolumeSnapshot> items, int? next) = await ReadSnapshotsAsync(query, continuation, origin, cancellation).ConfigureAwait(false);
        IReadOnlyDictionary<string, HuaweiVolume> volumes = await ReadVolumesAsync(items, cancellation).ConfigureAwait(false);
        return new Page<EcsSnapshot>(
            [.. items.Select(s => s.ToSnapshot(volumes.TryGetValue(s.VolumeId, out HuaweiVolume? volume) && volume.IsSystemDisk, volume?.ServerId, origin))],
            HuaweiPaging.AsContinuation(next));
    }

    public Task<IReadOnlyList<EcsRegion>> ListRegionsAsync(CancellationToken cancellation) => _families.Regions.ListAsync(cancellation);

    public async Task<IReadOnlyList<EcsInstanceSize>> ListSizesAsync(EcsInstance? instance, CancellationToken cancellation)
    {
        ResourceOrigin origin = await _families.GetOriginAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<HuaweiFlavor> flavors = instance is null
            ? await _families.Sizes.ListAsync(cancellation).ConfigureAwait(false)
            : await _families.Sizes.ListTargetsAsync(("instance_uuid", instance.Id), cancellation).ConfigureAwait(false);
        return [.. flavors.Select(f => f.ToSize(instance, origin))];
    }

    private EcsImage Describe(HuaweiImage image, ResourceOrigin origin) => image.ToImage(
        origin, isUsable: image.IsRegistered == true && HuaweiImageChecks.FindFlaw(image, origin.ProjectId, _families.Variant) is null);

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

    private async Task<(IReadOnlyList<VolumeSnapshot> Items, int? Next)> ReadSnapshotsAsync(
        SnapshotQuery query, string? continuation, ResourceOrigin origin, CancellationToken cancellation)
    {
        if (query.Ids.Count > 0)
        {
            VolumeSnapshot?[] found = await Task.WhenAll(
                query.Ids.Distinct().Select(id => _families.Snapshots.FindAsync(id, cancellation))).ConfigureAwait(false);
            return ([.. found.OfType<VolumeSnapshot>()], null);
        }

        if (query.DiskId is null && query.InstanceId is { } server)
        {
            IReadOnlyList<EcsDisk> disks = await _families.Disks.GetOfServerAsync(server, origin, cancellation).ConfigureAwait(false);
            IReadOnlyList<VolumeSnapshot>[] each = await Task.WhenAll(
                disks.Select(d => _families.Snapshots.ListAsync(d.Id, cancellation))).ConfigureAwait(false);
            return ([.. each.SelectMany(s => s)], null);
        }

        return await _families.Snapshots.ListPageAsync(query.DiskId, HuaweiPaging.ParseOffset(continuation), cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyDictionary<string, HuaweiVolume>> ReadVolumesAsync(IReadOnlyList<VolumeSnapshot> snapshots, CancellationToken cancellation)
    {
        try
        {
            return await _families.Disks.FindAsync([.. snapshots.Select(s => s.VolumeId)], cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.AccessDenied or EcsErrorId.NotSupported)
        {
            AmbientLog.Current.Verbose($"The servers of the snapshots are not known: {error.Message}");
            return new Dictionary<string, HuaweiVolume>(StringComparer.Ordinal);
        }
    }
}
