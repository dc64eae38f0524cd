namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Looks up the disks of many servers, and the snapshots that are being made of them, with few calls.</summary>
internal sealed class AlibabaDiskPrefetcher
{
    private readonly AlibabaDisksClient _disks;
    private readonly AlibabaSnapshotsClient _snapshots;

    public AlibabaDiskPrefetcher(AlibabaDisksClient disks, AlibabaSnapshotsClient snapshots)
    {
        _disks = disks;
        _snapshots = snapshots;
    }

    /// <summary>Looks up what is needed about one disk of each server.</summary>
    /// <param name="diskId">The disk meant; null for the system disk.</param>
    /// <returns>A case for each server, in the order given.</returns>
    /// <exception cref="EcsException">The cloud could not be reached.</exception>
    public async Task<IReadOnlyList<AlibabaDiskPreflightContext>> GatherAsync(
        IReadOnlyList<StepTarget> targets, Func<StepTarget, string?> diskId, bool concernsAll, CancellationToken cancellation)
    {
        LookupResult<ILookup<string, AlibabaDisk>> disks = await LookupResult<ILookup<string, AlibabaDisk>>.ReadAsync(
            () => _disks.FindAsync([.. targets.Select(t => t.Instance.Id).Distinct(StringComparer.Ordinal)], cancellation)).ConfigureAwait(false);
        AlibabaDiskPreflightContext[] subjects = [.. targets.Select(t => new AlibabaDiskPreflightContext(t, diskId(t), concernsAll, disks, LookupResult<ILookup<string, string>>.None))];
        string[] ids = [.. subjects.SelectMany(s => s.Concerned).Select(d => d.Disk.Id).Distinct(StringComparer.Ordinal)];
        LookupResult<ILookup<string, string>> underWay = await LookupResult<ILookup<string, string>>.ReadAsync(
            () => _snapshots.FindUnderWayAsync(ids, cancellation)).ConfigureAwait(false);
        return [.. subjects.Select(s => s with { UnderWay = underWay })];
    }

    /// <summary>Looks at one disk of a server.</summary>
    /// <returns>The disk, or null if it is not attached to the server.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<EcsDisk?> FindAsync(string instanceId, string? diskId, CancellationToken cancellation) =>
        (await _disks.ListAsync(instanceId, cancellation).ConfigureAwait(false)).FirstOrDefault(d => d.Id == diskId);

    /// <summary>Looks whether a disk is attached to a server and nothing is done to it.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<bool> IsInUseAsync(string instanceId, string diskId, CancellationToken cancellation) =>
        await FindAsync(instanceId, diskId, cancellation).ConfigureAwait(false) is { } disk && AlibabaDiskPreflightContext.IsInUse(disk);
}
