using System.Globalization;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Makes a server a subscription by an order (docs/contracts/huawei-ecs-lifecycle.md 3.1), or has its subscription end in pay-as-you-go
/// (3.4): there is no way back within a term.</summary>
internal sealed class HuaweiChargeTypeStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    private const int ResourcesPerCall = 100;
    private readonly HuaweiSubscriptions _subscriptions = new(families, witness);

    public StepKind Kind => StepKind.ChangeChargeType;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>> read = await _subscriptions.ReadAsync(targets, cancellation).ConfigureAwait(false);
        LookupResult<ILookup<string, Volume>> disks = await LookupResult<ILookup<string, Volume>>.ReadAsync(
            () => families.Disks.ListAttachedAsync(cancellation)).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await ChargeTypePrices.ReadAsync(
            families.Prices, targets, t => FindChanging(t, disks), refundSource: null, cancellation).ConfigureAwait(false);
        return [.. targets.Select((t, i) => Buys(t) ? PreviewPurchase(t, disks, prices[i]) : PreviewEnd(t, read, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => Buys(targets[0])
        ? targets.EachAsync(
            t => families.Servers.MakeSubscriptionAsync(t.Instance.Id, SubscriptionTerm.Of(t.Options), t.Options.IncludeDataDisks, t.Options.AutoPay, cancellation), cancellation)
        : targets.SendTogetherAsync(
            ResourcesPerCall, batch => families.Billing.EndInPayPerUseAsync([.. batch.Select(t => t.Instance.Id)], cancellation));

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => _subscriptions.ObserveAsync(
        sent,
        "Changing the charge type",
        (s, now, subscription) => now.ChargeType == s.Target.Options.ChargeType || (!Buys(s.Target) && subscription?.BecomesPayPerUse == true),
        cancellation);

    private StepPreview PreviewPurchase(StepTarget target, LookupResult<ILookup<string, Volume>> disks, PriceChange price)
    {
        SubscriptionTerm term = SubscriptionTerm.Of(target.Options);
        return new StepPreview
        {
            AlreadyDone = SubscriptionChecks.FindDone(target.Instance, EcsChargeType.Subscription),
            Summary = $"Convert the server to a subscription for {term}{(target.Options.IncludeDataDisks ? ", with its data disks" : "")}.",
            Requirements =
            [
                target.Instance.IsOnDedicatedHost
                    ? Requirement.Failed(EcsRequirementId.ChargeType, "A server on a dedicated host cannot be converted to a subscription.", null)
                    : SubscriptionChecks.CheckConversion(target.Instance, EcsChargeType.Subscription),
                HuaweiPeriods.CheckPurchase(term),
                CommonServerChecks.CheckLock(target),
                CommonServerChecks.CheckBusy(target),
                OrderText.CheckWhole(target),
            ],
            Costs = [.. price.Describe(), .. disks.Error is null ? [] : new[] { "Cannot read the disks; they are not included in these prices." }, OrderText.DescribeWhole(target)],
            Facts = Facts(target, null),
        };
    }

    private StepPreview PreviewEnd(StepTarget target, LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>> read, PriceChange price)
    {
        HuaweiSubscription? subscription = HuaweiSubscriptions.Find(target, read);
        string end = subscription?.ExpiresAt is { } time ? $", at {time:u}" : "";
        return new StepPreview
        {
            AlreadyDone = SubscriptionChecks.FindDone(target.Instance, EcsChargeType.PayAsYouGo)
                ?? (subscription is { BecomesPayPerUse: true } ? $"The server already becomes pay-as-you-go when its term ends{end}." : null),
            Summary = $"Convert the server to pay-as-you-go when its term ends{end}. Huawei Cloud does not change it within a term.",
            Requirements =
            [
                SubscriptionChecks.CheckConversion(target.Instance, target.Options.ChargeType ?? EcsChargeType.Unknown),
                CommonServerChecks.CheckLock(target),
                .. _subscriptions.Check(target, read),
            ],
            Losses = subscription is { IsRenewed: true } ? ["The automatic renewal: it is switched off."] : [],
            Costs = price.Describe(),
            Facts = Facts(target, subscription),
        };
    }

    private static Dictionary<string, string> Facts(StepTarget target, HuaweiSubscription? subscription) => new()
    {
        [HuaweiFact.ChargeType] = target.Instance.ChargeType.ToString(),
        [HuaweiFact.ExpirePolicy] = subscription?.Policy?.ToString(CultureInfo.InvariantCulture) ?? "",
        [StepFactKeys.Status] = target.Instance.Status.ToString(),
    };

    private static IReadOnlyList<EcsDisk>? FindChanging(StepTarget target, LookupResult<ILookup<string, Volume>> all) => all.Value is not { } known
        ? null
        :
        [
            .. known[target.Instance.Id]
                .Where(v => target.Options.IncludeDataDisks || v.Id == target.Instance.SystemDiskId || v.IsSystemDisk())
                .Select(v => new EcsDisk { Id = v.Id, Category = v.Category, SizeGiB = v.SizeGiB ?? 0 }),
        ];

    private static bool Buys(StepTarget target) => target.Options.ChargeType == EcsChargeType.Subscription;
}
