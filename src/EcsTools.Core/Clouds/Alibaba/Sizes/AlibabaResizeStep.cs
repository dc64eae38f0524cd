using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// Gives a server another size: ModifyInstanceSpec for pay-as-you-go (docs/contracts/alibaba-ecs.md 3.11), ModifyPrepayInstanceSpec for a
/// subscription (3.12). A server's size can be changed once in five minutes; what is left of them is waited out.
/// </summary>
internal sealed class AlibabaResizeStep : ICloudStep
{
    // Seven looks cover the five minutes and some for clocks that differ.
    private const int MostIntervalTries = 7;
    private static readonly TimeSpan IntervalDelay = TimeSpan.FromMinutes(1);

    // So long an order may take that was paid (docs/contracts/alibaba-ecs.md 3.12: five to ten seconds); after it, it is probably unpaid.
    private static readonly TimeSpan OrderGrace = TimeSpan.FromMinutes(2);
    private readonly AlibabaApi _api;
    private readonly AlibabaMutationClient _writer;
    private readonly AlibabaInstancesClient _instances;
    private readonly AlibabaInstanceTypesClient _sizes;

    public AlibabaResizeStep(AlibabaApi api, AlibabaInstancesClient instances, AlibabaInstanceTypesClient sizes)
    {
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
        DateTimeOffset now = _api.Connection.Wall.GetUtcNow();
        return [.. targets.Select(t => new AlibabaResizePreflightContext(t, offers[Likeness(t.Instance)], sizes).Preview(now))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        bool isSubscription = target.Instance.ChargeType == EcsChargeType.Subscription;
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("InstanceId", target.Instance.Id)
            .Add("InstanceType", target.Options.Size)
            .Add("ClientToken", target.Token.Length > 0 ? target.Token : null);
        if (isSubscription)
        {
            // Unasked, the service would pay at once.
            parameters.Add("OperatorType", AlibabaChecks.Before(target, AlibabaFact.Direction)?.ToLowerInvariant()).Add("AutoPay", target.Options.AutoPay);
        }

        JObject answer = await SendInIntervalAsync(
            isSubscription ? "ModifyPrepayInstanceSpec" : "ModifyInstanceSpec", parameters, target, cancellation).ConfigureAwait(false);
        Dictionary<string, string> facts = answer.Text("OrderId") is { } order ? new() { [StepFactKeys.OrderId] = order } : [];
        return new StepHandle { RequestId = answer.Text("RequestId"), Facts = facts };
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
            : sent.Receive(StepFactKeys.OrderId) is { } order && sent.Age > OrderGrace ? Unpaid(target, instance, order)
            : AlibabaChecks.Pending(instance, "Resizing");
    }

    private static object Likeness(EcsInstance instance) => (instance.Size, instance.Zone, instance.ChargeType);

    // The refusal is a clear one, and the token stays the same, so that trying again does nothing twice.
    private async Task<JObject> SendInIntervalAsync(string action, AlibabaParameters parameters, StepTarget target, CancellationToken cancellation)
    {
        RequestIdempotency safety = target.Token.Length > 0 ? RequestIdempotency.Idempotent : RequestIdempotency.NonIdempotent;
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await _writer.SendAsync(
                    action, parameters, safety, target, () => IsStillAsPlannedAsync(target, cancellation), cancellation).ConfigureAwait(false);
            }
            catch (EcsException error) when (AlibabaServiceError.TellsResizeInterval(error) && tries < MostIntervalTries)
            {
                AmbientLog.Current.Progress(new ProgressReport(
                    target.Instance.Id, target.Instance.Name, "Waiting: a size can be changed once in five minutes", null, Finished: false));
            }

            await _api.Connection.Time.Delay(IntervalDelay, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsStillAsPlannedAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance? instance = (await _instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        return instance is { LockReasons.Count: 0 }
            && Same(instance.Size, AlibabaChecks.Before(target, AlibabaFact.Size))
            && (instance.Status == EcsInstanceStatus.Stopped || instance.ChargeType == EcsChargeType.Subscription);
    }

    private static StepObservation Unpaid(StepTarget target, EcsInstance instance, string order) => new(ObservedState.Unknown, instance)
    {
        Error = new EcsException(EcsErrorId.OperationInProgress, $"The order {order} for {target.Instance} has not been carried out; it is probably unpaid.")
        {
            InstanceId = target.Instance.Id,
            RecommendedAction = "Pay or cancel the order in the console, then look with Get-EcsInstance. Name -AutoPay to have it paid at once.",
        },
    };

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
