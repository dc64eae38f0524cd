namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Reads and judges subscriptions for the steps that change them.</summary>
internal sealed class HuaweiSubscriptions(HuaweiClientSet families, HuaweiStepObserver witness)
{
    // An order that is to be paid at once is unpaid for a moment, too.
    private static readonly TimeSpan Paying = TimeSpan.FromMinutes(5);

    /// <summary>Reads the subscriptions of those targets that are some.</summary>
    public Task<LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>>> ReadAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        string[] ids = [.. targets.Where(t => t.Instance.ChargeType == EcsChargeType.Subscription).Select(t => t.Instance.Id)];
        return LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>>.ReadAsync(() => families.Billing.FindAsync(ids, cancellation));
    }

    /// <summary>Looks at steps: servers and subscriptions are read for all together, an order only where nothing has changed yet.</summary>
    /// <param name="hasTakenEffect">Judges by the server and its subscription, or null.</param>
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(
        IReadOnlyList<SentStep> sent, string activity, Func<SentStep, EcsInstance, HuaweiSubscription?, bool> hasTakenEffect, CancellationToken cancellation)
    {
        return sent.WithAsync(ReadBothAsync(), (s, read) => JudgeAsync(s, read.Servers.Find(s), read.Known), cancellation);

        async Task<(ServersById Servers, IReadOnlyDictionary<string, HuaweiSubscription> Known)> ReadBothAsync() => (
            await witness.FindServersAsync(sent, cancellation).ConfigureAwait(false),
            await families.Billing.FindAsync(sent.Select(s => s.Target.Instance.Id), cancellation).ConfigureAwait(false));

        async Task<StepObservation> JudgeAsync(SentStep step, EcsInstance? now, IReadOnlyDictionary<string, HuaweiSubscription> known)
        {
            if (now is null)
            {
                return StepObservation.Gone(step.Target);
            }

            HuaweiSubscription? subscription = known.TryGetValue(now.Id, out HuaweiSubscription? found) ? found : null;
            EcsInstance seen = now with { ExpiresAt = subscription?.ExpiresAt };
            return hasTakenEffect(step, seen, subscription) ? new StepObservation(ObservedState.TookEffect, seen)
                : step.Handle is null ? new StepObservation(ObservedState.Unknown, seen)
                : step.Receive(StepFactKeys.OrderId) is { } order ? JudgeOrder(step, seen, await families.Billing.GetOrderAsync(order, cancellation).ConfigureAwait(false), activity)
                : HuaweiStepObserver.PendingUntilQuiet(step, seen, activity);
        }
    }

    /// <summary>The requirements that a subscription has not ended and that it could be read.</summary>
    public IEnumerable<EcsRequirement> Check(StepTarget target, LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>> read) =>
        target.Instance.ChargeType != EcsChargeType.Subscription ? []
        : Find(target, read) is { } subscription ? [subscription.CheckState(families.Wall.GetUtcNow())]
        : [Requirement.Unknown(EcsRequirementId.State, "Cannot read the end of the subscription", read.Error)];

    /// <summary>The subscription of a target.</summary>
    /// <returns>Null if it is none, or could not be read.</returns>
    public static HuaweiSubscription? Find(StepTarget target, LookupResult<IReadOnlyDictionary<string, HuaweiSubscription>> read) =>
        read.Value is { } known && known.TryGetValue(target.Instance.Id, out HuaweiSubscription? found) ? found : null;

    private static StepObservation JudgeOrder(SentStep sent, EcsInstance now, HuaweiOrder order, string activity) =>
        order.IsCancelled ? StepObservation.Failed(now, order.ToError(sent.Target.Instance))
        : order.IsUnpaid ? HuaweiStepObserver.AwaitPayment(
            sent, now, sent.Target.Options.AutoPay ? Paying : TimeSpan.Zero, $"Order {order.Id} for {sent.Target.Instance} is not paid. Nothing happens until it is paid.", null)
        : HuaweiStepObserver.PendingUntilQuiet(sent, now, activity);
}
