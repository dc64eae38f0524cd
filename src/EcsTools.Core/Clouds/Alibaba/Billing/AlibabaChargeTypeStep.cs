using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Makes a server a subscription or pay-as-you-go with ModifyInstanceChargeType (docs/contracts/alibaba-ecs-lifecycle.md 3.1): one call for
/// each, so that an order belongs to one server.</summary>
internal sealed class AlibabaChargeTypeStep(AlibabaApi api, AlibabaInstancesClient instances, AlibabaDisksClient disks, AlibabaPrices prices) : ICloudStep
{
    private const string Action = "ModifyInstanceChargeType";
    private readonly AlibabaMutationClient _writer = new(api);

    public StepKind Kind => StepKind.ChangeChargeType;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<ILookup<string, AlibabaDisk>> all = await LookupResult<ILookup<string, AlibabaDisk>>.ReadAsync(
            () => disks.FindAsync([.. targets.Select(t => t.Instance.Id)], cancellation)).ConfigureAwait(false);
        IReadOnlyList<PriceChange> costs = await ChargeTypePrices.ReadAsync(prices, targets, t => FindChanging(t, all), Action, cancellation).ConfigureAwait(false);
        DateTimeOffset now = api.Connection.Wall.GetUtcNow();
        return [.. targets.Select((t, i) => Preview(t, all, costs[i], now))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.WithAsync(instances.FindOfAsync(sent, cancellation), (s, servers) => servers.Find(s) is { } now ? Judge(s, now) : AlibabaChecks.Vanished(s.Target));

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        bool buys = Buys(target);

        // Unasked, the service would buy a subscription and pay for it.
        AlibabaParameters parameters = new AlibabaParameters()
            .AddJson("InstanceIds", new[] { target.Instance.Id })
            .Add("InstanceChargeType", buys ? "PrePaid" : "PostPaid")
            .Add("AutoPay", buys && target.Options.AutoPay)
            .Add("IncludeDataDisks", buys ? target.Options.IncludeDataDisks : null)
            .Add("IsDetailFee", buys ? null : true);
        JObject answer = await _writer.SendInIntervalAsync(
            Action,
            buys ? parameters.AddTerm("Period", "PeriodUnit", SubscriptionTerm.Of(target.Options)) : parameters,
            target,
            () => IsStillAsPlannedAsync(target, cancellation),
            cancellation).ConfigureAwait(false);
        foreach (JObject fee in answer.Object("FeeOfInstances").Objects("FeeOfInstance").Where(f => f.Text("Fee") is not null))
        {
            AmbientLog.Current.Verbose($"{target.Instance}: {fee.Text("Fee")} {fee.Text("Currency")} are refunded.");
        }

        return AlibabaOrders.ReadHandle(answer);
    }

    private static StepPreview Preview(StepTarget target, LookupResult<ILookup<string, AlibabaDisk>> all, PriceChange cost, DateTimeOffset now)
    {
        EcsInstance instance = target.Instance;
        bool buys = Buys(target);
        SubscriptionTerm term = SubscriptionTerm.Of(target.Options);
        EcsChargeType wanted = target.Options.ChargeType ?? EcsChargeType.Unknown;
        return new StepPreview
        {
            AlreadyDone = SubscriptionChecks.FindDone(instance, wanted),
            Summary = buys
                ? $"Convert the server to a subscription for {term}{(target.Options.IncludeDataDisks ? ", with its data disks" : "")}."
                : "Convert the server to pay-as-you-go now.",
            Requirements =
            [
                SubscriptionChecks.CheckConversion(instance, wanted),
                buys ? AlibabaTerms.CheckTerm(term) : Requirement.Passed(EcsRequirementId.Term, "No term is needed."),
                AlibabaLocks.Check(ServerAction.ChargeType, instance, [], now),
                CheckState(instance, buys),
                .. buys ? [OrderText.CheckWhole(target)] : Array.Empty<EcsRequirement>(),
            ],
            Costs =
            [
                .. cost.Describe(),
                .. all.Error is null ? [] : new[] { "Cannot read the disks; they are not included in these prices." },
                buys ? OrderText.DescribeWhole(target) : "The rest of the term is refunded to the original payment; vouchers are not returned.",
            ],
            Facts = new Dictionary<string, string>
            {
                [AlibabaFact.ChargeType] = instance.ChargeType.ToString(),
                [StepFactKeys.Status] = instance.Status.ToString(),
            },
        };
    }

    private static EcsRequirement CheckState(EcsInstance instance, bool buys) => instance switch
    {
        { StoppedMode: "StopCharging" } => Requirement.Failed(
            EcsRequirementId.State, "The server was stopped with StopCharging.", "Start it, or stop it again without -StopCharging."),
        { AutoReleaseTime: { } end } when buys => Requirement.Failed(
            EcsRequirementId.State, $"The server is to be released automatically at {end:u}.", "Cancel the automatic release in the console first."),
        _ => AlibabaChecks.AtRest(instance),
    };

    private static StepObservation Judge(SentStep sent, EcsInstance instance) =>
        instance.ChargeType == sent.Target.Options.ChargeType ? new StepObservation(ObservedState.TookEffect, instance)
        : sent.Handle is null ? new StepObservation(ObservedState.Unknown, instance)
        : AlibabaOrders.Await(sent, instance, "Changing the charge type");

    private async Task<bool> IsStillAsPlannedAsync(StepTarget target, CancellationToken cancellation)
    {
        EcsInstance? instance = (await instances.FindAsync([target.Instance.Id], cancellation).ConfigureAwait(false)).FirstOrDefault();
        return instance is { LockReasons.Count: 0 } && instance.ChargeType.ToString() == AlibabaChecks.Before(target, AlibabaFact.ChargeType);
    }

    private static IReadOnlyList<EcsDisk>? FindChanging(StepTarget target, LookupResult<ILookup<string, AlibabaDisk>> all) => all.Value is not { } known
        ? null
        : [.. known[target.Instance.Id].Select(d => d.Disk).Where(d => d.IsSystemDisk || target.Options.IncludeDataDisks)];

    private static bool Buys(StepTarget target) => target.Options.ChargeType == EcsChargeType.Subscription;
}
