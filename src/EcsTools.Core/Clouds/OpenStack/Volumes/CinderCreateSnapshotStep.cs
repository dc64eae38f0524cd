using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Makes a snapshot of a volume of a server. A disk on the server's host has none.</summary>
internal sealed class CinderCreateSnapshotStep : ICloudStep
{
    private const string Activity = "Making the snapshot";
    private readonly OpenStackClientSet _families;

    public CinderCreateSnapshotStep(OpenStackClientSet families) => _families = families;

    public StepKind Kind => StepKind.CreateSnapshot;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        await _families.Volumes.RequireAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, LookupResult<CinderVolume?>> volumes = await LookupResult<CinderVolume?>.ReadEachAsync(
            targets.Select(FindDisk), id => _families.Volumes.FindAsync(id, cancellation)).ConfigureAwait(false);
        LookupResult<int?> room = await LookupResult<int?>.ReadAsync(() => _families.Snapshots.FindRoomAsync(cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, volumes.TryGetValue(FindDisk(t), out LookupResult<CinderVolume?>? volume) ? volume : null, room))];
    }

    public IReadOnlyList<Task<StepReceipt>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        if (!target.Before.TryGetValue(NovaFact.DiskId, out string? disk))
        {
            throw new EcsException(EcsErrorId.RequirementFailed, $"It is not known which disk of {target.Instance} is meant.") { WasNotCarriedOut = true };
        }

        JObject snapshot = new()
        {
            ["volume_id"] = disk,
            ["name"] = BackupNaming.Find(target, _families.Client.Wall.GetUtcNow()),
            ["description"] = BackupNaming.Describe(target),
            ["force"] = true,
            ["metadata"] = new JObject { [BackupNaming.OperationTag] = target.OperationId },
        };
        return _families.Snapshots.CreateAsync(snapshot, cancellation);
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => ObserveAsync(s, cancellation), cancellation);

    private async Task<StepObservation> ObserveAsync(SentStep sent, CancellationToken cancellation)
    {
        StepTarget target = sent.Target;
        VolumeSnapshot? snapshot = await FindAsync(sent, cancellation).ConfigureAwait(false);
        if (snapshot is null)
        {
            return sent.Receipt is null ? NovaStepObserver.JudgeUnseen(sent, null) : Unusable(target, "The snapshot is gone");
        }

        StepObservation seen = snapshot switch
        {
            { IsUsable: true } => new StepObservation(ObservedState.TookEffect),
            { Status: "error" or "deleting" or "deleted" or "error_deleting" } =>
                Unusable(target, $"Snapshot {snapshot.Name} ({snapshot.Id}) cannot be used: it is {snapshot.Status}"),
            _ => NovaStepObserver.Pending(Activity, null) with { Percent = snapshot.Percent },
        };
        return seen with
        {
            Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = snapshot.Id, [StepFactKeys.SourceDiskId] = snapshot.VolumeId },
        };
    }

    private static StepObservation Unusable(StepTarget target, string why) => NovaStepObserver.Failed(null, new EcsException(EcsErrorId.OperationFailed, why + ".")
    {
        InstanceId = target.Instance.Id,
        RecommendedAction = "Delete the snapshot with the cloud's own tools and give the command again.",
    });

    private static string FindDisk(StepTarget target) => target.Options.DiskId ?? target.Instance.SystemDiskId ?? "";

    // Where the answer that named it was lost, its own note of the operation tells.
    private async Task<VolumeSnapshot?> FindAsync(SentStep sent, CancellationToken cancellation) =>
        sent.Receive(StepFactKeys.SnapshotId) is { } id ? await _families.Snapshots.FindAsync(id, cancellation).ConfigureAwait(false)
        : sent.Target.OperationId.Length > 0 && sent.Target.Before.TryGetValue(NovaFact.DiskId, out string? disk)
            ? (await _families.Snapshots.ListOfVolumeAsync(disk, cancellation).ConfigureAwait(false)).FirstOrDefault(s => s.OperationId == sent.Target.OperationId)
        : null;

    private static StepPreview Preview(StepTarget target, LookupResult<CinderVolume?>? volume, LookupResult<int?> room)
    {
        string disk = FindDisk(target);
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        if (volume?.Value is not null)
        {
            facts[NovaFact.DiskId] = disk;
        }

        return new StepPreview
        {
            Summary = $"Make a snapshot of {(target.Options.DiskId is null ? "system disk" : "disk")} {disk}".TrimEnd(),
            Requirements = [CommonServerChecks.CheckBusy(target), CheckDisk(target, disk, volume), CheckRoom(room)],
            Costs = ["The snapshot is kept, and may be charged, until it is deleted."],
            Facts = facts,
        };
    }

    private static EcsRequirement CheckDisk(StepTarget target, string disk, LookupResult<CinderVolume?>? volume) =>
        disk == NovaServerReader.LocalDiskOf(target.Instance.Id) ? Failed(
            EcsRequirementId.SystemDisk, "The disk is on the server's host, where the cloud makes no snapshots of it.", "Make an image: New-EcsImage, or -Backup Image.")
        : volume is null ? Unknown(EcsRequirementId.SystemDisk, "Which volume the server boots from could not be read", null)
        : volume.Error is not null ? Unknown(EcsRequirementId.SystemDisk, $"Disk {disk} could not be read", volume.Error)
        : volume.Value is not { } found ? Failed(EcsRequirementId.SystemDisk, $"There is no disk {disk}.", "Look for it with Get-EcsDisk.")
        : found.ServerId != target.Instance.Id ? Failed(EcsRequirementId.SystemDisk, $"Disk {disk} is not attached to this server.", "Name a disk of this server.")
        : found.Status != "in-use" ? Failed(EcsRequirementId.SystemDisk, $"Disk {disk} is in the state {found.Status}.", "Wait until it is in use.")
        : Passed(EcsRequirementId.SystemDisk, $"Disk {disk} is attached.");

    private static EcsRequirement CheckRoom(LookupResult<int?> room) =>
        room.Error is not null ? Unknown(EcsRequirementId.DiskQuota, "The quota of snapshots could not be read", room.Error)
        : room.Value < 1 ? Failed(EcsRequirementId.DiskQuota, "The quota has no room for another snapshot.", "Delete snapshots that are not needed.")
        : Passed(EcsRequirementId.DiskQuota, "The quota has room for another snapshot.");
}
