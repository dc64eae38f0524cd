using System.Globalization;

using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Changes the bandwidth of a server's public address (docs/contracts/huawei-ecs-lifecycle.md 1.2): at once where it is paid per use,
/// by an order where it is a subscription.</summary>
internal sealed class HuaweiBandwidthStep(HuaweiClientSet families, HuaweiStepObserver observer) : ICloudStep
{
    private const string Activity = "Changing the bandwidth";

    // What was accepted without an order has taken effect at once; reads may lag behind for as long.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(2);

    public StepKind Kind => StepKind.ChangeBandwidth;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        string[] wanted = [.. targets.Select(t => t.Instance).Where(i => i.PublicIps.Count == 1).Select(i => i.PublicIps[0]).Distinct()];
        Task<LookupResult<IReadOnlyDictionary<EcsBandwidthBilling, (int Least, int Most)>>> limits =
            LookupResult<IReadOnlyDictionary<EcsBandwidthBilling, (int Least, int Most)>>.ReadAsync(() => families.Addresses.ReadLimitsAsync(cancellation));
        LookupResult<IReadOnlyDictionary<string, HuaweiPublicIp>> addresses = await LookupResult<IReadOnlyDictionary<string, HuaweiPublicIp>>.ReadAsync(
            () => families.Addresses.FindAsync(wanted, cancellation)).ConfigureAwait(false);
        Dictionary<string, LookupResult<HuaweiBandwidth?>> bandwidths = await LookupResult<HuaweiBandwidth?>.ReadEachAsync(
            (addresses.Value?.Values ?? []).Select(a => a.BandwidthId), id => families.Addresses.FindBandwidthAsync(id, cancellation)).ConfigureAwait(false);

        // The limits are a help only: the cloud refuses what it does not take.
        IReadOnlyDictionary<EcsBandwidthBilling, (int, int)> known = (await limits.ConfigureAwait(false)).Value ?? new Dictionary<EcsBandwidthBilling, (int, int)>();
        HuaweiBandwidthPreflightContext[] contexts = [.. targets.Select(Find)];
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(families.Prices, [.. contexts.Select(c => c.AskPrices())], cancellation).ConfigureAwait(false);
        return [.. contexts.Select((c, i) => c.Preview(prices[i]))];

        HuaweiBandwidthPreflightContext Find(StepTarget target)
        {
            HuaweiPublicIp? address = addresses.Value is { } found && target.Instance.PublicIps.Count == 1 && found.TryGetValue(target.Instance.PublicIps[0], out HuaweiPublicIp? one) ? one : null;
            return new HuaweiBandwidthPreflightContext(
                target,
                families.Variant,
                new LookupResult<HuaweiPublicIp?>(address, addresses.Error),
                address is null ? LookupResult<HuaweiBandwidth?>.None : bandwidths[address.BandwidthId],
                known);
        }
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => sent.WithAsync(
        observer.FindServersAsync(sent, cancellation),
        async (s, servers) => Judge(s, servers.Find(s), await families.Addresses.FindBandwidthAsync(Before(s.Target, HuaweiFact.BandwidthId), cancellation).ConfigureAwait(false)),
        cancellation);

    private Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        string id = Before(target, HuaweiFact.BandwidthId);
        if (!int.TryParse(Wanted(target), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            throw new EcsException(EcsErrorId.PlanChanged, $"Skipped {target.Instance}: its plan does not contain the previous bandwidth.")
            {
                InstanceId = target.Instance.Id,
                WasNotCarriedOut = true,
                RecommendedAction = "Create a new plan, and specify -Bandwidth.",
            };
        }

        return Before(target, HuaweiFact.BandwidthIsOrdered) == bool.TrueString
            ? families.Addresses.OrderAsync(id, size, target.Options.AutoPay, target.Instance.Id, cancellation)
            : families.Addresses.ChangeAsync(id, size, NewBilling(target), target.Instance.Id, cancellation);
    }

    private static StepObservation Judge(SentStep sent, EcsInstance? now, HuaweiBandwidth? bandwidth)
    {
        StepTarget target = sent.Target;
        if (now is null)
        {
            return StepObservation.Gone(target);
        }

        EcsInstance seen = bandwidth is null ? now : now with { BandwidthMbps = bandwidth.Mbps, BandwidthBilling = bandwidth.Billing, ElasticIpId = Before(target, HuaweiFact.PublicIpId) };

        // That it is as wanted proves something only if it was not before.
        bool wasOther = Wanted(target) != Before(target, HuaweiFact.Bandwidth) || NewBilling(target) is not null;
        return wasOther && Wanted(target) == $"{bandwidth?.Mbps}" && (target.Options.Billing is not { } billing || billing == bandwidth?.Billing)
            ? new StepObservation(ObservedState.TookEffect, seen)
            : sent.Handle is not null && sent.Receive(StepFactKeys.OrderId) is null && sent.Age < Lag ? StepObservation.Pending(Activity, seen)
            : HuaweiStepObserver.JudgeUnchanged(sent, seen, Activity);
    }

    private static string Wanted(StepTarget target) =>
        target.Options.Bandwidth is { } wanted ? wanted.ToString(CultureInfo.InvariantCulture) : Before(target, HuaweiFact.Bandwidth);

    // Not sent unless it changes: it decides what is billed.
    private static EcsBandwidthBilling? NewBilling(StepTarget target) =>
        target.Options.Billing is { } billing && billing.ToString() != Before(target, HuaweiFact.BandwidthBilling) ? billing : null;

    private static string Before(StepTarget target, string fact) => target.Before.TryGetValue(fact, out string? value) ? value : "";
}
