using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaBandwidthTests : IDisposable
{
    private const string ElasticIp = "eip-bp1exampleeip00002";
    private readonly AlibabaStepFixture _bench = new(StepKind.ChangeBandwidth);

    public AlibabaBandwidthTests()
    {
        _bench.Server = _bench.Server with
        {
            Status = EcsInstanceStatus.Running,
            PublicIp = "203.0.113.7",
            PublicIps = ["203.0.113.7"],
            BandwidthMbps = 5,
            InboundBandwidthMbps = 10,
            BandwidthBilling = EcsBandwidthBilling.ByTraffic,
        };
        _bench.Ecs.On("DescribePrice", Answer.Lifecycle("DescribePrice.instance-hour"))
            .On("DescribeInstanceModificationPrice", Answer.Lifecycle("DescribeInstanceModificationPrice"));
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(EcsChargeType.PayAsYouGo, EcsBandwidthBilling.ByTraffic, 100, EcsRequirementOutcome.Passed)]
    [InlineData(EcsChargeType.PayAsYouGo, EcsBandwidthBilling.ByTraffic, 101, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.PayAsYouGo, EcsBandwidthBilling.ByBandwidth, 101, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.Subscription, EcsBandwidthBilling.ByTraffic, 101, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.Subscription, EcsBandwidthBilling.ByBandwidth, 200, EcsRequirementOutcome.Passed)]
    [InlineData(EcsChargeType.Subscription, EcsBandwidthBilling.ByBandwidth, 201, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.Subscription, EcsBandwidthBilling.ByBandwidth, 2, EcsRequirementOutcome.Warning)] // the provider may refuse
    public async Task PreviewAsync_Amount_HasALimitByBilling(EcsChargeType charge, EcsBandwidthBilling billing, int wanted, EcsRequirementOutcome outcome)
    {
        _bench.Server = _bench.Server with { ChargeType = charge, BandwidthBilling = billing };

        Assert.Equal(outcome, (await _bench.CheckAsync(Options(wanted), EcsRequirementId.Bandwidth)).Outcome);
    }

    [Theory]
    [InlineData(5, 10, EcsRequirementOutcome.Passed)]
    [InlineData(5, 11, EcsRequirementOutcome.Failed)]
    [InlineData(50, 50, EcsRequirementOutcome.Passed)]
    [InlineData(50, 51, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_InboundAmount_HasALimitByTheOutboundOne(int outbound, int inbound, EcsRequirementOutcome outcome) =>
        Assert.Equal(outcome, (await _bench.CheckAsync(Options(outbound) with { InboundBandwidth = inbound }, EcsRequirementId.Bandwidth)).Outcome);

    [Fact]
    public async Task PreviewAsync_NoPublicAddress_IsRefused()
    {
        _bench.Server = _bench.Server with { PublicIp = null, PublicIps = [], BandwidthMbps = null };

        Assert.Equal(EcsRequirementOutcome.Failed, (await _bench.CheckAsync(Options(20), EcsRequirementId.PublicAddress)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_ExpiredSubscription_IsRefused()
    {
        _bench.Server = _bench.Server with { ChargeType = EcsChargeType.Subscription, ExpiresAt = _bench.Ecs.Wall.GetUtcNow().AddDays(-1) };

        Assert.Equal(EcsRequirementOutcome.Failed, (await _bench.CheckAsync(Options(20), EcsRequirementId.Lock)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_Zero_LosesTheStaticAddress()
    {
        StepPreview preview = await _bench.PreviewAsync(Options(0));

        Assert.Contains("203.0.113.7", Assert.Single(preview.Losses), StringComparison.Ordinal);
        Assert.DoesNotContain(preview.Requirements, r => r.Outcome == EcsRequirementOutcome.Failed);
    }

    [Theory]
    [InlineData(5, null, true)]
    [InlineData(5, EcsBandwidthBilling.ByTraffic, true)]
    [InlineData(5, EcsBandwidthBilling.ByBandwidth, false)]
    [InlineData(6, null, false)]
    public async Task PreviewAsync_AsWantedAlready_HasNothingToDo(int wanted, EcsBandwidthBilling? billing, bool isDone) =>
        Assert.Equal(isDone, (await _bench.PreviewAsync(Options(wanted) with { Billing = billing })).AlreadyDone is not null);

    [Theory]
    [InlineData(EcsChargeType.Subscription, 50, 72, EcsRequirementOutcome.Passed)]
    [InlineData(EcsChargeType.Subscription, 50, 1, EcsRequirementOutcome.Failed)] // at least 3 hours
    [InlineData(EcsChargeType.Subscription, 50, 24 * 40, EcsRequirementOutcome.Failed)] // the subscription ends earlier
    [InlineData(EcsChargeType.Subscription, 4, 72, EcsRequirementOutcome.Failed)] // only up
    [InlineData(EcsChargeType.PayAsYouGo, 50, 72, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_EndTime_IsForSubscriptionsThatGoUp(EcsChargeType charge, int wanted, int hours, EcsRequirementOutcome outcome)
    {
        _bench.Server = _bench.Server with { ChargeType = charge, ExpiresAt = _bench.Ecs.Wall.GetUtcNow().AddDays(30) };
        OperationOptions options = Options(wanted) with { EndTime = _bench.Ecs.Wall.GetUtcNow().AddHours(hours) };

        Assert.Equal(outcome, (await _bench.CheckAsync(options, EcsRequirementId.Bandwidth)).Outcome);
    }

    [Theory]
    [InlineData(false, EcsRequirementOutcome.Warning)]
    [InlineData(true, EcsRequirementOutcome.Passed)]
    public async Task PreviewAsync_SubscriptionBilledByBandwidth_WarnsOfTheUnpaidOrder(bool autoPay, EcsRequirementOutcome outcome)
    {
        _bench.Server = _bench.Server with { ChargeType = EcsChargeType.Subscription, BandwidthBilling = EcsBandwidthBilling.ByBandwidth };

        Assert.Equal(outcome, (await _bench.CheckAsync(Options(50) with { AutoPay = autoPay }, EcsRequirementId.Payment)).Outcome);
    }

    [Theory]
    [InlineData(EcsChargeType.PayAsYouGo, EcsBandwidthBilling.ByTraffic)]
    [InlineData(EcsChargeType.PayAsYouGo, EcsBandwidthBilling.ByBandwidth, "Price now: ", "Price after: ")]
    [InlineData(EcsChargeType.Subscription, EcsBandwidthBilling.ByBandwidth, "Price now: ", "Price after: ", "Charged at once: ")]
    public async Task PreviewAsync_BilledBandwidth_StatesItsPrices(EcsChargeType charge, EcsBandwidthBilling billing, params string[] expected)
    {
        _bench.Server = _bench.Server with { ChargeType = charge, BandwidthBilling = billing };

        StepPreview preview = await _bench.PreviewAsync(Options(50));

        Assert.Equal(expected, preview.Costs.Where(c => c.Contains(": ", StringComparison.Ordinal)).Select(c => c[..(c.IndexOf(':', StringComparison.Ordinal) + 2)]).Take(expected.Length));
    }

    [Fact]
    public async Task PreviewAsync_TemporaryBandwidth_AsksForThePriceOfItsTerm()
    {
        _bench.Server = _bench.Server with { ChargeType = EcsChargeType.Subscription, BandwidthBilling = EcsBandwidthBilling.ByBandwidth };

        await _bench.PreviewAsync(Options(50) with { EndTime = new DateTimeOffset(2099, 3, 1, 12, 0, 1, TimeSpan.Zero) });

        SentCall asked = _bench.Ecs.Calls.Single(c => c.Action == "DescribeInstanceModificationPrice");
        Assert.Equal(("50", "PayByBandwidth", "2099-03-01T13Z"), (asked["InternetMaxBandwidthOut"], asked["InternetChargeType"], asked["EndTime"]));
        Assert.NotNull(asked["StartTime"]);
    }

    [Theory]
    [InlineData("Vpc.DescribeEipAddresses", ElasticIp, 20, EcsRequirementOutcome.Passed)]
    [InlineData("Vpc.DescribeEipAddresses.package", "eip-bp1exampleeip00003", 5, EcsRequirementOutcome.Failed)] // a shared package decides
    public async Task PreviewAsync_ElasticAddress_IsReadFromItsOwnService(string sample, string id, int present, EcsRequirementOutcome outcome)
    {
        MakeElastic(id, present);
        _bench.Ecs.On("DescribeEipAddresses", Answer.Lifecycle(sample));

        Assert.Equal(outcome, (await _bench.CheckAsync(Options(50), EcsRequirementId.PublicAddress)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_SubscribedElasticAddress_IsRefused()
    {
        MakeElastic(ElasticIp, 20);
        _bench.Ecs.On("DescribeEipAddresses", Answer.Ok(SampleFiles.ReadText("alibaba-lifecycle", "Vpc.DescribeEipAddresses").Replace("PostPaid", "PrePaid", StringComparison.Ordinal)));

        Assert.Equal(EcsRequirementOutcome.Failed, (await _bench.CheckAsync(Options(50), EcsRequirementId.PublicAddress)).Outcome);
    }

    [Theory]
    [InlineData(0, null, EcsRequirementOutcome.Failed)]
    [InlineData(200, null, EcsRequirementOutcome.Passed)]
    [InlineData(201, null, EcsRequirementOutcome.Failed)]
    [InlineData(50, EcsBandwidthBilling.ByBandwidth, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_ElasticAddress_HasLimitsOfItsOwn(int wanted, EcsBandwidthBilling? billing, EcsRequirementOutcome outcome)
    {
        MakeElastic(ElasticIp, 20);
        _bench.Ecs.On("DescribeEipAddresses", Answer.Lifecycle("Vpc.DescribeEipAddresses"));

        Assert.Equal(outcome, (await _bench.CheckAsync(Options(wanted) with { Billing = billing }, EcsRequirementId.Bandwidth)).Outcome);
    }

    [Fact]
    public async Task SendAsync_StaticAddress_SaysWhatIsBilled()
    {
        _bench.Ecs.On("ModifyInstanceNetworkSpec", Answer.Cut, Answer.Lifecycle("ModifyInstanceNetworkSpec"));

        await _bench.SendAsync(Options(20), Before());

        Assert.Equal(2, _bench.Ecs.Calls.Count);
        Assert.All(_bench.Ecs.Calls, c => Assert.Equal(
            "ModifyInstanceNetworkSpec?ClientToken=token-1&InstanceId=i-1&InternetMaxBandwidthOut=20&NetworkChargeType=PayByTraffic", c.ToString()));
    }

    [Theory]
    [InlineData("ModifyInstanceNetworkSpec.prepaid", false)]
    [InlineData("ModifyInstanceNetworkSpec.numeric-order", true)]
    public async Task SendAsync_Subscription_PaysOnlyIfAskedFor(string sample, bool autoPay)
    {
        _bench.Server = _bench.Server with { ChargeType = EcsChargeType.Subscription };
        _bench.Ecs.On("ModifyInstanceNetworkSpec", Answer.Lifecycle(sample));

        StepHandle handle = await _bench.SendAsync(Options(20) with { AutoPay = autoPay }, Before());

        Assert.Contains($"AutoPay={(autoPay ? "true" : "false")}&", Assert.Single(_bench.Ecs.Calls).ToString(), StringComparison.Ordinal);
        Assert.Equal("204135153880001", handle.Facts[StepFactKeys.OrderId]);
    }

    [Fact]
    public async Task SendAsync_EndTime_IsRoundedUpToTheHour()
    {
        _bench.Server = _bench.Server with { ChargeType = EcsChargeType.Subscription };
        _bench.Ecs.On("ModifyInstanceNetworkSpec", Answer.Lifecycle("ModifyInstanceNetworkSpec.prepaid"));

        await _bench.SendAsync(Options(20) with { EndTime = new DateTimeOffset(2099, 3, 1, 12, 0, 1, TimeSpan.FromHours(1)) }, Before());

        string sent = Uri.UnescapeDataString(Assert.Single(_bench.Ecs.Calls).ToString());
        Assert.Contains("EndTime=2099-03-01T12Z", sent, StringComparison.Ordinal);
        Assert.Matches(@"StartTime=\d{4}-\d\d-\d\dT\d\d:\d\dZ", sent);
    }

    [Fact]
    public async Task SendAsync_FiveMinutes_AreWaitedOut()
    {
        Answer refusal = Answer.Lifecycle("error.400.Throttling.5minutes") with { Status = 400 };
        _bench.Ecs.On("ModifyInstanceNetworkSpec", refusal, Answer.Lifecycle("ModifyInstanceNetworkSpec"));

        await _bench.SendAsync(Options(20), Before());

        Assert.Equal(TimeSpan.FromMinutes(1), _bench.Ecs.Clock.Elapsed);
    }

    [Fact]
    public async Task SendAsync_ElasticAddress_IsChangedOnceInItsOwnService()
    {
        MakeElastic(ElasticIp, 20);
        _bench.Ecs.On("ModifyEipAddressAttribute", Answer.Cut);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options(50), Before(20, ElasticIp)));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Equal($"ModifyEipAddressAttribute?AllocationId={ElasticIp}&Bandwidth=50", Assert.Single(_bench.Ecs.Calls).ToString());
    }

    [Theory]
    [InlineData(20, true, false, 5, nameof(ObservedState.TookEffect))]
    [InlineData(20, false, false, 5, nameof(ObservedState.TookEffect))]
    [InlineData(5, true, false, 5, nameof(ObservedState.Pending))]
    [InlineData(5, false, false, 5, nameof(ObservedState.Unknown))]
    [InlineData(5, true, true, 30, nameof(ObservedState.Pending))]
    [InlineData(5, true, true, 150, nameof(ObservedState.Unknown))] // an order that nobody has paid
    public async Task ObserveAsync_TheServersBandwidth_Tells(int present, bool accepted, bool isOrder, int age, string state)
    {
        _bench.Ecs.On("DescribeInstances", Json.Servers(ServerWith(present)));
        StepHandle? handle = !accepted ? null
            : new StepHandle { Facts = isOrder ? new Dictionary<string, string> { [StepFactKeys.OrderId] = "20260" } : [] };

        StepObservation seen = await _bench.LookAsync(Options(20), handle, age, Before());

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(isOrder && age > 120 ? EcsErrorId.OperationInProgress : null, seen.Error?.ErrorId);
    }

    [Fact]
    public async Task ObserveAsync_Billing_CountsToo()
    {
        _bench.Ecs.On("DescribeInstances", Json.Servers(ServerWith(5)));

        StepObservation seen = await _bench.LookAsync(
            new OperationOptions { Kind = OperationKind.BandwidthChange, Billing = EcsBandwidthBilling.ByBandwidth }, new StepHandle(), 5, Before());

        Assert.Equal(ObservedState.Pending, seen.State);
    }

    // The list may leave its bandwidth out.
    [Fact]
    public async Task ObserveAsync_ElasticAddress_IsReadFromItsOwnService()
    {
        JObject server = ServerWith(0);
        server["EipAddress"] = new JObject { ["AllocationId"] = ElasticIp, ["IpAddress"] = "203.0.113.44", ["InternetChargeType"] = "PayByTraffic" };
        _bench.Ecs.On("DescribeInstances", Json.Servers(server)).On("DescribeEipAddresses", Answer.Lifecycle("Vpc.DescribeEipAddresses"));

        StepObservation seen = await _bench.LookAsync(Options(20), new StepHandle(), 5, Before(5, ElasticIp));

        Assert.Equal(ObservedState.TookEffect, seen.State);
    }

    [Theory]
    [InlineData("DescribeInstances.bandwidth-after", 50, 50, null)]
    [InlineData("DescribeInstances.bandwidth-zero", null, null, null)]
    public async Task Read_Samples_TellTheBandwidth(string sample, int? outbound, int? inbound, string? elasticIp)
    {
        _bench.Ecs.On("DescribeInstances", Answer.Lifecycle(sample));
        _bench.Server = _bench.Server with { Id = "i-bp1a2b3c4d5e6f7g8h01" };

        EcsInstance? seen = (await _bench.LookAsync(Options(77), new StepHandle(), 5, Before())).Instance;

        Assert.Equal((outbound, inbound, elasticIp), (seen?.BandwidthMbps, seen?.InboundBandwidthMbps, seen?.ElasticIpId));
    }

    private static JObject ServerWith(int bandwidth)
    {
        JObject server = Json.Server("i-1", "Running");
        server["InternetMaxBandwidthOut"] = bandwidth;
        server["InternetMaxBandwidthIn"] = 10;
        server["InternetChargeType"] = "PayByTraffic";
        return server;
    }

    private static OperationOptions Options(int bandwidth) => new() { Kind = OperationKind.BandwidthChange, Bandwidth = bandwidth };

    private static (string Name, string Value)[] Before(int bandwidth = 5, string elasticIp = "") =>
        [("bandwidth", $"{bandwidth}"), ("inboundBandwidth", "10"), ("bandwidthBilling", "ByTraffic"), ("elasticIpId", elasticIp)];

    private void MakeElastic(string id, int bandwidth) => _bench.Server = _bench.Server with { ElasticIpId = id, BandwidthMbps = bandwidth, InboundBandwidthMbps = null };
}
