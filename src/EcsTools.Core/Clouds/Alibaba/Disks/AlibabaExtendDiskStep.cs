using System.Globalization;

using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Extends a disk with ResizeDisk: online while its server is running, otherwise for the server's next start
/// (docs/contracts/alibaba-ecs-lifecycle.md 2.1).</summary>
internal sealed class AlibabaExtendDiskStep : ICloudStep
{
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaDiskPrefetcher _gatherer;
    private readonly AlibabaDisksClient _disks;
    private readonly IPriceReader _prices;
    private readonly TimeProvider _wall;

    public AlibabaExtendDiskStep(AlibabaApi api, AlibabaDiskPrefetcher gatherer, AlibabaDisksClient disks, IPriceReader prices)
    {
        _writer = new AlibabaMutationClient(api);
        _gatherer = gatherer;
        _disks = disks;
        _prices = prices;
        _wall = api.Connection.Wall;
    }

    public StepKind Kind => StepKind.ExtendDisk;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        IReadOnlyList<AlibabaDiskPreflightContext> subjects = await _gatherer.GatherAsync(targets, t => t.Options.DiskId, concernsAll: false, cancellation).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(
            _prices, [.. subjects.Select(s => DiskExtension.AskPrice(s.Target, s.Disk?.Disk, s.Disk?.IsSubscription == true))], cancellation).ConfigureAwait(false);
        return [.. subjects.Zip(prices, Preview)];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        string disk = AlibabaChecks.Planned(target, StepFactKeys.DiskId);
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("DiskId", disk)
            .Add("NewSize", target.Options.SizeGiB)
            .Add("Type", target.Instance.Status == EcsInstanceStatus.Running ? "online" : "offline");
        JObject answer = await _writer.SendWithTokenAsync(
            "ResizeDisk",
            parameters,
            target,
            () => _gatherer.IsInUseAsync(target.Instance.Id, disk, cancellation),
            cancellation).ConfigureAwait(false);
        return AlibabaOrders.ReadHandle(answer);
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _disks.ObserveAsync(sent, Judge, cancellation);

    // A size that the disk had before proves nothing.
    private static StepObservation Judge(SentStep sent, EcsDisk disk) =>
        disk.SizeGiB == sent.Target.Options.SizeGiB && Text(disk.SizeGiB) != AlibabaChecks.Before(sent.Target, StepFactKeys.DiskSize) ? new StepObservation(ObservedState.TookEffect)
        : sent.Handle is null ? new StepObservation(ObservedState.Unknown)
        : AlibabaChecks.Pending(null, DiskExtension.Activity);

    private StepPreview Preview(AlibabaDiskPreflightContext subject, PriceChange price)
    {
        StepTarget target = subject.Target;
        EcsDisk? disk = subject.Disk?.Disk;
        bool isOnline = target.Instance.Status == EcsInstanceStatus.Running && !OperationDefinition.NeedsStop(target.Instance, target.Options);
        Dictionary<string, string> facts = subject.Facts();
        if (disk is not null)
        {
            facts[StepFactKeys.DiskSize] = Text(disk.SizeGiB);
        }

        return DiskExtension.Preview(target, disk, isOnline ? DiskSeen.AtOnce : DiskSeen.AfterStart) with
        {
            Requirements =
            [
                CheckState(target, disk, isOnline),
                subject.CheckLock(ServerAction.Disk, _wall.GetUtcNow()),
                subject.CheckBusy(),
                subject.CheckOwnDisk(),
                .. DiskExtension.CheckSize(target, disk, disk is null ? null : AlibabaDiskLimits.LargestGiB(disk)),
                .. AlibabaDiskPreflightContext.CheckPayment(target, subject.Disk),
            ],
            Costs = [DescribeBilling(subject.Disk), .. price.Describe()],
            Facts = facts,
        };
    }

    private static EcsRequirement CheckState(StepTarget target, EcsDisk? disk, bool isOnline) => (isOnline, disk is null ? true : AlibabaDiskLimits.IsExtendedOnline(disk.Category)) switch
    {
        (true, false) => Requirement.Failed(
            EcsRequirementId.State, $"A disk of category {disk!.Category} is not extended while its server is running.", "Stop the server, or specify -StopFirst."),
        (true, null) => Requirement.Warned(
            EcsRequirementId.State, $"No source says that disks of category {disk!.Category} are extended while their server is running.", "If the provider refuses it, specify -StopFirst."),
        _ => AlibabaChecks.AtRest(target.Instance),
    };

    private static string DescribeBilling(AlibabaDisk? disk) => disk?.IsSubscription == true
        ? "An order for the difference in price is placed and paid at once."
        : "From now on the disk is billed by its new size.";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
