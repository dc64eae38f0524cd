using System.Globalization;

using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Switches the automatic renewal of a subscription on or off (docs/contracts/huawei-ecs-lifecycle.md 3.4). The provider chooses the term.</summary>
internal sealed class HuaweiAutoRenewStep(HuaweiClientSet families, HuaweiStepObserver witness) : ICloudStep
{
    private readonly HuaweiSubscriptions _subscriptions = new(families, witness);

    public StepKind Kind => StepKind.SetAutoRenewal;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>> read = await _subscriptions.ReadAsync(targets, cancellation).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(
            families.Prices, [.. targets.Select(t => ((PriceQuery?)null, IsOn(t) ? PriceQuery.ForRenewal(t) : null, (PriceQuery?)null))], cancellation).ConfigureAwait(false);
        return [.. targets.Select((t, i) => Preview(t, read, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        t => families.Billing.SetAutoRenewalAsync(t.Instance.Id, IsOn(t), cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => _subscriptions.ObserveAsync(
        sent, "Changing the automatic renewal", (s, _, subscription) => subscription is not null && subscription.IsRenewed == IsOn(s.Target), cancellation);

    private StepPreview Preview(StepTarget target, LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>> read, PriceChange price)
    {
        HuaweiSubscription? subscription = HuaweiSubscriptions.Find(target, read);
        string end = subscription?.ExpiresAt is { } time ? $"; the term ends at {time:u}" : "";
        return new StepPreview
        {
            AlreadyDone = subscription?.IsRenewed == IsOn(target) && target.Options.Period is null ? $"Automatic renewal is already {(IsOn(target) ? "on" : "off")}." : null,
            Summary = $"Switch {(IsOn(target) ? "on" : "off")} the automatic renewal of the server and its disks{end}.",
            Requirements =
            [
                SubscriptionChecks.CheckSubscription(target.Instance),
                target.Options.Period is null
                    ? Requirement.Passed(EcsRequirementId.Term, "The provider renews by its own term.")
                    : Requirement.Failed(EcsRequirementId.Term, "Huawei Cloud takes no term for automatic renewals.", "Omit -Period and -PeriodUnit."),
                CommonServerChecks.CheckLock(target),
                .. _subscriptions.Check(target, read),
            ],
            Losses = subscription is { BecomesPayPerUse: true } && IsOn(target) ? ["The change to pay-as-you-go at the end of the term: the subscription is renewed instead."] : [],
            Costs = IsOn(target) ? ["The provider charges each renewal automatically, from the seventh day before the end of the term.", .. price.Describe()] : [],
            Facts = new Dictionary<string, string>
            {
                [HuaweiFact.ExpirePolicy] = subscription?.Policy?.ToString(CultureInfo.InvariantCulture) ?? "",
                [StepFactKeys.Status] = target.Instance.Status.ToString(),
            },
        };
    }

    private static bool IsOn(StepTarget target) => target.Options.AutoRenew == EcsAutoRenew.On;
}
