using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Attaches a volume to a server, or detaches it; never the volume that a server boots from (docs/contracts/openstack-lifecycle.md 2).</summary>
/// <param name="kind">AttachDisk or DetachDisk.</param>
internal sealed class NovaAttachDiskStep(OpenStackClientSet families, StepKind kind) : ICloudStep
{
    private const int ChoosesRetention = 79;
    private const int SharesVolumes = 60;

    public StepKind Kind => kind;

    private bool Attaches => kind == StepKind.AttachDisk;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<Volume?>[] volumes = await CinderDisks.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        ResourceOrigin origin = await families.Client.GetOriginAsync(cancellation).ConfigureAwait(false);
        int version = await families.Client.GetComputeVersionAsync(cancellation).ConfigureAwait(false);
        return [.. targets.Select((t, i) => Preview(t, volumes[i], origin, version))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => Attaches
            ? families.Servers.AttachVolumeAsync(t, VolumeChanges.RequireDisk(t), FindVersion(t), cancellation)
            : families.Servers.DetachVolumeAsync(t.Instance.Id, VolumeChanges.RequireDisk(t), cancellation),
        cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.EachAsync(
        s => CinderDisks.ObserveAsync(
            families,
            s,
            Attaches ? VolumeChanges.JudgeAttachment : VolumeChanges.JudgeDetachment,
            Attaches ? DiskAttachment.Attaching : DiskAttachment.Detaching,
            cancellation),
        cancellation);

    // The lowest version that does what was chosen; older ones refuse a field that they do not know.
    private static string? FindVersion(StepTarget target) => target.Options.DeleteWithInstance is not null ? $"compute 2.{ChoosesRetention}"
        : target.Before.TryGetValue(IsSharedFact, out string? shared) && shared == bool.TrueString ? $"compute 2.{SharesVolumes}"
        : null;

    private const string IsSharedFact = "isShared";

    private StepPreview Preview(StepTarget target, LookupResult<Volume?> volume, ResourceOrigin origin, int version)
    {
        bool isSystemDisk = CinderDisks.IsSystemDisk(target, volume);
        LookupResult<EcsDisk?> disk = new(volume.Value?.At(target.Instance.Id).ToDisk(origin, isSystemDisk), volume.Error);
        bool isInUse = volume.Value?.Status == "in-use";
        bool isFree = volume.Value?.Status == "available";
        StepPreview preview = Attaches
            ? DiskAttachment.PreviewAttach(target, disk.Value, isInUse, target.Options.Device)
            : DiskAttachment.PreviewDetach(target, disk.Value, isFree);
        Dictionary<string, string> facts = preview.Facts.ToDictionary(f => f.Key, f => f.Value);
        if (volume.Value?.IsShared == true)
        {
            facts[IsSharedFact] = bool.TrueString;
        }

        return preview with
        {
            Facts = facts,
            Requirements =
            [
                VolumeChanges.CheckState(target),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                Attaches
                    ? DiskAttachment.CheckFree(WithoutZone(target), disk, isFree || (isInUse && volume.Value!.IsShared), isInUse)
                    : DiskAttachment.CheckAttached(target, disk, isInUse),
                .. isSystemDisk
                    ? [DiskAttachment.RefuseSystemDisk("Nova never detaches the volume that a server boots from.", "Use Switch-EcsSystemDisk -ImageId for another system.")]
                    : Array.Empty<EcsRequirement>(),
                .. target.Options.DeleteWithInstance is not null && version < ChoosesRetention
                    ? [Failed(EcsRequirementId.Disk, $"This cloud has no setting for what happens to a volume (compute API 2.{ChoosesRetention} is needed, and it has 2.{version}).", "Omit -DeleteWithInstance.")]
                    : Array.Empty<EcsRequirement>(),
            ],
        };
    }

    // Zones of servers and of volumes are two lists; whether they must agree is the operator's choice, and Nova refuses what does not fit.
    private static StepTarget WithoutZone(StepTarget target) => target with { Instance = target.Instance with { Zone = "" } };
}
