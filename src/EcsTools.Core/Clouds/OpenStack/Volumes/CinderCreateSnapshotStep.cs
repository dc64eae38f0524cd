using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Makes a snapshot of a volume of a server. A disk on the server's host has none.</summary>
internal sealed class CinderCreateSnapshotStep(OpenStackClientSet families) : ICloudStep
{
    private const string Advice = "Delete the snapshot with the tools of the cloud and run the command again.";

    public StepKind Kind => StepKind.CreateSnapshot;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        await families.Volumes.RequireAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, LookupResult<Volume?>> volumes = await LookupResult<Volume?>.ReadEachAsync(
            targets.Select(CinderVolumes.IdOf), id => families.Volumes.FindAsync(id, cancellation)).ConfigureAwait(false);
        LookupResult<int> room = await LookupResult<int>.ReadAsync(() => families.Volumes.FindSnapshotRoomAsync(cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, volumes.TryGetValue(CinderVolumes.IdOf(t), out LookupResult<Volume?>? volume) ? volume : null, room))];
    }

    // Cinder's 404 is of the volume, not of the server.
    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => SnapshotBackup.SendAsync(t, families.Snapshots, families.Client.Wall.GetUtcNow(), instanceId: null, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => ObserveAsync(s, cancellation), cancellation);

    private async Task<StepObservation> ObserveAsync(SentStep sent, CancellationToken cancellation)
    {
        VolumeSnapshot? snapshot = await FindAsync(sent, cancellation).ConfigureAwait(false);
        return snapshot is not null
                ? SnapshotBackup.Judge(
                    sent, snapshot, Advice, () => StepObservation.Pending(SnapshotBackup.Activity, null) with { Percent = snapshot.Percent })
            : sent.Handle is null ? NovaStepObserver.JudgeUnseen(sent, null)
            : SnapshotBackup.Unusable(sent.Target, "The snapshot no longer exists.", Advice);
    }

    private async Task<VolumeSnapshot?> FindAsync(SentStep sent, CancellationToken cancellation) =>
        sent.Receive(StepFactKeys.SnapshotId) is { } id ? await families.Snapshots.FindAsync(id, cancellation).ConfigureAwait(false)
        : sent.Target.Before.TryGetValue(StepFactKeys.DiskId, out string? disk)
            ? (await families.Snapshots.ListAsync(disk, cancellation).ConfigureAwait(false)).FirstOrDefault(s => SnapshotBackup.IsOf(sent, s))
        : null;

    private static StepPreview Preview(StepTarget target, LookupResult<Volume?>? volume, LookupResult<int> room)
    {
        string disk = CinderVolumes.IdOf(target);
        return SnapshotBackup.Preview(
            target,
            disk,
            isSystemDisk: target.Options.DiskId is null,
            isKnown: volume?.Value is not null,
            [CommonServerChecks.CheckBusy(target), CheckDisk(target, disk, volume), SnapshotBackup.CheckRoom(room.Error is null ? room.Value : null, room.Error)]);
    }

    private static EcsRequirement CheckDisk(StepTarget target, string disk, LookupResult<Volume?>? volume) =>
        disk == NovaServerReader.LocalDiskOf(target.Instance.Id) ? Failed(
            EcsRequirementId.SystemDisk, "The disk is on the host of the server, where the cloud creates no snapshots of it.", "Create an image with New-EcsImage, or specify -Backup Image.")
        : volume is null ? Unknown(EcsRequirementId.SystemDisk, "Cannot read which volume the server boots from", null)
        : SnapshotBackup.CheckDisk(target, disk, volume);
}
