using EcsTools.Core.Clouds.OpenStackApi;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The volumes that steps change, and how such a change stands.</summary>
internal static class CinderDisks
{
    /// <summary>Reads the volume of each server that is meant.</summary>
    /// <returns>The volumes, in the order given; null inside for what is no volume.</returns>
    public static async Task<LookupResult<Volume?>[]> GatherAsync(OpenStackClientSet families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        await families.Volumes.RequireAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, LookupResult<Volume?>> volumes = await LookupResult<Volume?>.ReadEachAsync(
            targets.Select(CinderVolumes.IdOf), id => families.Volumes.FindAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => volumes.TryGetValue(CinderVolumes.IdOf(t), out LookupResult<Volume?>? volume) ? volume : LookupResult<Volume?>.None)];
    }

    /// <summary>As much of a volume as the checks of its size and type want; null for none.</summary>
    public static EcsDisk? Describe(StepTarget target, LookupResult<Volume?> volume) =>
        volume.Value is { } found ? VolumeChanges.Describe(found, IsSystemDisk(target, volume)) : null;

    public static bool IsSystemDisk(StepTarget target, LookupResult<Volume?> volume) => volume.Value is { } found && found.Id == target.Instance.SystemDiskId;

    /// <summary>It is a volume, which is attached to this server alone, and nothing is done to it.</summary>
    public static EcsRequirement Check(StepTarget target, LookupResult<Volume?> volume)
    {
        string id = CinderVolumes.IdOf(target);
        return id == NovaServerReader.LocalDiskOf(target.Instance.Id)
            ? Failed(EcsRequirementId.Disk, "The disk is on the server's host and belongs to the size of the server.", "Run Set-EcsInstanceSize with a size that has another disk.")
            : id.Length == 0 ? Unknown(EcsRequirementId.Disk, "Cannot check which volume the server boots from", null)
            : VolumeChanges.CheckDisk(target, id, volume);
    }

    /// <summary>Looks how a change of a volume stands. No job tells why it failed: a volume that was worked on and is as it was has not been changed.</summary>
    public static async Task<StepObservation> ObserveAsync(
        OpenStackClientSet families, SentStep sent, System.Func<SentStep, Volume?, StepObservation?> judge, string activity, CancellationToken cancellation)
    {
        Volume? volume = await families.Volumes.FindAsync(VolumeChanges.RequireDisk(sent.Target), cancellation).ConfigureAwait(false);
        StepObservation? seen = judge(sent, volume);
        sent.SawWork |= seen?.State == ObservedState.Pending;
        return seen
            ?? (sent.SawWork ? StepObservation.Failed(null, VolumeChanges.NotDone(sent.Target, volume!))
                : sent.Handle is null ? NovaStepObserver.JudgeUnseen(sent, null)
                : StepObservation.Pending(activity, null));
    }
}
