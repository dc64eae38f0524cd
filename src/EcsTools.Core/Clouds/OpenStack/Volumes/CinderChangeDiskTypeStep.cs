using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Gives a volume of a server another type, and moves it to other storage where that needs it (docs/contracts/openstack-lifecycle.md 2).</summary>
internal sealed class CinderChangeDiskTypeStep(OpenStackClientSet families) : ICloudStep
{
    public StepKind Kind => StepKind.ChangeDiskType;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<Volume?>[] volumes = await CinderDisks.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        LookupResult<IReadOnlyList<string>> types = await LookupResult<IReadOnlyList<string>>.ReadAsync(() => families.Volumes.ListTypesAsync(cancellation)).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(
            families.Prices,
            [.. targets.Zip(volumes, (t, v) => DiskTypeChange.AskPrice(t, CinderDisks.Describe(t, v), level: null, isOrder: false))],
            cancellation).ConfigureAwait(false);
        return [.. targets.Select((t, i) => Preview(t, volumes[i], types, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => families.Volumes.ActAsync(
            "RetypeVolume", t, "os-retype", new() { ["new_type"] = t.Options.Category, ["migration_policy"] = "on-demand" }, microversion: null, cancellation),
        cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => CinderDisks.ObserveAsync(families, s, VolumeChanges.JudgeRetype, DiskTypeChange.Activity, cancellation), cancellation);

    private static StepPreview Preview(StepTarget target, LookupResult<Volume?> volume, LookupResult<IReadOnlyList<string>> types, PriceChange price) =>
        VolumeChanges.PreviewRetype(target, volume.Value, CinderDisks.IsSystemDisk(target, volume)) with
        {
            Requirements =
            [
                VolumeChanges.CheckState(target),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                CinderDisks.Check(target, volume),
                VolumeChanges.CheckType(target, types),
            ],
            Costs = price.Describe(),
        };
}
