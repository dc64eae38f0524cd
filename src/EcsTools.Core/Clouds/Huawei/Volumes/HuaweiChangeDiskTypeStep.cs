using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Changes the type of a disk of a server (docs/contracts/huawei-ecs-lifecycle.md 2.2). It can take hours and cannot be stopped.</summary>
internal sealed class HuaweiChangeDiskTypeStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    // From the lowest class to the highest; the second generation of a class counts as the first.
    private static readonly string[] Classes = ["SATA", "SAS", "GPSSD", "SSD", "ESSD"];

    public StepKind Kind => StepKind.ChangeDiskType;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiDisksOfServers disks = await HuaweiDisksOfServers.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        LookupResult<IReadOnlyList<string>> types = await LookupResult<IReadOnlyList<string>>.ReadAsync(() => families.Disks.ListTypesAsync(cancellation)).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(families.Prices, [.. targets.Select(t => AskPrice(t, disks))], cancellation).ConfigureAwait(false);
        return [.. targets.Zip(prices, (t, price) => Preview(t, disks, types, price))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => families.Disks.RetypeAsync(t, families.Variant, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        HuaweiDiskObserver.ObserveAsync(families, witness, sent, VolumeChanges.JudgeRetype, DiskTypeChange.Activity, "The change of the disk type", cancellation);

    private StepPreview Preview(StepTarget target, HuaweiDisksOfServers disks, LookupResult<IReadOnlyList<string>> types, PriceChange price)
    {
        Volume? volume = disks.Find(target).Value;
        bool isOrder = disks.IsOrder(target);
        return VolumeChanges.PreviewRetype(target, volume, disks.IsSystemDisk(target)) with
        {
            Requirements =
            [
                VolumeChanges.CheckState(target),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                disks.Check(target),
                VolumeChanges.CheckType(target, types),
                .. volume is null ? [] : CheckDirection(target, volume),
                .. isOrder ? [HuaweiOrders.CheckDiskPayment(target)] : Array.Empty<EcsRequirement>(),
            ],
            Costs = [isOrder ? HuaweiOrders.DescribeDiskCost(target) : "From now on the disk is billed by its new type.", .. price.Describe()],
        };
    }

    // Huawei: to a better class only (EVS.2087). OTC: never from a class with SSD to one without, and never to SATA.
    private IEnumerable<EcsRequirement> CheckDirection(StepTarget target, Volume volume)
    {
        int present = RankOf(volume.Category);
        int wanted = RankOf(target.Options.Category ?? "");
        bool mayBeLower = !families.Variant.HasOrders && wanted >= Array.IndexOf(Classes, "GPSSD");
        return present >= 0 && wanted >= 0 && (wanted < present || (wanted == 0 && present > 0)) && !mayBeLower
            ? [Failed(EcsRequirementId.DiskType, $"A disk of type {volume.Category} cannot be changed to the lower type {target.Options.Category}.", $"Specify a higher type than {volume.Category}.")]
            : [];
    }

    private static int RankOf(string type) => Array.IndexOf(Classes, type.TrimEnd('2').ToUpperInvariant());

    private (PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce) AskPrice(StepTarget target, HuaweiDisksOfServers disks) => disks.Find(target).Value is { } volume
        ? DiskTypeChange.AskPrice(target, VolumeChanges.Describe(volume, disks.IsSystemDisk(target)), level: null, disks.IsOrder(target))
        : default;
}
