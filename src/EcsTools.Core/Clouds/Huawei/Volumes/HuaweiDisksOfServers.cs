using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The disk of each server that is to be changed: its system disk, or one that was named. Read with few calls.</summary>
internal sealed class HuaweiDisksOfServers
{
    private readonly HuaweiVariant _variant;
    private readonly HuaweiSystemDisks _system;
    private readonly LookupResult<IReadOnlyDictionary<string, Volume>> _named;

    private HuaweiDisksOfServers(HuaweiVariant variant, HuaweiSystemDisks system, LookupResult<IReadOnlyDictionary<string, Volume>> named)
    {
        _variant = variant;
        _system = system;
        _named = named;
    }

    public static async Task<HuaweiDisksOfServers> GatherAsync(HuaweiClientSet families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiSystemDisks system = await HuaweiSystemDisks.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        string[] named = [.. targets.Select(t => t.Options.DiskId).OfType<string>()];
        return new HuaweiDisksOfServers(families.Variant, system, named.Length == 0
            ? system.Volumes
            : await LookupResult<IReadOnlyDictionary<string, Volume>>.ReadAsync(() => families.Disks.FindAsync(named, cancellation)).ConfigureAwait(false));
    }

    /// <summary>The disk that is meant; null inside if there is none.</summary>
    public LookupResult<Volume?> Find(StepTarget target)
    {
        LookupResult<IReadOnlyDictionary<string, Volume>> read = target.Options.DiskId is null ? _system.Volumes : _named;
        return FindId(target) is { } id
            ? new LookupResult<Volume?>(read.Value?.TryGetValue(id, out Volume? volume) == true ? volume : null, read.Error)
            : new LookupResult<Volume?>(null, _system.Find(target.Instance).Error);
    }

    /// <summary>True if it is the system disk that is meant.</summary>
    public bool IsSystemDisk(StepTarget target) => FindId(target) is { } id && id == _system.Find(target.Instance).Value;

    /// <summary>True if a change of the disk is an order.</summary>
    public bool IsOrder(StepTarget target) => _variant.HasOrders && Find(target).Value?.IsSubscription == true;

    /// <summary>The disk is attached to this server alone, and nothing is done to it.</summary>
    public EcsRequirement Check(StepTarget target)
    {
        LookupResult<Volume?> volume = Find(target);
        return FindId(target) is not { } id
            ? _system.Find(target.Instance).Error is { } denied
                ? Requirement.Unknown(EcsRequirementId.Disk, "Cannot check which disk the server boots from", denied)
                : Requirement.Failed(EcsRequirementId.Disk, "No system disk is attached to the server.", "Run Get-EcsDisk to list its disks.")
            : volume.Value is { IsShared: true, Status: "in-use" } ? Requirement.Failed(
                EcsRequirementId.Disk, $"Disk {id} can be attached to several servers, and such a disk is changed only while it is detached.", "Detach it in the provider's console.")
            : VolumeChanges.CheckDisk(target, id, volume);
    }

    private string? FindId(StepTarget target) => target.Options.DiskId ?? _system.Find(target.Instance).Value;
}
