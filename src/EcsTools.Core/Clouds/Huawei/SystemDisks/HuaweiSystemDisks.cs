using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The system disks of many servers, read with few calls (docs/contracts/huawei-ecs.md 3.2, 3.10).</summary>
internal sealed class HuaweiSystemDisks
{
    private readonly IReadOnlyDictionary<string, LookupResult<string?>> _asked;

    private HuaweiSystemDisks(IReadOnlyDictionary<string, LookupResult<string?>> asked, LookupResult<IReadOnlyDictionary<string, Volume>> volumes)
    {
        _asked = asked;
        Volumes = volumes;
    }

    /// <summary>The disks by id, as their own service describes them.</summary>
    public LookupResult<IReadOnlyDictionary<string, Volume>> Volumes { get; }

    /// <summary>Reads them. Only servers whose own object does not tell are asked for their devices.</summary>
    public static async Task<HuaweiSystemDisks> GatherAsync(HuaweiClientSet families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        Dictionary<string, LookupResult<string?>> asked = await LookupResult<string?>.ReadEachAsync(
            targets.Where(t => t.Instance.SystemDiskId is null).Select(t => t.Instance.Id),
            id => families.Disks.FindSystemDiskAsync(id, cancellation)).ConfigureAwait(false);
        string[] ids = [.. targets.Select(t => t.Instance.SystemDiskId).Concat(asked.Values.Select(f => f.Value)).OfType<string>()];
        return new HuaweiSystemDisks(
            asked,
            await LookupResult<IReadOnlyDictionary<string, Volume>>.ReadAsync(() => families.Disks.FindAsync(ids, cancellation)).ConfigureAwait(false));
    }

    /// <summary>The system disk of a server.</summary>
    /// <returns>Its id; null inside if there is none.</returns>
    public LookupResult<string?> Find(EcsInstance instance) =>
        instance.SystemDiskId is { } id ? new LookupResult<string?>(id, null) : _asked[instance.Id];

    /// <summary>The system disk as its own service describes it.</summary>
    /// <returns>The disk, or null if it could not be read.</returns>
    public Volume? FindVolume(EcsInstance instance) =>
        Find(instance).Value is { } id && Volumes.Value is { } volumes && volumes.TryGetValue(id, out Volume? volume) ? volume : null;
}
