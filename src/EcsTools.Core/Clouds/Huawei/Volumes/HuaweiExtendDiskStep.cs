using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Extends a disk of a server (docs/contracts/huawei-ecs-lifecycle.md 2.1).</summary>
internal sealed class HuaweiExtendDiskStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    private const int LargestSystemDiskGiB = 1024;
    private const int LargestDataDiskGiB = 32768;

    public StepKind Kind => StepKind.ExtendDisk;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiDisksOfServers disks = await HuaweiDisksOfServers.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        LookupResult<HuaweiDiskQuota> quota = await LookupResult<HuaweiDiskQuota>.ReadAsync(() => families.Disks.GetQuotaAsync(cancellation)).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(families.Prices, [.. targets.Select(t => AskPrice(t, disks))], cancellation).ConfigureAwait(false);
        return [.. targets.Zip(prices, (t, price) => Preview(t, disks, quota, price))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => families.Disks.ExtendAsync(t, families.Variant, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        HuaweiDiskObserver.ObserveAsync(families, witness, sent, VolumeChanges.JudgeExtension, DiskExtension.Activity, "The extension of the disk", cancellation);

    private StepPreview Preview(StepTarget target, HuaweiDisksOfServers disks, LookupResult<HuaweiDiskQuota> quota, PriceChange price)
    {
        Volume? volume = disks.Find(target).Value;
        bool isSystemDisk = disks.IsSystemDisk(target);
        bool isOrder = disks.IsOrder(target);
        return VolumeChanges.PreviewExtension(target, volume, isSystemDisk) with
        {
            Requirements =
            [
                VolumeChanges.CheckState(target),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                disks.Check(target),
                .. DiskExtension.CheckSize(
                    target, volume is null ? null : VolumeChanges.Describe(volume, isSystemDisk), isSystemDisk ? LargestSystemDiskGiB : LargestDataDiskGiB),
                .. volume is null ? [] : new[] { HuaweiQuotaChecks.CheckGrowth(volume, target.Options.SizeGiB ?? 0, quota) },
                .. isOrder ? [HuaweiOrders.CheckDiskPayment(target)] : Array.Empty<EcsRequirement>(),
            ],
            Costs = [isOrder ? HuaweiOrders.DescribeDiskCost(target) : "From now on the disk is billed by its new size.", .. price.Describe()],
        };
    }

    private (PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce) AskPrice(StepTarget target, HuaweiDisksOfServers disks) => disks.Find(target).Value is { } volume
        ? DiskExtension.AskPrice(target, VolumeChanges.Describe(volume, disks.IsSystemDisk(target)), disks.IsOrder(target))
        : default;
}
