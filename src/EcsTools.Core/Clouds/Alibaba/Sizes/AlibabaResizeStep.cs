using System.Globalization;

using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Gives a server another size: ModifyInstanceSpec for pay-as-you-go (docs/contracts/alibaba-ecs.md 3.11), ModifyPrepayInstanceSpec for a
/// subscription (3.12). A server's size can be changed once in five minutes; what is left of them is waited out.
/// </summary>
internal sealed class AlibabaResizeStep : ICloudStep
{
    private readonly AlibabaApi _api;
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaInstanceTypesClient _sizes;
    private readonly AlibabaPrices _prices;

    public AlibabaResizeStep(AlibabaApi api, AlibabaInstancesClient instances, AlibabaInstanceTypesClient sizes, AlibabaPrices prices)
    {
        _prices = prices;
        _api = api;
        _writer = new AlibabaMutationClient(api);
        _instances = instances;
        _sizes = sizes;
    }

    public StepKind Kind => StepKind.Resize;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        // What one server is offered all of its kind are: the service refuses what it no longer has when it is asked to do it.
        Dictionary<object, LookupResult<IReadOnlyList<AvailableInstanceType>>> offers = await LookupResult<IReadOnlyList<AvailableInstanceType>>.ReadEachAsync(
            targets.Select(t => Likeness(t.Instance)),
            likeness => _sizes.ListTargetsAsync(targets.First(t => Likeness(t.Instance).Equals(likeness)).Instance, cancellation),
            AlibabaFanOut.Degree).ConfigureAwait(false);
        LookupResult<IReadOnlyDictionary<string, AlibabaInstanceType>> sizes = await LookupResult<IReadOnlyDictionary<string, AlibabaInstanceType>>.ReadAsync(
            () => _sizes.FindAsync(targets.SelectMany(t => new[] { t.Instance.Size, t.Options.Size ?? "" }), cancellation)).ConfigureAwait(false);
        AlibabaResizePreflightContext[] contexts = [.. targets.Select(t => new AlibabaResizePreflightContext(t, offers[Likeness(t.Instance)], sizes))];
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(_prices, [.. contexts.Select(c => c.PriceQueries)], cancellation).ConfigureAwait(false);
        DateTimeOffset now = _api.Connection.Wall.GetUtcNow();
        return [.. contexts.Select((c, i) => c.Preview(now, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        bool isSubscription = target.Instance.ChargeType == EcsChargeType.Subscription;
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("InstanceId", target.Instance.Id)
            .Add("InstanceType", target.Options.Size);
        if (isSubscription)
        {
            // Unasked, the service would pay at once.
            parameters.Add("OperatorType", AlibabaChecks.Before(target, AlibabaFact.Direction)?.ToLowerInvariant()).Add("AutoPay", target.Options.AutoPay)
                .Add("EndTime", target.Options.EndTime is { } end ? AlibabaResizePreflightContext.RoundUp(end).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture) : null);
        }

        JObject answer = await _writer.SendInIntervalAsync(
            isSubscription ? "ModifyPrepayInstanceSpec" : "ModifyInstanceSpec",
            parameters,
            target,
            () => IsStillAsPlannedAsync(target, cancellation),
            cancellation).ConfigureAwait(false);
        return AlibabaOrders.ReadHandle(answer);
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(_instances.FindOfAsync(sent, cancellation), (s, servers) => servers.Find(s) is { } now ? Judge(s, now) : AlibabaChecks.Vanished(s.Target));

    private static StepObservation Judge(SentStep sent, EcsInstance instance)
    {
        StepTarget target = sent.Target;

        // That it has the size wanted proves something only if it had another one before.
        bool hadAnother = AlibabaChecks.Before(target, AlibabaFact.Size) is { } before && !Same(before, target.Options.Size);
        return hadAnother && Same(instance.Size, target.Options.Size) ? new StepObservation(ObservedState.TookEffect, instance)
            : sent.Handle is null ? new StepObservation(ObservedState.Unknown, instance)
            : AlibabaOrders.Await(sent, instance, "Resizing");
    }

    private static object Likeness(EcsInstance instance) => (instance.Size, instance.Zone, instance.ChargeType);

    private async Task<bool> IsStillAsPlannedAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance? instance = (await _instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        return instance is { LockReasons.Count: 0 }
            && Same(instance.Size, AlibabaChecks.Before(target, AlibabaFact.Size))
            && (instance.Status == EcsInstanceStatus.Stopped || instance.ChargeType == EcsChargeType.Subscription);
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
