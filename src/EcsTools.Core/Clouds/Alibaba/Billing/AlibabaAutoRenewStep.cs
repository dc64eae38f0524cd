using System.Globalization;

using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Switches the automatic renewal of subscriptions on or off, many in one call (docs/contracts/alibaba-ecs-lifecycle.md 3.3).</summary>
internal sealed class AlibabaAutoRenewStep(AlibabaApi api, AlibabaInstancesClient instances, AlibabaPrices prices) : ICloudStep
{
    private readonly AlibabaMutationClient _writer = new(api);

    public StepKind Kind => StepKind.SetAutoRenewal;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        // One server that is no subscription would refuse the call for all.
        string[] ids = [.. targets.Where(IsSubscription).Select(t => t.Instance.Id)];
        LookupResult<IReadOnlyDictionary<string, AlibabaAutoRenewal>> present = await LookupResult<IReadOnlyDictionary<string, AlibabaAutoRenewal>>.ReadAsync(
            () => ReadAsync(ids, cancellation)).ConfigureAwait(false);
        IReadOnlyList<PriceChange> costs = await PriceChange.ReadAsync(
            prices, [.. targets.Select(t => ((PriceQuery?)null, (t.Options.AutoRenew == EcsAutoRenew.On ? PriceQuery.ForRenewal(t) : null), (PriceQuery?)null))], cancellation).ConfigureAwait(false);
        DateTimeOffset now = api.Connection.Wall.GetUtcNow();
        return [.. targets.Select((t, i) => Preview(t, present, costs[i], now))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.SendTogetherAsync(AlibabaFanOut.IdsPerCall, batch => SendBatchAsync(batch, cancellation));

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(ReadBothAsync(sent, cancellation), (s, read) =>
            read.Servers.Find(s) is not { } now ? AlibabaChecks.Vanished(s.Target)
            : read.Present.TryGetValue(now.Id, out AlibabaAutoRenewal? present) && IsAsWanted(s.Target.Options, present) ? new StepObservation(ObservedState.TookEffect, now)
            : s.Handle is null ? new StepObservation(ObservedState.Unknown, now)
            : AlibabaChecks.Pending(now, "Changing the automatic renewal"));

    private async Task<StepHandle> SendBatchAsync(IReadOnlyList<StepTarget> batch, CancellationToken cancellation)
    {
        OperationOptions options = batch[0].Options;
        bool isOn = options.AutoRenew == EcsAutoRenew.On;

        // Without a status the service switches the renewal off.
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("InstanceId", string.Join(",", batch.Select(t => t.Instance.Id)))
            .Add("RenewalStatus", isOn ? "AutoRenewal" : "Normal");
        JObject answer = await _writer.SendAsync(
            "ModifyInstanceAutoRenewAttribute",
            isOn ? parameters.AddTerm("Duration", "PeriodUnit", SubscriptionTerm.Of(options)) : parameters,
            RequestIdempotency.NonIdempotent,
            batch[0],
            async () => (await instances.FindAsync(batch.Select(t => t.Instance.Id), cancellation).ConfigureAwait(false)).Count == batch.Count,
            cancellation).ConfigureAwait(false);
        return AlibabaOrders.ReadHandle(answer);
    }

    private async Task<(ServersById Servers, IReadOnlyDictionary<string, AlibabaAutoRenewal> Present)> ReadBothAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        (await instances.FindOfAsync(sent, cancellation).ConfigureAwait(false), await ReadAsync([.. sent.Select(s => s.Target.Instance.Id)], cancellation).ConfigureAwait(false));

    private async Task<IReadOnlyDictionary<string, AlibabaAutoRenewal>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        IReadOnlyList<AlibabaAutoRenewal>[] pages = await ids.InCalls().ForEachAsync(
            async some =>
            {
                Page<JObject> page = await api.ReadNumberedPageAsync(
                    "DescribeInstanceAutoRenewAttribute",
                    new AlibabaParameters().Add("InstanceId", string.Join(",", some)),
                    ("InstanceRenewAttributes", "InstanceRenewAttribute"),
                    AlibabaFanOut.IdsPerCall,
                    null,
                    cancellation).ConfigureAwait(false);
                return (IReadOnlyList<AlibabaAutoRenewal>)[.. page.Items.Select(AlibabaAutoRenewal.Read).OfType<AlibabaAutoRenewal>()];
            },
            cancellation).ConfigureAwait(false);
        return pages.SelectMany(p => p).GroupBy(a => a.InstanceId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    private static StepPreview Preview(
        StepTarget target, LookupResult<IReadOnlyDictionary<string, AlibabaAutoRenewal>> all, PriceChange cost, DateTimeOffset now)
    {
        EcsInstance instance = target.Instance;
        bool isOn = target.Options.AutoRenew == EcsAutoRenew.On;
        SubscriptionTerm term = SubscriptionTerm.Of(target.Options);
        AlibabaAutoRenewal? present = all.Value is { } known && known.TryGetValue(instance.Id, out AlibabaAutoRenewal? found) ? found : null;
        return new StepPreview
        {
            AlreadyDone = present is not null && IsAsWanted(target.Options, present) ? isOn ? $"The subscription is already renewed automatically by {term}." : "Automatic renewal is already off." : null,
            Summary = isOn
                ? $"Switch on the automatic renewal, by {term} each time{(instance.ExpiresAt is { } end ? $"; the term ends at {end:u}" : "")}."
                : $"Switch off the automatic renewal{(instance.ExpiresAt is { } last ? $": the subscription ends at {last:u} unless it is renewed" : "")}.",
            Requirements =
            [
                SubscriptionChecks.CheckSubscription(instance),
                isOn ? AlibabaTerms.CheckAutoRenewal(term) : Requirement.Passed(EcsRequirementId.Term, "No term is needed."),
                AlibabaLocks.Check(ServerAction.Renew, instance, [], now),
                SubscriptionChecks.CheckTerm(instance.ExpiresAt, now),
                .. all.Error is { } unread && IsSubscription(target)
                    ? [Requirement.Unknown(EcsRequirementId.Busy, "Cannot read the present automatic renewal", unread)]
                    : Array.Empty<EcsRequirement>(),
            ],
            Costs = isOn ? ["The provider charges each renewal automatically, from the ninth day before the end of the term.", .. cost.Describe()] : [],
            Facts = new Dictionary<string, string>
            {
                [AlibabaFact.AutoRenewal] = present is null ? "" : present.IsOn ? $"on {present.Months?.ToString(CultureInfo.InvariantCulture)}" : "off",
                [StepFactKeys.Status] = instance.Status.ToString(),
            },
        };
    }

    private static bool IsAsWanted(OperationOptions options, AlibabaAutoRenewal present) => options.AutoRenew == EcsAutoRenew.On
        ? present.IsOn && present.Months == SubscriptionTerm.Of(options).Months
        : !present.IsOn;

    private static bool IsSubscription(StepTarget target) => target.Instance.ChargeType == EcsChargeType.Subscription;
}
