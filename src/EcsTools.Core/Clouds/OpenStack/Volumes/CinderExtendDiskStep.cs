using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Extends a volume of a server, which block storage API 3.42 does while it is attached (docs/contracts/openstack-lifecycle.md 2).</summary>
internal sealed class CinderExtendDiskStep(OpenStackClientSet families) : ICloudStep
{
    private const int ExtendsAttached = 42;

    public StepKind Kind => StepKind.ExtendDisk;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<Volume?>[] volumes = await CinderDisks.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        int version = await families.Client.GetVolumeVersionAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(
            families.Prices, [.. targets.Zip(volumes, (t, v) => DiskExtension.AskPrice(t, CinderDisks.Describe(t, v), isOrder: false))], cancellation).ConfigureAwait(false);
        return [.. targets.Select((t, i) => Preview(t, volumes[i], version, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => families.Volumes.ActAsync("ExtendVolume", t, "os-extend", new() { ["new_size"] = t.Options.SizeGiB }, $"volume 3.{ExtendsAttached}", cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => CinderDisks.ObserveAsync(families, s, VolumeChanges.JudgeExtension, DiskExtension.Activity, cancellation), cancellation);

    private static StepPreview Preview(StepTarget target, LookupResult<Volume?> volume, int version, PriceChange price) =>
        VolumeChanges.PreviewExtension(target, volume.Value, CinderDisks.IsSystemDisk(target, volume)) with
        {
            Requirements =
            [
                VolumeChanges.CheckState(target),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                CheckDisk(target, volume, version),
                .. DiskExtension.CheckSize(target, CinderDisks.Describe(target, volume), largest: null),
            ],
            Costs = price.Describe(),
        };

    private static EcsRequirement CheckDisk(StepTarget target, LookupResult<Volume?> volume, int version)
    {
        EcsRequirement disk = CinderDisks.Check(target, volume);
        return disk.Outcome != EcsRequirementOutcome.Passed || version >= ExtendsAttached ? disk : Requirement.Failed(
            EcsRequirementId.Disk,
            $"This cloud extends only volumes that are detached (block storage API 3.{ExtendsAttached} is needed, and it has 3.{version}).",
            "Detach the volume with the tools of the cloud, and extend it there.");
    }
}
