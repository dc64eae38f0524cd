using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Makes a snapshot of a disk of a server (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class HuaweiCreateSnapshotStep(HuaweiClientSet families) : ICloudStep
{
    public StepKind Kind => StepKind.CreateSnapshot;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiSystemDisks disks = await HuaweiSystemDisks.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        string[] named = [.. targets.Select(t => t.Options.DiskId).OfType<string>()];
        LookupResult<IReadOnlyDictionary<string, Volume>> volumes = named.Length == 0 ? disks.Volumes
            : await LookupResult<IReadOnlyDictionary<string, Volume>>.ReadAsync(() => families.Disks.FindAsync(named, cancellation)).ConfigureAwait(false);
        LookupResult<HuaweiDiskQuota> quota = await LookupResult<HuaweiDiskQuota>.ReadAsync(() => families.Disks.GetQuotaAsync(cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks, volumes, quota))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SnapshotBackup.SendAsync(t, families.Snapshots, families.Wall.GetUtcNow(), t.Instance.Id, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.WithAsync(
        ReadAsync(sent, cancellation), (s, snapshots) => Judge(s, snapshots.FirstOrDefault(snapshot => SnapshotBackup.IsOf(s, snapshot))));

    private static StepObservation Judge(SentStep sent, VolumeSnapshot? snapshot) =>
        snapshot is not null ? SnapshotBackup.Judge(sent, snapshot, "Delete the snapshot in the console and run the command again.", () => Await(sent))
        : sent.Handle is not null ? Await(sent)
        : HuaweiStepObserver.JudgeUnchanged(sent, null, SnapshotBackup.Activity);

    private static StepObservation Await(SentStep sent) => HuaweiStepObserver.PendingUntilQuiet(sent, null, SnapshotBackup.Activity);

    // One that is known is read by its id; several are read from the list.
    private async Task<IReadOnlyList<VolumeSnapshot>> ReadAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent is not [var only] ? await families.Snapshots.ListAsync(null, cancellation).ConfigureAwait(false)
        : only.Receive(StepFactKeys.SnapshotId) is { } id ? await families.Snapshots.FindAsync(id, cancellation).ConfigureAwait(false) is { } snapshot ? [snapshot] : []
        : only.Target.Before.TryGetValue(StepFactKeys.DiskId, out string? disk) ? await families.Snapshots.ListAsync(disk, cancellation).ConfigureAwait(false)
        : [];

    private static StepPreview Preview(
        StepTarget target, HuaweiSystemDisks disks, LookupResult<IReadOnlyDictionary<string, Volume>> volumes, LookupResult<HuaweiDiskQuota> quota)
    {
        string? systemDisk = disks.Find(target.Instance).Value;
        string disk = target.Options.DiskId ?? systemDisk ?? "";
        List<EcsRequirement> requirements =
        [
            CommonServerChecks.CheckBusy(target),
            target.Options.DiskId is { } named
                ? SnapshotBackup.CheckDisk(target, named, new LookupResult<Volume?>(volumes.Value?.TryGetValue(named, out Volume? volume) == true ? volume : null, volumes.Error))
                : HuaweiServerChecks.CheckSystemDisk(target, disks),
            SnapshotBackup.CheckRoom(quota.Value?.FindRoom("snapshots"), quota.Error),
        ];
        if (disk == systemDisk)
        {
            requirements.Add(Warned(
                EcsRequirementId.Backup,
                "Snapshots of the system disk are deleted when the OS is reinstalled or changed.",
                "Create an image with New-EcsImage before such a step."));
        }

        return SnapshotBackup.Preview(target, disk, disk == systemDisk, isKnown: disk.Length > 0, requirements);
    }
}
