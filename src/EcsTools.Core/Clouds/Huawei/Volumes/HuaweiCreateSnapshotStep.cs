using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Model;
using Newtonsoft.Json.Linq;
using static EcsTools.Core.Clouds.CommonServerChecks;
using static EcsTools.Core.Clouds.Huawei.HuaweiServerChecks;
using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Makes a snapshot of a disk of a server (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class HuaweiCreateSnapshotStep : ICloudStep
{
    private const string Activity = "Making the snapshot";
    private readonly HuaweiClientSet _families;

    public HuaweiCreateSnapshotStep(HuaweiClientSet families) => _families = families;

    public StepKind Kind => StepKind.CreateSnapshot;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiSystemDisks disks = await HuaweiSystemDisks.GatherAsync(_families, targets, cancellation).ConfigureAwait(false);
        string[] named = [.. targets.Select(t => t.Options.DiskId).OfType<string>()];
        LookupResult<IReadOnlyDictionary<string, HuaweiVolume>> volumes = named.Length == 0 ? disks.Volumes
            : await LookupResult<IReadOnlyDictionary<string, HuaweiVolume>>.ReadAsync(() => _families.Disks.FindAsync(named, cancellation)).ConfigureAwait(false);
        LookupResult<HuaweiDiskQuota> quota = await LookupResult<HuaweiDiskQuota>.ReadAsync(() => _families.Disks.GetQuotaAsync(cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, disks, volumes, quota))];
    }

    public IReadOnlyList<Task<StepReceipt>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        if (!target.Before.TryGetValue(HuaweiFact.DiskId, out string? disk))
        {
            throw new EcsException(EcsErrorId.RequirementFailed, $"It is not known which disk of {target.Instance} is meant.") { WasNotCarriedOut = true };
        }

        JObject snapshot = new()
        {
            ["volume_id"] = disk,
            ["name"] = BackupNaming.Find(target, _families.Wall.GetUtcNow()),
            ["description"] = BackupNaming.Describe(target),
            ["force"] = true,
            ["metadata"] = new JObject { [BackupNaming.OperationTag] = target.OperationId },
        };
        return _families.Snapshots.CreateAsync(snapshot, target.Instance.Id, cancellation);
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.WithAsync(
        ReadAsync(sent, cancellation), (s, snapshots) => Judge(s, snapshots.FirstOrDefault(snapshot => IsOf(s, snapshot))));

    private static StepObservation Judge(SentStep sent, VolumeSnapshot? snapshot)
    {
        StepTarget target = sent.Target;
        if (snapshot is null)
        {
            return sent.Receipt is not null ? HuaweiStepObserver.PendingUntilQuiet(sent, null, Activity) : HuaweiStepObserver.JudgeUnchanged(sent, null, Activity);
        }

        StepObservation seen = snapshot.Status switch
        {
            "available" => new StepObservation(ObservedState.TookEffect),
            "creating" => HuaweiStepObserver.Pending(Activity, null) with { Percent = snapshot.Percent },
            "error" or "deleting" or "error_deleting" => HuaweiStepObserver.Failed(null, new EcsException(
                EcsErrorId.OperationFailed, $"Snapshot {snapshot.Name} ({snapshot.Id}) cannot be used: it is {snapshot.Status}.")
            {
                InstanceId = target.Instance.Id,
                RecommendedAction = "Delete the snapshot in the console and give the command again.",
            }),
            _ => HuaweiStepObserver.PendingUntilQuiet(sent, null, Activity),
        };
        return seen with
        {
            Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = snapshot.Id, [StepFactKeys.SourceDiskId] = snapshot.VolumeId },
        };
    }

    // One that is known is read by its id; several are read from the list.
    private async Task<IReadOnlyList<VolumeSnapshot>> ReadAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent is not [var only] ? await _families.Snapshots.ListAsync(null, cancellation).ConfigureAwait(false)
        : only.Receive(StepFactKeys.SnapshotId) is { } id ? await _families.Snapshots.FindAsync(id, cancellation).ConfigureAwait(false) is { } snapshot ? [snapshot] : []
        : only.Target.Before.TryGetValue(HuaweiFact.DiskId, out string? disk) ? await _families.Snapshots.ListAsync(disk, cancellation).ConfigureAwait(false)
        : [];

    // Where the answer that named it was lost, its own note of the operation tells.
    private static bool IsOf(SentStep sent, VolumeSnapshot snapshot) => sent.Receive(StepFactKeys.SnapshotId) is { } id
        ? snapshot.Id == id
        : sent.Target.OperationId.Length > 0 && snapshot.OperationId == sent.Target.OperationId;

    private static StepPreview Preview(
        StepTarget target, HuaweiSystemDisks disks, LookupResult<IReadOnlyDictionary<string, HuaweiVolume>> volumes, LookupResult<HuaweiDiskQuota> quota)
    {
        EcsInstance instance = target.Instance;
        string? systemDisk = disks.Find(instance).Value;
        string disk = target.Options.DiskId ?? systemDisk ?? "";
        bool isSystemDisk = disk == systemDisk;
        List<EcsRequirement> requirements =
        [
            CheckBusy(target),
            target.Options.DiskId is null ? CheckSystemDisk(target, disks) : CheckNamedDisk(target, volumes),
            CheckQuota(quota),
        ];
        if (isSystemDisk)
        {
            requirements.Add(Warned(
                EcsRequirementId.Backup,
                "Snapshots of the system disk do not survive a reinstallation or a change of the operating system.",
                "Make an image with New-EcsImage before such a step."));
        }

        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = instance.Status.ToString() };
        if (disk.Length > 0)
        {
            facts[HuaweiFact.DiskId] = disk;
        }

        return new StepPreview
        {
            Summary = $"Make a snapshot of {(isSystemDisk ? "system disk" : "disk")} {disk}",
            Requirements = requirements,
            Costs = ["The snapshot is kept, and may be charged, until it is deleted."],
            Facts = facts,
        };
    }

    private static EcsRequirement CheckNamedDisk(StepTarget target, LookupResult<IReadOnlyDictionary<string, HuaweiVolume>> volumes)
    {
        string id = target.Options.DiskId!;
        return volumes.Value is not { } known ? Unknown(EcsRequirementId.SystemDisk, $"Disk {id} could not be read", volumes.Error)
            : !known.TryGetValue(id, out HuaweiVolume? volume) ? Failed(EcsRequirementId.SystemDisk, $"There is no disk {id}.", "Look for it with Get-EcsDisk.")
            : volume.ServerId != target.Instance.Id
                ? Failed(EcsRequirementId.SystemDisk, $"Disk {id} is not attached to this server.", "Name a disk of this server.")
            : volume.Status != "in-use" ? Failed(EcsRequirementId.SystemDisk, $"Disk {id} is in the state {volume.Status}.", "Wait until it is in use.")
            : Passed(EcsRequirementId.SystemDisk, $"Disk {id} is attached.");
    }

    private static EcsRequirement CheckQuota(LookupResult<HuaweiDiskQuota> quota) => quota.Value?.FindRoom("snapshots") switch
    {
        null => Unknown(EcsRequirementId.DiskQuota, "The quota of snapshots could not be read", quota.Error),
        < 1 => Failed(EcsRequirementId.DiskQuota, "The quota has no room for another snapshot.", "Delete snapshots that are not needed."),
        _ => Passed(EcsRequirementId.DiskQuota, "The quota has room for another snapshot."),
    };
}
