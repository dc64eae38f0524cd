using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Renews a subscription by an order (docs/contracts/huawei-ecs-lifecycle.md 3.4): one call for each server.</summary>
internal sealed class HuaweiRenewStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    private readonly HuaweiSubscriptions _subscriptions = new(families, witness);

    public StepKind Kind => StepKind.RenewSubscription;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>> read = await _subscriptions.ReadAsync(targets, cancellation).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(
            families.Prices, [.. targets.Select(t => ((PriceQuery?)null, (PriceQuery?)null, PriceQuery.ForRenewal(t)))], cancellation).ConfigureAwait(false);
        return [.. targets.Select((t, i) => Preview(t, read, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => families.Billing.RenewAsync(t.Instance.Id, SubscriptionTerm.Of(t.Options), t.Options.AutoPay, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        _subscriptions.ObserveAsync(sent, "Renewing", (s, _, subscription) => s.Target.Before.TryGetValue(HuaweiFact.ExpiresAt, out string? before) && TermEnd.IsLater(subscription?.ExpiresAt, before), cancellation);

    private StepPreview Preview(StepTarget target, LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>> read, PriceChange price)
    {
        EcsInstance instance = target.Instance;
        HuaweiSubscription? subscription = HuaweiSubscriptions.Find(target, read);
        SubscriptionTerm term = SubscriptionTerm.Of(target.Options);
        return new StepPreview
        {
            Summary = $"Renew the subscription for {term}{(subscription?.ExpiresAt is { } end ? $"; its term ends at {end:u}" : "")}.",
            Requirements =
            [
                SubscriptionChecks.CheckSubscription(instance),
                HuaweiPeriods.CheckRenewal(term),
                CommonServerChecks.CheckLock(target),
                .. _subscriptions.Check(target, read),
                OrderText.CheckWhole(target),
            ],
            Costs = [.. (target.Options.AutoPay ? price : price with { After = price.AtOnce, AtOnce = null }).Describe(), OrderText.DescribeWhole(target)],
            Facts = new Dictionary<string, string>
            {
                [HuaweiFact.ExpiresAt] = TermEnd.Write(subscription?.ExpiresAt),
                [StepFactKeys.Status] = instance.Status.ToString(),
            },
        };
    }
}
