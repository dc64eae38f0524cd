using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>What an account holds besides servers.</summary>
internal sealed class NovaCatalog
{
    private readonly NovaFamilies _families;

    /// <summary>Makes the catalogue.</summary>
    /// <param name="families">The calls.</param>
    public NovaCatalog(NovaFamilies families) => _families = families;

    /// <inheritdoc cref="ICloudInventory.ListDisksAsync"/>
    public async Task<Page<EcsDisk>> ListDisksAsync(DiskQuery query, string? continuation, CancellationToken cancellation) =>
        query.InstanceId is { } server ? new Page<EcsDisk>(await _families.Disks.GetOfServerAsync(server, cancellation).ConfigureAwait(false), null)
        : query.Ids.Count > 0 ? new Page<EcsDisk>(await _families.Disks.FindAsync(query.Ids, cancellation).ConfigureAwait(false), null)
        : await _families.Disks.ListPageAsync(continuation, cancellation).ConfigureAwait(false);

    /// <inheritdoc cref="ICloudInventory.ListImagesAsync"/>
    public async Task<Page<EcsImage>> ListImagesAsync(ImageQuery query, string? continuation, CancellationToken cancellation)
    {
        OpenStackOrigin origin = await _families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
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
    public Task<Page<EcsSnapshot>> ListSnapshotsAsync(SnapshotQuery query, string? continuation, CancellationToken cancellation) =>
        throw new EcsException(EcsErrorId.NotSupported, "Snapshots of volumes are not offered for OpenStack.")
        {
            RecommendedAction = "Make an image of the whole server with New-EcsImage; see Get-EcsImage.",
        };

    /// <inheritdoc cref="ICloudInventory.ListRegionsAsync"/>
    public async Task<IReadOnlyList<EcsRegion>> ListRegionsAsync(CancellationToken cancellation)
    {
        OpenStackOrigin origin = await _families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
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
        OpenStackOrigin origin = await _families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        return [.. (await _families.Flavors.ListAsync(cancellation).ConfigureAwait(false)).Select(f => f.ToSize(instance, origin))];
    }
}
