using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Gives a server another size (docs/contracts/huawei-ecs.md 3.8).</summary>
internal sealed class HuaweiResizeStep : ICloudStep
{
    // No source tells; the server moves to another host while it is off.
    private static readonly TimeSpan UsualTime = TimeSpan.FromMinutes(5);
    private const int ServersPerCall = 1000;
    private readonly HuaweiClientSet _families;
    private readonly HuaweiResizeObserver _observer;

    public HuaweiResizeStep(HuaweiClientSet families, HuaweiStepObserver witness)
    {
        _families = families;
        _observer = new HuaweiResizeObserver(witness);
    }

    public StepKind Kind => StepKind.Resize;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        HuaweiResizePreflightData evidence = await HuaweiResizePreflightData.GatherAsync(_families, targets, cancellation).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(_families.Prices, [.. targets.Select(FindPrices)], cancellation).ConfigureAwait(false);
        return [.. targets.Select((t, i) => Preview(t, evidence, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.All(t => HuaweiResizeRequest.FitsBatch(t, _families.Variant))
            ? targets.SendTogetherAsync(ServersPerCall, batch => ResizeAsync(batch, cancellation))
            : targets.EachAsync(t => ResizeAsync([t], cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _observer.ObserveAsync(sent, cancellation);

    private Task<StepHandle> ResizeAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.Count == 1
        ? _families.Servers.ResizeAsync(targets[0].Instance.Id, HuaweiResizeRequest.Build(targets[0], _families.Variant), cancellation)
        : _families.Servers.ResizeManyAsync(targets.Select(t => t.Instance.Id), targets[0].Options.Size!, cancellation);

    private StepPreview Preview(StepTarget target, HuaweiResizePreflightData evidence, PriceChange price)
    {
        EcsInstance instance = target.Instance;
        Dictionary<string, string> facts = new()
        {
            [ApiFact.Size] = instance.Size,
            [StepFactKeys.Status] = instance.Status.ToString(),
        };
        if (evidence.FindHost(target).Value is { } host)
        {
            facts[HuaweiFact.DedicatedHostId] = host;
        }

        return new StepPreview
        {
            AlreadyDone = HuaweiResizeChecks.Same(instance.Size, target.Options.Size) ? $"The server already has the size {instance.Size}." : null,
            Summary = $"Change the size from {instance.Size} to {target.Options.Size}.",
            Requirements =
            [
                HuaweiResizeChecks.CheckState(target),
                CommonServerChecks.CheckBusy(target),
                CommonServerChecks.CheckLock(target),
                HuaweiResizeChecks.CheckSize(target, evidence, _families.Variant),
                .. TemporaryChangeCheck.Refuse(target, EcsRequirementId.Size),
                .. _families.Variant.HasOrders && instance.ChargeType == EcsChargeType.Subscription ? [HuaweiOrders.CheckPayment(target)] : Array.Empty<EcsRequirement>(),
            ],
            Costs = [.. price.Describe(), .. FindCosts(target)],
            ExpectedDowntime = UsualTime,
            Facts = facts,
        };
    }

    private static (PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce) FindPrices(StepTarget target)
    {
        EcsInstance instance = target.Instance;
        return target.Options.Size is not { Length: > 0 } wanted || HuaweiResizeChecks.Same(instance.Size, wanted) ? (null, null, null) : (
            PriceQuery.ForSize(instance, instance.Size),
            PriceQuery.ForSize(instance, wanted),
            instance.ChargeType == EcsChargeType.Subscription ? new PriceQuery(EcsPriceKind.Change) { InstanceId = instance.Id, Size = wanted } : null);
    }

    private static IReadOnlyList<string> FindCosts(StepTarget target) => target.Instance.ChargeType switch
    {
        EcsChargeType.Subscription => [HuaweiOrders.DescribeCost(target)],
        _ => [$"From then on, the server is billed by size {target.Options.Size}."],
    };
}
