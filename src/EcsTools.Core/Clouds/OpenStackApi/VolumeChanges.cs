using System.Globalization;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What steps that change a volume do alike on every cloud of OpenStack's family: the volume itself tells how they stand.</summary>
internal static class VolumeChanges
{
    /// <summary>Puts an extension into words, with the facts by which it is judged later; requirements and costs are the cloud's.</summary>
    /// <param name="volume">The volume; null if there is none, or it could not be read.</param>
    public static StepPreview PreviewExtension(StepTarget target, Volume? volume, bool isSystemDisk)
    {
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        if (volume is not null)
        {
            facts[StepFactKeys.DiskId] = volume.Id;
            facts[StepFactKeys.DiskSize] = Text(volume.SizeGiB);
        }

        DiskSeen seen = target.Instance.Status == EcsInstanceStatus.Running && !Contracts.OperationDefinition.NeedsStop(target.Instance, target.Options)
            ? DiskSeen.AtOnce
            : DiskSeen.AfterStart;
        return DiskExtension.Preview(target, volume is null ? null : Describe(volume, isSystemDisk), seen) with { Facts = facts };
    }

    /// <summary>Puts another type into words, with the facts by which it is judged later; requirements and costs are the cloud's.</summary>
    /// <param name="volume">The volume; null if there is none, or it could not be read.</param>
    public static StepPreview PreviewRetype(StepTarget target, Volume? volume, bool isSystemDisk)
    {
        StepPreview preview = DiskTypeChange.Preview(target, volume is null ? null : Describe(volume, isSystemDisk), level: null);
        return volume is null ? preview : preview with { Facts = WithDisk(preview.Facts, volume.Id) };
    }

    /// <summary>Facts, and which disk they are about.</summary>
    public static IReadOnlyDictionary<string, string> WithDisk(IReadOnlyDictionary<string, string> facts, string diskId) =>
        facts.Concat([new KeyValuePair<string, string>(StepFactKeys.DiskId, diskId)]).ToDictionary(f => f.Key, f => f.Value);

    /// <summary>As much of a volume as the checks of its size and type want.</summary>
    public static EcsDisk Describe(Volume volume, bool isSystemDisk) =>
        new() { Id = volume.Id, SizeGiB = volume.SizeGiB ?? 0, Category = volume.Category, IsSystemDisk = isSystemDisk };

    /// <summary>The cloud has the type, and it is the type alone that is chosen.</summary>
    /// <param name="types">The types that the cloud has.</param>
    public static EcsRequirement CheckType(StepTarget target, LookupResult<IReadOnlyList<string>> types)
    {
        const string Id = EcsRequirementId.DiskType;
        string wanted = target.Options.Category ?? "";
        return target.Options.PerformanceLevel is not null ? Failed(Id, "Disks of this provider have no performance levels.", "Omit -PerformanceLevel, and specify -Category.")
            : types.Value is not { } known ? Unknown(Id, "Cannot check which types of disks there are", types.Error)
            : !known.Contains(wanted) ? Failed(Id, $"Cannot find disk type {wanted}.", $"Specify one of: {string.Join(", ", known)}.")
            : Passed(Id, $"There is a disk type {wanted}.");
    }

    /// <summary>The server neither is on its way between two states nor was never launched.</summary>
    public static EcsRequirement CheckState(StepTarget target) => target.Instance.Status
        is EcsInstanceStatus.Running or EcsInstanceStatus.Stopped or EcsInstanceStatus.Paused or EcsInstanceStatus.Suspended
        ? Passed(EcsRequirementId.State, $"The server is {StatusText.Of(target.Instance)}.")
        : Failed(EcsRequirementId.State, $"The server is {StatusText.Of(target.Instance)}; it must be running, stopped, paused, or suspended.", "Wait until it is, or start it.");

    /// <summary>The disk is attached to this server alone, and nothing is done to it.</summary>
    /// <param name="volume">The disk; null inside if there is none.</param>
    public static EcsRequirement CheckDisk(StepTarget target, string id, LookupResult<Volume?> volume)
    {
        EcsRequirement attached = SnapshotBackup.CheckDisk(target, id, volume);
        return attached.Outcome == EcsRequirementOutcome.Passed && volume.Value!.Attachments.Count > 1
            ? Failed(EcsRequirementId.Disk, $"Disk {id} is also attached to other servers.", "Detach it from the other servers first.")
            : new EcsRequirement(EcsRequirementId.Disk, attached.Outcome, attached.Detail, attached.Remedy);
    }

    /// <summary>Judges an extension by the volume's size, which changes last.</summary>
    /// <returns>The observation; null if the volume is as it was, so that only a job can tell more.</returns>
    public static StepObservation? JudgeExtension(SentStep sent, Volume? volume) => Judge(
        sent,
        volume,
        DiskExtension.Activity,
        v => v.SizeGiB == sent.Target.Options.SizeGiB && sent.Target.Before.TryGetValue(StepFactKeys.DiskSize, out string? before) && before != Text(v.SizeGiB));

    /// <summary>Judges a change of the type by the volume's type.</summary>
    /// <returns>The observation; null if the volume is as it was, so that only a job can tell more.</returns>
    public static StepObservation? JudgeRetype(SentStep sent, Volume? volume) =>
        Judge(sent, volume, DiskTypeChange.Activity, v => DiskTypeChange.TookEffect(sent.Target, Describe(v, isSystemDisk: false), level: null));

    /// <summary>Judges an attachment by the volume.</summary>
    /// <returns>The observation; null if the volume is as it was, so that only a job can tell more.</returns>
    public static StepObservation? JudgeAttachment(SentStep sent, Volume? volume) =>
        Judge(sent, volume, DiskAttachment.Attaching, v => v.Status == "in-use" && v.IsAttachedTo(sent.Target.Instance.Id));

    /// <summary>Judges a detachment by the volume, which falls back to in-use where the guest does not release it.</summary>
    /// <returns>The observation; null if the volume is as it was, so that only a job can tell more.</returns>
    public static StepObservation? JudgeDetachment(SentStep sent, Volume? volume) =>
        Judge(sent, volume, DiskAttachment.Detaching, v => !v.IsAttachedTo(sent.Target.Instance.Id));

    /// <summary>The error for a volume that was worked on and is as it was.</summary>
    public static EcsException NotDone(StepTarget target, Volume volume) => new(
        EcsErrorId.OperationFailed, $"The disk {volume.Id} of {target.Instance} was not changed: it is as it was before ({volume.SizeGiB} GiB, {volume.Category}), and the cloud returned no reason.")
    {
        InstanceId = target.Instance.Id,
        RecommendedAction = "Check the quota and the storage with the cloud's operator, and run the command again.",
    };

    /// <summary>The disk that was planned.</summary>
    /// <exception cref="EcsException">The plan does not tell it.</exception>
    public static string RequireDisk(StepTarget target) => target.Before.TryGetValue(StepFactKeys.DiskId, out string? disk)
        ? disk
        : throw new EcsException(EcsErrorId.RequirementFailed, $"Cannot determine which disk of {target.Instance} to change.") { InstanceId = target.Instance.Id, WasNotCarriedOut = true };

    // No list has every word for a volume that is worked on (docs/contracts/huawei-ecs-lifecycle.md 15): an unknown one is busy.
    private static StepObservation? Judge(SentStep sent, Volume? volume, string activity, Func<Volume, bool> isDone)
    {
        EcsInstance instance = sent.Target.Instance;
        return volume is null ? StepObservation.Failed(null, new EcsException(EcsErrorId.NotFound, $"The disk of {instance} no longer exists.") { InstanceId = instance.Id })
            : volume.Status.StartsWith("error", StringComparison.Ordinal) ? StepObservation.Failed(
                null, new EcsException(EcsErrorId.OperationFailed, $"The disk {volume.Id} of {instance} cannot be changed: it is {volume.Status}.")
                {
                    InstanceId = instance.Id,
                    RecommendedAction = "Leave the disk alone, and contact the provider's support.",
                })
            : volume.Status is not ("in-use" or "available") ? StepObservation.Pending(activity, null)
            : isDone(volume) ? new StepObservation(ObservedState.TookEffect)
            : null;
    }

    private static string Text(int? size) => (size ?? 0).ToString(CultureInfo.InvariantCulture);
}
