using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What a step that makes a snapshot of a disk does alike on every cloud (docs/contracts/huawei-ecs.md 3.10).</summary>
internal static class SnapshotBackup
{
    public const string Activity = "Creating the snapshot";

    /// <param name="disk">The disk's id; empty if it is not known.</param>
    /// <param name="isSystemDisk">Whether the summary calls it one.</param>
    /// <param name="isKnown">Whether the disk is sure enough to be sent.</param>
    public static StepPreview Preview(StepTarget target, string disk, bool isSystemDisk, bool isKnown, IReadOnlyList<EcsRequirement> requirements)
    {
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        if (isKnown)
        {
            facts[StepFactKeys.DiskId] = disk;
        }

        return new StepPreview
        {
            Summary = $"Create a snapshot of {(isSystemDisk ? "system disk" : "disk")} {disk}".TrimEnd(),
            Requirements = requirements,
            Costs = ["The snapshot may be billed until you delete it."],
            Facts = facts,
        };
    }

    /// <param name="instanceId">See <see cref="SnapshotsClient.CreateAsync"/>.</param>
    public static Task<StepHandle> SendAsync(StepTarget target, SnapshotsClient snapshots, DateTimeOffset now, string? instanceId, CancellationToken cancellation)
    {
        string disk = VolumeChanges.RequireDisk(target);
        JObject snapshot = new()
        {
            ["volume_id"] = disk,
            ["name"] = BackupNaming.Find(target, now),
            ["description"] = BackupNaming.Describe(target),
            ["force"] = true,
            ["metadata"] = new JObject { [BackupNaming.OperationTag] = target.OperationId },
        };
        return snapshots.CreateAsync(snapshot, instanceId, cancellation);
    }

    /// <summary>Tells whether a step made a snapshot. Where the answer that named it was lost, its own note of the operation tells.</summary>
    public static bool IsOf(SentStep sent, VolumeSnapshot snapshot) => sent.Receive(StepFactKeys.SnapshotId) is { } id
        ? snapshot.Id == id
        : sent.Target.OperationId.Length > 0 && snapshot.OperationId == sent.Target.OperationId;

    /// <param name="advice">What to do about a snapshot that cannot be used.</param>
    /// <param name="judgeOther">Judges one whose status says neither that it is made nor that it can be used or not.</param>
    public static StepObservation Judge(SentStep sent, VolumeSnapshot snapshot, string advice, Func<StepObservation> judgeOther)
    {
        StepObservation seen = snapshot switch
        {
            { IsUsable: true } => new StepObservation(ObservedState.TookEffect),
            { Status: "creating" } => StepObservation.Pending(Activity, null) with { Percent = snapshot.Percent },
            { IsLost: true } => Unusable(sent.Target, $"Snapshot {snapshot.Name} ({snapshot.Id}) cannot be used: it is {snapshot.Status}.", advice),
            _ => judgeOther(),
        };
        return seen with
        {
            Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = snapshot.Id, [StepFactKeys.SourceDiskId] = snapshot.VolumeId },
        };
    }

    public static StepObservation Unusable(StepTarget target, string why, string advice) => StepObservation.Failed(null, new EcsException(EcsErrorId.OperationFailed, why)
    {
        InstanceId = target.Instance.Id,
        RecommendedAction = advice,
    });

    /// <summary>The disk exists, is attached to the server, and is at rest.</summary>
    /// <param name="volume">The disk; null inside if there is none.</param>
    public static EcsRequirement CheckDisk(StepTarget target, string id, LookupResult<Volume?> volume) =>
        volume.Error is not null ? Unknown(EcsRequirementId.SystemDisk, $"Cannot read disk {id}", volume.Error)
        : volume.Value is not { } found ? Failed(EcsRequirementId.SystemDisk, $"Cannot find disk {id}.", "Run Get-EcsDisk to list the disks.")
        : !found.IsAttachedTo(target.Instance.Id) ? Failed(EcsRequirementId.SystemDisk, $"Disk {id} is not attached to this server.", "Specify a disk of this server.")
        : found.Status != "in-use" ? Failed(EcsRequirementId.SystemDisk, $"Disk {id} is {found.Status}.", "Wait until the disk is in use.")
        : Passed(EcsRequirementId.SystemDisk, $"Disk {id} is attached.");

    /// <summary>The quota has room for a snapshot.</summary>
    /// <param name="room">The number of further snapshots that it allows; null if that could not be read.</param>
    public static EcsRequirement CheckRoom(int? room, EcsException? error) => room switch
    {
        null => Unknown(EcsRequirementId.DiskQuota, "Cannot check the snapshot quota", error),
        < 1 => Failed(EcsRequirementId.DiskQuota, "Snapshot quota exceeded.", "Delete snapshots that you do not need, or request a higher quota."),
        _ => Passed(EcsRequirementId.DiskQuota, "The snapshot quota allows another snapshot."),
    };
}
