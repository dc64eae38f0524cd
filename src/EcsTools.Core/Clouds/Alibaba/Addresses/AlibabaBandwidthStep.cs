using System.Globalization;

using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Changes the bandwidth of a server's public address (docs/contracts/alibaba-ecs-lifecycle.md 1): ModifyInstanceNetworkSpec for a static
/// address, ModifyEipAddressAttribute of the VPC API for an elastic one.
/// </summary>
internal sealed class AlibabaBandwidthStep : ICloudStep
{
    private readonly AlibabaApi _api;
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaElasticIpsClient _elasticIps;
    private readonly IPriceReader _prices;

    public AlibabaBandwidthStep(AlibabaApi api, AlibabaInstancesClient instances, IPriceReader prices)
    {
        _prices = prices;
        _api = api;
        _writer = new AlibabaMutationClient(api);
        _instances = instances;
        _elasticIps = new AlibabaElasticIpsClient(api);
    }

    public StepKind Kind => StepKind.ChangeBandwidth;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        Dictionary<string, LookupResult<AlibabaElasticIp?>> addresses = await LookupResult<AlibabaElasticIp?>.ReadEachAsync(
            targets.Select(t => t.Instance.ElasticIpId ?? ""), id => _elasticIps.FindAsync(id, cancellation), AlibabaFanOut.Degree).ConfigureAwait(false);
        AlibabaBandwidthPreflightContext[] contexts =
        [
            .. targets.Select(t => new AlibabaBandwidthPreflightContext(t, t.Instance.ElasticIpId is { } id ? addresses[id] : LookupResult<AlibabaElasticIp?>.None)),
        ];
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(_prices, [.. contexts.Select(c => c.AskPrices())], cancellation).ConfigureAwait(false);
        DateTimeOffset now = _api.Connection.Wall.GetUtcNow();
        return [.. contexts.Select((c, i) => c.Preview(now, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => AlibabaChecks.Before(t, AlibabaFact.ElasticIpId) is { } id ? SendElasticAsync(t, id, cancellation) : SendStaticAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendStaticAsync(StepTarget target, CancellationToken cancellation)
    {
        OperationOptions options = target.Options;
        EcsBandwidthBilling billing = options.Billing ?? (EcsBandwidthBilling)Enum.Parse(typeof(EcsBandwidthBilling), AlibabaChecks.Planned(target, AlibabaFact.BandwidthBilling));
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("InstanceId", target.Instance.Id)
            .Add("InternetMaxBandwidthOut", WantedText(target))
            .Add("InternetMaxBandwidthIn", options.InboundBandwidth)
            .Add("NetworkChargeType", "Pay" + billing);
        if (target.Instance.ChargeType == EcsChargeType.Subscription)
        {
            // Unasked, the service would pay at once.
            parameters.Add("AutoPay", options.AutoPay);
        }

        if (options.EndTime is { } end)
        {
            // The one to the minute, the other to the hour. A start that has passed may be refused.
            parameters
                .Add("StartTime", Format(_api.Connection.Wall.GetUtcNow().AddMinutes(1), "yyyy-MM-dd'T'HH:mm'Z'"))
                .Add("EndTime", Format(AlibabaBandwidthPreflightContext.RoundUp(end), "yyyy-MM-dd'T'HH'Z'"));
        }

        JObject answer = await _writer.SendInIntervalAsync(
            "ModifyInstanceNetworkSpec", parameters, target, () => IsStillAsPlannedAsync(target, cancellation), cancellation).ConfigureAwait(false);
        return AlibabaOrders.ReadHandle(answer);
    }

    private async Task<StepHandle> SendElasticAsync(StepTarget target, string id, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("AllocationId", id).Add("Bandwidth", WantedText(target));
        JObject answer = await _writer.SendAsync(
            "ModifyEipAddressAttribute", parameters, RequestIdempotency.NonIdempotent, target, () => IsStillAsPlannedAsync(target, cancellation), cancellation).ConfigureAwait(false);
        return AlibabaOrders.ReadHandle(answer);
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(
            _instances.FindOfAsync(sent, cancellation),
            async (s, servers) => servers.Find(s) is { } now ? Judge(s, await CompleteAsync(now, cancellation).ConfigureAwait(false)) : AlibabaChecks.Vanished(s.Target),
            cancellation);

    private static StepObservation Judge(SentStep sent, EcsInstance instance)
    {
        // That it is as wanted proves something only if it was not before.
        return !Matches(sent.Target, AlibabaChecks.Before(sent.Target, AlibabaFact.Bandwidth), AlibabaChecks.Before(sent.Target, AlibabaFact.InboundBandwidth), AlibabaChecks.Before(sent.Target, AlibabaFact.BandwidthBilling))
            && Matches(sent.Target, $"{instance.BandwidthMbps ?? 0}", $"{instance.InboundBandwidthMbps}", $"{instance.BandwidthBilling}")
            ? new StepObservation(ObservedState.TookEffect, instance)
            : sent.Handle is null ? new StepObservation(ObservedState.Unknown, instance)
            : AlibabaOrders.Await(sent, instance, "Changing the bandwidth");
    }

    // A bandwidth of 0 is not billed.
    private static bool Matches(StepTarget target, string? bandwidth, string? inbound, string? billing) =>
        bandwidth == WantedText(target)
        && (target.Options.InboundBandwidth is not { } wanted || inbound == $"{wanted}" || target.Options.Bandwidth == 0)
        && (target.Options.Billing is not { } by || billing == by.ToString() || target.Options.Bandwidth == 0);

    // The list may leave the bandwidth of an elastic address out.
    private async Task<EcsInstance> CompleteAsync(EcsInstance instance, CancellationToken cancellation) =>
        instance is { ElasticIpId: { } id, BandwidthMbps: null } && await _elasticIps.FindAsync(id, cancellation).ConfigureAwait(false) is { } address
            ? instance with { BandwidthMbps = address.BandwidthMbps }
            : instance;

    private async Task<bool> IsStillAsPlannedAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance? instance = (await _instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        return instance is { LockReasons.Count: 0 }
            && (instance.ElasticIpId ?? "") == (AlibabaChecks.Before(target, AlibabaFact.ElasticIpId) ?? "")
            && $"{(await CompleteAsync(instance, cancellation).ConfigureAwait(false)).BandwidthMbps}" == (AlibabaChecks.Before(target, AlibabaFact.Bandwidth) ?? "");
    }

    private static string? WantedText(StepTarget target) =>
        target.Options.Bandwidth is { } wanted ? wanted.ToString(CultureInfo.InvariantCulture) : AlibabaChecks.Before(target, AlibabaFact.Bandwidth);

    private static string Format(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
