using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Decides whether a data disk is deleted with its server (docs/contracts/huawei-ecs-lifecycle.md 2.3); Huawei Cloud only.</summary>
internal sealed class HuaweiChangeDiskRetentionStep(HuaweiClientSet families) : ICloudStep
{
    public StepKind Kind => StepKind.ChangeDiskRetention;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiDisksOfServers disks = await HuaweiDisksOfServers.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        Dictionary<string, LookupResult<IReadOnlyDictionary<string, bool>>> retention = await LookupResult<IReadOnlyDictionary<string, bool>>.ReadEachAsync(
            targets.Select(t => t.Instance.Id), id => families.Servers.FindDiskRetentionAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks, retention[t.Instance.Id]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => families.Servers.SetDiskRetentionAsync(t.Instance.Id, VolumeChanges.RequireDisk(t), t.Options.DeleteWithInstance == true, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.EachAsync(
        async s =>
        {
            IReadOnlyDictionary<string, bool> now = await families.Servers.FindDiskRetentionAsync(s.Target.Instance.Id, cancellation).ConfigureAwait(false);
            return DiskRetention.Judge(s, now.TryGetValue(VolumeChanges.RequireDisk(s.Target), out bool deletes) ? deletes : null);
        },
        cancellation);

    private static StepPreview Preview(StepTarget target, HuaweiDisksOfServers disks, LookupResult<IReadOnlyDictionary<string, bool>> retention)
    {
        Volume? volume = disks.Find(target).Value;
        bool? deletes = volume is not null && retention.Value?.TryGetValue(volume.Id, out bool told) == true ? told : null;
        EcsDisk? disk = volume is null ? null : new EcsDisk { Id = volume.Id, IsSystemDisk = disks.IsSystemDisk(target), DeleteWithInstance = deletes };
        StepPreview preview = DiskRetention.Preview(target, disk);
        return preview with
        {
            Requirements = [CommonServerChecks.CheckLock(target), CommonServerChecks.CheckBusy(target), CheckDisk(target, disks, volume, deletes is null ? retention.Error : null)],
            Facts = volume is null ? preview.Facts : VolumeChanges.WithDisk(preview.Facts, volume.Id),
        };
    }

    private static EcsRequirement CheckDisk(StepTarget target, HuaweiDisksOfServers disks, Volume? volume, EcsException? denied) =>
        disks.IsSystemDisk(target) ? Failed(EcsRequirementId.Disk, "The system disk is always deleted with its server.", "Create an image of the server to keep its content: New-EcsImage.")
        : volume?.IsSubscription == true ? Failed(EcsRequirementId.Disk, "The disk is a subscription, and its retention cannot be changed.", "Cancel the subscription of the disk in the provider's console.")
        : denied is not null ? Unknown(EcsRequirementId.Disk, "Cannot check the retention of the disk", denied)
        : disks.Check(target);
}
