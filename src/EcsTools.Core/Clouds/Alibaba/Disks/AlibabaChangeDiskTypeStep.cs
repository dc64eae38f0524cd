using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Changes category and performance level of a disk with ModifyDiskSpec (docs/contracts/alibaba-ecs-lifecycle.md 2.2). There is no
/// token: it is sent once.</summary>
internal sealed class AlibabaChangeDiskTypeStep : ICloudStep
{
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaDiskPrefetcher _gatherer;
    private readonly AlibabaDisksClient _disks;
    private readonly AlibabaInstanceTypesClient _sizes;
    private readonly IPriceReader _prices;
    private readonly TimeProvider _wall;

    public AlibabaChangeDiskTypeStep(
        AlibabaApi api, AlibabaDiskPrefetcher gatherer, AlibabaDisksClient disks, AlibabaInstanceTypesClient sizes, IPriceReader prices)
    {
        _writer = new AlibabaMutationClient(api);
        _gatherer = gatherer;
        _disks = disks;
        _sizes = sizes;
        _prices = prices;
        _wall = api.Connection.Wall;
    }

    public StepKind Kind => StepKind.ChangeDiskType;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        IReadOnlyList<AlibabaDiskPreflightContext> subjects = await _gatherer.GatherAsync(targets, t => t.Options.DiskId, concernsAll: false, cancellation).ConfigureAwait(false);

        // What one server's disks are offered those of all like it are.
        Dictionary<(string Zone, string Size, bool IsSystemDisk), LookupResult<IReadOnlyList<AvailableInstanceType>>> offers = await LookupResult<IReadOnlyList<AvailableInstanceType>>.ReadEachAsync(
            subjects.Select(Likeness).Where(_ => targets[0].Options.Category is not null),
            like => _sizes.ListDiskCategoriesAsync(like.Zone, like.Size, like.IsSystemDisk, cancellation),
            AlibabaFanOut.Degree).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(
            _prices,
            [.. subjects.Select(s => DiskTypeChange.AskPrice(s.Target, s.Disk?.Disk, AlibabaDiskTypes.FindLevel(s.Target, s.Disk?.Disk), s.Disk?.IsSubscription == true))],
            cancellation).ConfigureAwait(false);
        return [.. subjects.Select((s, i) => Preview(s, offers.TryGetValue(Likeness(s), out LookupResult<IReadOnlyList<AvailableInstanceType>>? offer) ? offer : null, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        string disk = AlibabaChecks.Planned(target, StepFactKeys.DiskId);
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("DiskId", disk)
            .Add("DiskCategory", target.Options.Category)

            // Unsaid, it would be PL1, whatever it was.
            .Add("PerformanceLevel", AlibabaChecks.Before(target, AlibabaFact.PerformanceLevel));
        JObject answer = await _writer.SendAsync(
            "ModifyDiskSpec",
            parameters,
            RequestIdempotency.NonIdempotent,
            target,
            () => _gatherer.IsInUseAsync(target.Instance.Id, disk, cancellation),
            cancellation).ConfigureAwait(false);
        return AlibabaOrders.ReadHandle(answer) with { JobId = answer.Text("TaskId") };
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _disks.ObserveAsync(sent, Judge, cancellation);

    // The status does not tell, and a level can be ignored: only what the disk is counts.
    private static StepObservation Judge(SentStep sent, EcsDisk disk) =>
        DiskTypeChange.TookEffect(sent.Target, disk, AlibabaChecks.Before(sent.Target, AlibabaFact.PerformanceLevel)) ? new StepObservation(ObservedState.TookEffect)
        : sent.Handle is null ? new StepObservation(ObservedState.Unknown)
        : AlibabaChecks.Pending(null, DiskTypeChange.Activity);

    private static (string Zone, string Size, bool IsSystemDisk) Likeness(AlibabaDiskPreflightContext subject) =>
        (subject.Target.Instance.Zone, subject.Target.Instance.Size, subject.Disk?.Disk.IsSystemDisk ?? true);

    private StepPreview Preview(AlibabaDiskPreflightContext subject, LookupResult<IReadOnlyList<AvailableInstanceType>>? offers, PriceChange price)
    {
        StepTarget target = subject.Target;
        EcsDisk? disk = subject.Disk?.Disk;
        string? level = AlibabaDiskTypes.FindLevel(target, disk);
        StepPreview preview = DiskTypeChange.Preview(target, disk, level);
        Dictionary<string, string> facts = subject.Facts(preview.Facts);
        if (level is not null)
        {
            facts[AlibabaFact.PerformanceLevel] = level;
        }

        return preview with
        {
            Requirements =
            [
                AlibabaChecks.AtRest(target.Instance),
                subject.CheckLock(ServerAction.Disk, _wall.GetUtcNow()),
                subject.CheckBusy(),
                subject.CheckOwnDisk(),
                .. disk is null ? [] : new[] { AlibabaDiskTypes.Check(target, subject.Disk!, level, offers) },
                .. AlibabaDiskPreflightContext.CheckPayment(target, subject.Disk),
            ],
            Costs = [subject.Disk?.IsSubscription == true ? "An order for the difference in price is placed and paid at once." : "From now on the disk is billed by its new type.", .. price.Describe()],
            Facts = facts,
        };
    }
}
