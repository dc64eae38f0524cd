namespace EcsTools.Core.Clouds;

/// <summary>What else an account holds besides servers. Lists come page by page, as in <see cref="ICloud.ListInstancesAsync"/>.</summary>
internal interface ICloudInventory
{
    /// <summary>Reads one page of disks.</summary>
    /// <param name="query">What is wanted; the caller filters what the cloud cannot.</param>
    Task<Page<EcsDisk>> ListDisksAsync(DiskQuery query, string? continuation, CancellationToken cancellation);

    /// <summary>Reads one page of images.</summary>
    /// <param name="query">What is wanted; the caller filters what the cloud cannot.</param>
    Task<Page<EcsImage>> ListImagesAsync(ImageQuery query, string? continuation, CancellationToken cancellation);

    /// <summary>Reads one page of key pairs that this user can see.</summary>
    Task<Page<EcsKeyPair>> ListKeyPairsAsync(string? continuation, CancellationToken cancellation);

    /// <summary>Reads one page of snapshots.</summary>
    /// <param name="query">What is wanted; the caller filters what the cloud cannot.</param>
    Task<Page<EcsSnapshot>> ListSnapshotsAsync(SnapshotQuery query, string? continuation, CancellationToken cancellation);

    /// <summary>Reads one page of what servers can be attached to.</summary>
    Task<Page<EcsNetwork>> ListNetworksAsync(string? continuation, CancellationToken cancellation);

    /// <summary>Reads one page of security groups.</summary>
    Task<Page<EcsSecurityGroup>> ListSecurityGroupsAsync(string? continuation, CancellationToken cancellation);

    /// <summary>Reads the zones of the region.</summary>
    Task<IReadOnlyList<EcsZone>> ListZonesAsync(CancellationToken cancellation);

    /// <summary>Reads the regions.</summary>
    Task<IReadOnlyList<EcsRegion>> ListRegionsAsync(CancellationToken cancellation);

    /// <summary>Reads the sizes a server can be given, or all sizes of the region.</summary>
    /// <param name="instance">The server, or null for all sizes.</param>
    Task<IReadOnlyList<EcsInstanceSize>> ListSizesAsync(EcsInstance? instance, CancellationToken cancellation);
}
