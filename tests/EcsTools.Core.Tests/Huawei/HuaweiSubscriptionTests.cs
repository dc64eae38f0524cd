using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiSubscriptionTests
{
    private const string Order = "CS26091807034EFGH";

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task SendAsync_Renewal_PaysOnlyIfAsked(bool autoPay, int sent)
    {
        SampleNetwork network = Network().Answer("POST", "/resources/renew", Sample.LoadLifecycle("bss.renew"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        StepHandle handle = await Step(cloud, StepKind.RenewSubscription).SendAsync(Target(Renew(autoPay)), TestContext.Current.CancellationToken);

        JObject body = Assert.Single(network.Writes).Body!;
        Assert.Equal((Order, sent, 2, 1), (handle.Facts[StepFactKeys.OrderId], (int)body["is_auto_pay"]!, (int)body["period_type"]!, (int)body["period_num"]!));
        Assert.Equal(SampleNetwork.Web01, (string?)body["resource_ids"]!.Single());
    }

    [Fact]
    public async Task SendAsync_RefusedInsideASuccess_IsARefusal()
    {
        SampleNetwork network = Network().Answer("POST", "/resources/renew", Sample.LoadLifecycle("bss.renew.partial"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => Step(cloud, StepKind.RenewSubscription).SendAsync(Target(Renew(true)), TestContext.Current.CancellationToken));

        Assert.Equal(("CBC.30010036", true), (error.CloudCode, error.WasNotCarriedOut));
    }

    [Theory]
    [InlineData(2, null, EcsRequirementOutcome.Passed)]
    [InlineData(4, null, EcsRequirementOutcome.Failed)]
    [InlineData(5, null, EcsRequirementOutcome.Failed)]
    [InlineData(2, "2020-01-01T00:00:00Z", EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_Renewal_NeedsASubscriptionThatHasNotEnded(int status, string? end, EcsRequirementOutcome outcome)
    {
        SampleNetwork network = Network(row => (row["status"], row["expire_time"]) = (status, end ?? row["expire_time"]));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, (await Step(cloud, StepKind.RenewSubscription).CheckAsync(Target(Renew(true)), EcsRequirementId.State)).Outcome);
    }

    [Theory]
    [InlineData(11, EcsPeriodUnit.Month, EcsRequirementOutcome.Passed)]
    [InlineData(12, EcsPeriodUnit.Month, EcsRequirementOutcome.Failed)]
    [InlineData(3, EcsPeriodUnit.Year, EcsRequirementOutcome.Passed)]
    [InlineData(4, EcsPeriodUnit.Year, EcsRequirementOutcome.Failed)]
    [InlineData(1, EcsPeriodUnit.Week, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_Renewal_TakesTermsThatExist(int count, EcsPeriodUnit unit, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.Huawei);
        OperationOptions options = Renew(true) with { Period = count, PeriodUnit = unit };

        Assert.Equal(outcome, (await Step(cloud, StepKind.RenewSubscription).CheckAsync(Target(options), EcsRequirementId.Term)).Outcome);
    }

    [Theory]
    [InlineData("bss.order.pending", "2026-10-02T15:59:59Z", nameof(ObservedState.Unknown))]
    [InlineData("bss.order.processing", "2026-10-02T15:59:59Z", nameof(ObservedState.Pending))]
    [InlineData("bss.order.cancelled", "2026-10-02T15:59:59Z", nameof(ObservedState.Failed))]
    [InlineData("bss.order.completed", "2026-10-02T15:59:59Z", nameof(ObservedState.Pending))]
    [InlineData("bss.order.completed", "2026-11-02T15:59:59Z", nameof(ObservedState.TookEffect))]
    public async Task ObserveAsync_Renewal_JudgesByOrderAndEndOfTheTerm(string order, string end, string state)
    {
        SampleNetwork network = Network(row => row["expire_time"] = end).Answer("GET", "/details/" + Order, Sample.LoadLifecycle(order));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        StepTarget target = Target(Renew(false)) with { Before = HuaweiStepFixture.Facts(("expiresAt", "2026-10-02T15:59:59.0000000+00:00")) };

        StepObservation seen = await Step(cloud, StepKind.RenewSubscription).ObserveAsync(
            [new SentStep(target, new StepHandle { Facts = HuaweiStepFixture.Facts((StepFactKeys.OrderId, Order)) }) { Age = TimeSpan.FromSeconds(20) }],
            TestContext.Current.CancellationToken)[0];

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(state == nameof(ObservedState.Unknown), seen.Error?.Message.Contains(Order) == true && state != nameof(ObservedState.Failed));
    }

    [Theory]
    [InlineData(EcsAutoRenew.On, "POST")]
    [InlineData(EcsAutoRenew.Off, "DELETE")]
    public async Task SendAsync_AutoRenewal_IsOneCallWithoutABody(EcsAutoRenew wanted, string method)
    {
        SampleNetwork network = Network().Answer(method, "/autorenew/" + SampleNetwork.Web01, Sample.LoadLifecycle("bss.autorenew.on"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        await Step(cloud, StepKind.SetAutoRenewal).SendAsync(
            Target(new OperationOptions { Kind = OperationKind.AutoRenewChange, AutoRenew = wanted }), TestContext.Current.CancellationToken);

        RecordedRequest sent = Assert.Single(network.Writes);
        Assert.Equal((method, null), (sent.Method, sent.Body));
    }

    [Theory]
    [InlineData(3, EcsAutoRenew.On, true)]
    [InlineData(0, EcsAutoRenew.On, false)]
    [InlineData(0, EcsAutoRenew.Off, true)]
    public async Task PreviewAsync_AutoRenewal_KnowsWhatIsDone(int policy, EcsAutoRenew wanted, bool isDone)
    {
        using HuaweiCloud cloud = Network(row => row["expire_policy"] = policy).OpenByKey(EcsCloud.Huawei);

        StepPreview preview = (await Step(cloud, StepKind.SetAutoRenewal).PreviewAsync(
            [Target(new OperationOptions { Kind = OperationKind.AutoRenewChange, AutoRenew = wanted })], TestContext.Current.CancellationToken))[0];

        Assert.Equal(isDone, preview.AlreadyDone is not null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SendAsync_ToSubscription_IsTheSampleOfTheContract(bool autoPay)
    {
        SampleNetwork network = Network().Answer("POST", "/actions/change-charge-mode", Sample.LoadLifecycle("ecs.charge-mode"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        StepHandle handle = await Step(cloud, StepKind.ChangeChargeType).SendAsync(
            Target(Convert(EcsChargeType.Subscription, autoPay), EcsChargeType.PayAsYouGo), TestContext.Current.CancellationToken);

        Assert.Equal(Order, handle.Facts[StepFactKeys.OrderId]);
        JObject expected = (JObject)Sample.LoadLifecycle("ecs.charge-mode").RequestBody!.DeepClone();
        expected["prepaid_options"]!["auto_pay"] = autoPay;
        Assert.True(JToken.DeepEquals(expected, Assert.Single(network.Writes).Body), $"{network.Writes.Single().Body} is not {expected}");
    }

    [Fact]
    public async Task SendAsync_ToPayAsYouGo_IsSetUpForTheEndOfTheTerm()
    {
        SampleNetwork network = Network().Answer("POST", "/to-on-demand", Sample.LoadLifecycle("bss.to-on-demand"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        await Step(cloud, StepKind.ChangeChargeType).SendAsync(Target(Convert(EcsChargeType.PayAsYouGo, false)), TestContext.Current.CancellationToken);

        Assert.Equal("SET_UP", (string?)Assert.Single(network.Writes).Body!["operation"]);
    }

    [Theory]
    [InlineData(StepKind.RenewSubscription)]
    [InlineData(StepKind.SetAutoRenewal)]
    [InlineData(StepKind.ChangeChargeType)]
    public void FindStep_OpenTelekom_HasNoneAndSaysWhatThereIs(StepKind kind)
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);

        Assert.Null(cloud.FindStep(kind));
        Assert.NotEmpty(cloud.Capabilities.Instead[kind]);
    }

    private static SampleNetwork Network(Action<JToken>? change = null) => new SampleNetwork()
        .Answer("GET", "/cloudvolumes/detail", _ => SampleNetwork.Json(200, """{"volumes":[]}"""))
        .Answer("GET", "/cloudservers/" + SampleNetwork.Web01, Sample.Load("ecs.server.show.running"))
        .Answer("POST", "/resources/query", Sample.LoadLifecycle("bss.resources.query").With(body =>
        {
            body["data"]![0]!["resource_id"] = SampleNetwork.Web01;
            change?.Invoke(body["data"]![0]!);
        }));

    private static ICloudStep Step(HuaweiCloud cloud, StepKind kind) => cloud.FindStep(kind)!;

    private static StepTarget Target(OperationOptions options, EcsChargeType charge = EcsChargeType.Subscription)
    {
        StepTarget target = HuaweiStepFixture.Target("running", options);
        return target with { Instance = target.Instance with { Id = SampleNetwork.Web01, ChargeType = charge } };
    }

    private static OperationOptions Renew(bool autoPay) => new() { Kind = OperationKind.SubscriptionRenew, Period = 1, AutoPay = autoPay };

    private static OperationOptions Convert(EcsChargeType wanted, bool autoPay) => new()
    {
        Kind = OperationKind.ChargeTypeChange,
        ChargeType = wanted,
        AutoPay = autoPay,
        Period = wanted == EcsChargeType.Subscription ? 1 : null,
    };
}
