using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Rolls a disk back to one of its snapshots with ResetDisk (docs/contracts/alibaba-ecs.md 3.17).</summary>
internal sealed class AlibabaRestoreSnapshotStep : ICloudStep
{
    // An accepted call whose work was never seen has ended after so long.
    private static readonly TimeSpan UnseenWork = TimeSpan.FromSeconds(60);
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaDiskPrefetcher _gatherer;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaSnapshotsClient _snapshots;
    private readonly TimeProvider _wall;

    public AlibabaRestoreSnapshotStep(AlibabaApi api, AlibabaDiskPrefetcher gatherer, AlibabaInstancesClient instances, AlibabaSnapshotsClient snapshots)
    {
        _writer = new AlibabaMutationClient(api);
        _gatherer = gatherer;
        _instances = instances;
        _snapshots = snapshots;
        _wall = api.Connection.Wall;
    }

    public StepKind Kind => StepKind.RestoreSnapshot;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<IReadOnlyDictionary<string, EcsSnapshot>> snapshots = await LookupResult<IReadOnlyDictionary<string, EcsSnapshot>>.ReadAsync(
            () => _snapshots.FindAsync(targets.Select(t => t.Options.SnapshotId).OfType<string>(), cancellation)).ConfigureAwait(false);
        IReadOnlyList<AlibabaDiskPreflightContext> subjects = await _gatherer.GatherAsync(
            targets, t => Find(t, snapshots)?.DiskId, concernsAll: false, cancellation).ConfigureAwait(false);
        return [.. subjects.Select(s => Preview(s, Find(s.Target, snapshots), snapshots.Error))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        string disk = AlibabaChecks.Planned(target, StepFactKeys.DiskId);
        AlibabaParameters parameters = new AlibabaParameters().Add("DiskId", disk).Add("SnapshotId", AlibabaChecks.Planned(target, StepFactKeys.SnapshotId));
        JObject answer = await _writer.SendAsync(
            "ResetDisk", parameters, RequestIdempotency.NonIdempotent, target, () => IsAtRestAsync(target.Instance.Id, disk, cancellation), cancellation).ConfigureAwait(false);
        return new StepHandle { RequestId = answer.Text("RequestId") };
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => ObserveAsync(s, cancellation), cancellation);

    private async Task<StepObservation> ObserveAsync(SentStep sent, CancellationToken cancellation)
    {
        (StepTarget target, string id) = (sent.Target, sent.Target.Instance.Id);
        EcsDisk? disk = await _gatherer.FindAsync(id, AlibabaChecks.Before(target, StepFactKeys.DiskId), cancellation).ConfigureAwait(false);
        EcsInstance? instance = (await _instances.FindAsync([id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        if (instance is null)
        {
            return AlibabaChecks.Vanished(target);
        }

        if (disk is null || !AlibabaDiskPreflightContext.IsInUse(disk))
        {
            sent.SawWork = true;
            return AlibabaChecks.Pending(instance, "Restoring the disk");
        }

        if (sent.Handle is null && !sent.SawWork)
        {
            return new StepObservation(ObservedState.Unknown, instance);
        }

        if (!sent.SawWork && sent.Age < UnseenWork)
        {
            return AlibabaChecks.Pending(instance, "Waiting for the restore to start");
        }

        return new StepObservation(ObservedState.TookEffect, instance);
    }

    private async Task<bool> IsAtRestAsync(string instanceId, string diskId, CancellationToken cancellation) =>
        (await _instances.FindAsync([instanceId], cancellation).ConfigureAwait(false)).FirstOrDefault() is { Status: EcsInstanceStatus.Stopped, LockReasons.Count: 0 }
        && await _gatherer.IsInUseAsync(instanceId, diskId, cancellation).ConfigureAwait(false);

    private static EcsSnapshot? Find(StepTarget target, LookupResult<IReadOnlyDictionary<string, EcsSnapshot>> snapshots) =>
        target.Options.SnapshotId is { } id && snapshots.Value is { } found && found.TryGetValue(id, out EcsSnapshot? snapshot) ? snapshot : null;

    private StepPreview Preview(AlibabaDiskPreflightContext subject, EcsSnapshot? snapshot, EcsException? denied)
    {
        string disk = subject.Disk is { Disk: { } found } ? $"{(found.IsSystemDisk ? "system disk" : "disk")} {found.Id}" : "the disk";
        string since = snapshot?.CreatedAt is { } time ? $" of {time:u}" : "";
        Dictionary<string, string> facts = subject.Facts();
        if (snapshot is not null)
        {
            facts[StepFactKeys.SnapshotId] = snapshot.Id;
        }

        return new StepPreview
        {
            Summary = $"Restore {disk} to snapshot {subject.Target.Options.SnapshotId}{since}.",
            Requirements =
            [
                AlibabaChecks.Stopped(subject.Target.Instance),
                subject.CheckLock(ServerAction.Restore, _wall.GetUtcNow()),
                subject.CheckBusy(),
                CheckSnapshot(subject, snapshot, denied),
                subject.CheckDisk(),
                .. subject.Target.Options.IncludeDetach
                    ? [Requirement.Failed(EcsRequirementId.Disk, "Alibaba Cloud restores a disk while it is attached.", "Omit -IncludeDetach.")]
                    : Array.Empty<EcsRequirement>(),
            ],
            Losses = [$"Everything written to {disk} since the snapshot{since}."],
            Facts = facts,
        };
    }

    private static EcsRequirement CheckSnapshot(AlibabaDiskPreflightContext subject, EcsSnapshot? snapshot, EcsException? denied)
    {
        string id = subject.Target.Options.SnapshotId ?? "";
        return denied is not null ? Requirement.Unknown(EcsRequirementId.Backup, $"Cannot read snapshot {id}", denied)
            : snapshot is null ? Requirement.Failed(EcsRequirementId.Backup, $"Cannot find snapshot {id}.", "Run Get-EcsSnapshot to list the snapshots.")
            : subject.Disk is null && !subject.IsDiskDenied ? Requirement.Failed(
                EcsRequirementId.Backup,
                $"Snapshot {id} was created from disk {snapshot.DiskId}, which is not attached to this server; a replaced system disk cannot be restored.",
                "Specify a snapshot of one of the server's present disks.")
            : !snapshot.IsUsable ? Requirement.Failed(EcsRequirementId.Backup, $"The snapshot {id} is {snapshot.Status}.", "Wait until the snapshot is accomplished.")
            : Requirement.Passed(EcsRequirementId.Backup, $"The snapshot {id} can be restored.");
    }
}
