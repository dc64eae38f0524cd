using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Renews a subscription with RenewInstance (docs/contracts/alibaba-ecs-lifecycle.md 3.2), which takes the money at once and leaves no
/// order to pay later: without <c>-AutoPay</c> it is not sent.</summary>
internal sealed class AlibabaRenewStep(AlibabaApi api, AlibabaInstancesClient instances, AlibabaPrices prices) : ICloudStep
{
    private readonly AlibabaMutationClient _writer = new(api);

    public StepKind Kind => StepKind.RenewSubscription;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        IReadOnlyList<PriceChange> costs = await PriceChange.ReadAsync(
            prices, [.. targets.Select(t => ((PriceQuery?)null, (PriceQuery?)null, PriceQuery.ForRenewal(t)))], cancellation).ConfigureAwait(false);
        DateTimeOffset now = api.Connection.Wall.GetUtcNow();
        return [.. targets.Select((t, i) => Preview(t, costs[i], now))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(instances.FindOfAsync(sent, cancellation), (s, servers) => servers.Find(s) is { } now ? Judge(s, now) : AlibabaChecks.Vanished(s.Target));

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        if (!target.Options.AutoPay)
        {
            throw new EcsException(EcsErrorId.RequirementFailed, $"Cannot renew {target.Instance}: RenewInstance charges the account at once, and -AutoPay was not specified.")
            {
                InstanceId = target.Instance.Id,
                WasNotCarriedOut = true,
            };
        }

        AlibabaParameters parameters = new AlibabaParameters()
            .Add("InstanceId", target.Instance.Id)
            .AddTerm("Period", "PeriodUnit", SubscriptionTerm.Of(target.Options));
        JObject answer = await _writer.SendWithTokenAsync(
            "RenewInstance", parameters, target, () => IsStillAsPlannedAsync(target, cancellation), cancellation).ConfigureAwait(false);
        return AlibabaOrders.ReadHandle(answer);
    }

    private static StepPreview Preview(StepTarget target, PriceChange cost, DateTimeOffset now)
    {
        EcsInstance instance = target.Instance;
        SubscriptionTerm term = SubscriptionTerm.Of(target.Options);
        return new StepPreview
        {
            Summary = $"Renew the subscription for {term}{(instance.ExpiresAt is { } end ? $"; its term ends at {end:u}" : "")}.",
            Requirements =
            [
                SubscriptionChecks.CheckSubscription(instance),
                AlibabaTerms.CheckTerm(term),
                AlibabaLocks.Check(ServerAction.Renew, instance, [], now),
                AlibabaChecks.HasExpired(instance, now)
                    ? Requirement.Warned(EcsRequirementId.State, $"The subscription ended at {instance.ExpiresAt:u}. It can be renewed while the provider keeps the server.")
                    : Requirement.Passed(EcsRequirementId.State, "The subscription has not ended."),
                target.Options.AutoPay
                    ? Requirement.Passed(EcsRequirementId.Payment, "The renewal is paid at once.")
                    : Requirement.Failed(EcsRequirementId.Payment, "Alibaba Cloud charges a renewal at once and offers no order to pay later.", "To pay for it, specify -AutoPay."),
            ],
            Costs = cost.Describe(),
            Facts = new Dictionary<string, string>
            {
                [AlibabaFact.ExpiresAt] = TermEnd.Write(instance.ExpiresAt),
                [StepFactKeys.Status] = instance.Status.ToString(),
            },
        };
    }

    private static StepObservation Judge(SentStep sent, EcsInstance instance) =>
        TermEnd.IsLater(instance.ExpiresAt, AlibabaChecks.Before(sent.Target, AlibabaFact.ExpiresAt)) ? new StepObservation(ObservedState.TookEffect, instance)
        : sent.Handle is null ? new StepObservation(ObservedState.Unknown, instance)
        : AlibabaOrders.Await(sent, instance, "Renewing");

    private async Task<bool> IsStillAsPlannedAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance? instance = (await instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        return instance?.ChargeType == EcsChargeType.Subscription && TermEnd.Write(instance.ExpiresAt) == AlibabaChecks.Before(target, AlibabaFact.ExpiresAt);
    }
}
