using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What is read for the plans of rescues, each thing once.</summary>
internal sealed class RescuePreflightData
{
    private readonly Dictionary<string, LookupResult<IReadOnlyList<EcsDisk>>> _attached;
    private readonly Dictionary<string, string?> _diskIds;
    private readonly Dictionary<string, string?> _helperIds;
    private readonly LookupResult<IReadOnlyDictionary<string, Volume>> _disks;
    private readonly LookupResult<IReadOnlyList<EcsInstance>> _helpers;

    private RescuePreflightData(
        Dictionary<string, LookupResult<IReadOnlyList<EcsDisk>>> attached,
        (Dictionary<string, string?> Ids, LookupResult<IReadOnlyDictionary<string, Volume>> Found) disks,
        (Dictionary<string, string?> Ids, LookupResult<IReadOnlyList<EcsInstance>> Found) helpers)
    {
        _attached = attached;
        (_diskIds, _disks) = disks;
        (_helperIds, _helpers) = helpers;
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="findDisk">Which disk is the server's system disk, by its attached disks; null if that is not known.</param>
    /// <param name="findHelper">Which server takes the disk or has it; null if none does.</param>
    public static async Task<RescuePreflightData> GatherAsync(
        HuaweiClientSet families,
        IReadOnlyList<StepTarget> targets,
        Func<StepTarget, LookupResult<IReadOnlyList<EcsDisk>>, string?> findDisk,
        Func<StepTarget, Volume?, string?> findHelper,
        CancellationToken cancellation)
    {
        Dictionary<string, LookupResult<IReadOnlyList<EcsDisk>>> attached = await LookupResult<IReadOnlyList<EcsDisk>>.ReadEachAsync(
            targets.Select(t => t.Instance.Id), id => families.Disks.GetOfServerAsync(id, cancellation)).ConfigureAwait(false);
        StepTarget[] servers = [.. targets.GroupBy(t => t.Instance.Id).Select(g => g.First())];
        Dictionary<string, string?> diskIds = servers.ToDictionary(t => t.Instance.Id, t => findDisk(t, attached[t.Instance.Id]));
        LookupResult<IReadOnlyDictionary<string, Volume>> disks = await LookupResult<IReadOnlyDictionary<string, Volume>>.ReadAsync(
            () => families.Disks.FindAsync([.. diskIds.Values.OfType<string>()], cancellation)).ConfigureAwait(false);
        Dictionary<string, string?> helperIds = servers.ToDictionary(
            t => t.Instance.Id, t => findHelper(t, diskIds[t.Instance.Id] is { } id && disks.Value?.TryGetValue(id, out Volume? disk) == true ? disk : null));
        LookupResult<IReadOnlyList<EcsInstance>> helpers = await LookupResult<IReadOnlyList<EcsInstance>>.ReadAsync(
            () => families.Inventory.FindAsync([.. helperIds.Values.OfType<string>().Distinct()], cancellation)).ConfigureAwait(false);
        return new RescuePreflightData(attached, (diskIds, disks), (helperIds, helpers));
    }

    /// <summary>The disks that are attached to the server.</summary>
    public LookupResult<IReadOnlyList<EcsDisk>> FindAttached(StepTarget target) => _attached[target.Instance.Id];

    /// <summary>The server's system disk, wherever it is; null inside if there is none, or it is not known.</summary>
    public LookupResult<Volume?> FindDisk(StepTarget target) =>
        new(_diskIds[target.Instance.Id] is { } id && _disks.Value?.TryGetValue(id, out Volume? disk) == true ? disk : null, _disks.Error);

    /// <summary>The server that takes the disk or has it; null inside if there is none.</summary>
    public LookupResult<EcsInstance?> FindHelper(StepTarget target) => new(
        _helpers.Value?.FirstOrDefault(h => string.Equals(h.Id, _helperIds[target.Instance.Id], StringComparison.OrdinalIgnoreCase)), _helpers.Error);
}
