using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using static EcsTools.Core.Clouds.CommonServerChecks;
using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Rolls a disk back to a snapshot; the cloud does that to detached disks only (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class HuaweiRestoreSnapshotStep(HuaweiClientSet families) : ICloudStep
{
    private const string Activity = "Rolling back";

    // The states before and after are the same: only what follows the acceptance this late can be the one after.
    private static readonly TimeSpan Begins = TimeSpan.FromMinutes(1);

    public StepKind Kind => StepKind.RestoreSnapshot;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        Dictionary<string, LookupResult<VolumeSnapshot?>> snapshots = await LookupResult<VolumeSnapshot?>.ReadEachAsync(
            targets.Select(t => t.Options.SnapshotId ?? ""), id => families.Snapshots.FindAsync(id, cancellation)).ConfigureAwait(false);
        string[] ids = [.. snapshots.Values.Select(s => s.Value?.VolumeId).OfType<string>()];
        LookupResult<IReadOnlyDictionary<string, Volume>> volumes = await LookupResult<IReadOnlyDictionary<string, Volume>>.ReadAsync(
            () => families.Disks.FindAsync(ids, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, snapshots.TryGetValue(t.Options.SnapshotId ?? "", out LookupResult<VolumeSnapshot?>? s) ? s : null, volumes))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        if (!target.Before.TryGetValue(StepFactKeys.DiskId, out string? disk) || !target.Before.TryGetValue(StepFactKeys.SnapshotId, out string? snapshot))
        {
            throw Refuse(target, "the disk or the snapshot is unknown");
        }

        IReadOnlyDictionary<string, Volume> found = await families.Disks.FindAsync([disk], cancellation).ConfigureAwait(false);
        return found.TryGetValue(disk, out Volume? volume)
            ? await families.Disks.RollBackAsync(volume, snapshot, target.Instance.Id, cancellation).ConfigureAwait(false)
            : throw Refuse(target, $"Disk {disk} no longer exists.");
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => ObserveAsync(s, cancellation), cancellation);

    private async Task<StepObservation> ObserveAsync(SentStep sent, CancellationToken cancellation)
    {
        StepTarget target = sent.Target;
        if (!target.Before.TryGetValue(StepFactKeys.DiskId, out string? disk))
        {
            return new StepObservation(ObservedState.Unknown);
        }

        IReadOnlyDictionary<string, Volume> found = await families.Disks.FindAsync([disk], cancellation).ConfigureAwait(false);
        if (!found.TryGetValue(disk, out Volume? volume))
        {
            return StepObservation.Failed(null, new EcsException(EcsErrorId.NotFound, $"Disk {disk} no longer exists.") { InstanceId = target.Instance.Id });
        }

        return volume.Status switch
        {
            "rollbacking" => StepObservation.Pending(Activity, null),
            "available" => JudgeAvailable(sent, volume),
            "error_rollbacking" when IsUnchanged(target, volume) => HuaweiStepObserver.PendingUntilQuiet(sent, null, Activity),
            "error_rollbacking" or "error" => StepObservation.Failed(null, new EcsException(
                EcsErrorId.OperationFailed, $"The rollback of disk {disk} failed: it is {volume.Status}.")
            {
                InstanceId = target.Instance.Id,
                RecommendedAction = "Run the command again; if it fails once more, ask the provider's support.",
            }),
            _ => new StepObservation(ObservedState.Unknown),
        };
    }

    private static StepObservation JudgeAvailable(SentStep sent, Volume volume) =>
        sent.Target.Before.TryGetValue(HuaweiFact.DiskStatus, out string? before) && before == "error_rollbacking"
                ? new StepObservation(ObservedState.TookEffect)
            : sent.Handle is null ? new StepObservation(ObservedState.Unknown)
            : !IsUnchanged(sent.Target, volume) || sent.Age >= Begins ? new StepObservation(ObservedState.TookEffect)
            : StepObservation.Pending(Activity, null);

    private static bool IsUnchanged(StepTarget target, Volume volume) =>
        target.Before.TryGetValue(HuaweiFact.DiskStatus, out string? status) && status == volume.Status
        && target.Before.TryGetValue(HuaweiFact.DiskUpdatedAt, out string? updated) && updated == (volume.UpdatedAt ?? "");

    private StepPreview Preview(StepTarget target, LookupResult<VolumeSnapshot?>? snapshot, LookupResult<IReadOnlyDictionary<string, Volume>> volumes)
    {
        Volume? volume = snapshot?.Value is { } known && volumes.Value is { } all && all.TryGetValue(known.VolumeId, out Volume? v) ? v : null;
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        Dictionary<string, string> seen = [];
        if (volume is not null)
        {
            facts[StepFactKeys.SnapshotId] = snapshot!.Value!.Id;
            facts[StepFactKeys.DiskId] = volume.Id;

            // The detachment that precedes changes both.
            Dictionary<string, string> state = target.Options.IncludeDetach ? seen : facts;
            state[HuaweiFact.DiskStatus] = volume.Status;
            state[HuaweiFact.DiskUpdatedAt] = volume.UpdatedAt ?? "";
        }

        string disk = volume is null ? "the disk" : $"disk {volume.Name} ({volume.Id})";
        return new StepPreview
        {
            Summary = $"Restore {disk} to snapshot {target.Options.SnapshotId}",
            Requirements =
            [
                CheckLock(target),
                CheckSnapshot(target, snapshot),
                CheckDisk(target, snapshot?.Value, volume, volumes.Error),
                .. target.Options.IncludeDetach ? [CheckState(target)] : Array.Empty<EcsRequirement>(),
            ],
            Losses = [$"All data written to {disk} since {snapshot?.Value?.CreatedAt?.ToString("u") ?? "the snapshot"}."],
            Facts = facts,
            Seen = seen,
        };
    }

    private EcsRequirement CheckSnapshot(StepTarget target, LookupResult<VolumeSnapshot?>? snapshot) =>
        snapshot is null ? Failed(EcsRequirementId.Backup, "No snapshot was specified.", "Specify a snapshot that Get-EcsSnapshot lists.")
        : snapshot.Error is not null ? Unknown(EcsRequirementId.Backup, "Cannot read the snapshot", snapshot.Error)
        : snapshot.Value is not { } found ? Failed(
            EcsRequirementId.Backup,
            $"Cannot find snapshot {target.Options.SnapshotId}; those of a system disk are deleted by a reinstallation.",
            "Specify a snapshot that Get-EcsSnapshot lists.")
        : !found.IsUsable ? Failed(EcsRequirementId.Backup, $"Snapshot {found.Id} is {found.Status}.", "Wait until the snapshot is available, or specify another one.")
        : families.Variant.DocumentsRollBack ? Passed(EcsRequirementId.Backup, $"Snapshot {found.Name} ({found.Id}) can be used.")
        : Warned(EcsRequirementId.Backup, "This cloud lists the rollback of a snapshot but does not document it. It may be refused.");

    private static EcsRequirement CheckDisk(StepTarget target, VolumeSnapshot? snapshot, Volume? volume, EcsException? error)
    {
        if (volume is null)
        {
            return snapshot is not null && error is null
                ? Failed(EcsRequirementId.SystemDisk, $"Disk {snapshot.VolumeId}, from which the snapshot was created, no longer exists.", "Create a new disk from the snapshot.")
                : Unknown(EcsRequirementId.SystemDisk, "Cannot read the disk of the snapshot", error);
        }

        if (target.Options.DiskId is { } named && named != volume.Id)
        {
            return Failed(EcsRequirementId.SystemDisk, $"The snapshot was created from disk {volume.Id}, not from {named}.", "Specify a snapshot of that disk.");
        }

        if (target.Options.IncludeDetach && volume.IsAttachedTo(target.Instance.Id) && volume is { Status: "in-use", Attachments.Count: <= 1 })
        {
            return Passed(EcsRequirementId.SystemDisk, $"Disk {volume.Name} ({volume.Id}) is attached, and will be detached for the rollback.");
        }

        if (!volume.IsDetached())
        {
            string where = volume.ServerId is null ? $"in the state {volume.Status}" : $"attached to server {volume.ServerId}";
            return Failed(
                EcsRequirementId.SystemDisk,
                $"Disk {volume.Id} is {where}, and this cloud restores only detached disks.",
                volume.IsAttachedTo(target.Instance.Id) ? "Specify -IncludeDetach, or detach the disk first with Dismount-EcsDisk." : "Detach the disk first with Dismount-EcsDisk.");
        }

        return Warned(
            EcsRequirementId.SystemDisk,
            $"Disk {volume.Name} ({volume.Id}) is detached. Check that it belongs to {target.Instance}.");
    }

    // Whatever the guest has not written yet would be lost, and the system disk of a running server is not detached at all.
    private static EcsRequirement CheckState(StepTarget target) => HuaweiAttachDiskStep.IsDown(target.Instance)
        ? Passed(EcsRequirementId.State, "The server is stopped.")
        : Failed(EcsRequirementId.State, $"The server is {StatusText.Of(target.Instance)}; it must be stopped before its disk is detached.", "Specify -StopFirst, or stop the server.");

    private static EcsException Refuse(StepTarget target, string why) => new(EcsErrorId.RequirementFailed, why)
    {
        InstanceId = target.Instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "Check the disk and the snapshot with Get-EcsDisk and Get-EcsSnapshot.",
    };
}
