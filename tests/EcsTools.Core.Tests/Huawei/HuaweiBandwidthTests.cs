using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiBandwidthTests
{
    private const string Address = "80.158.10.11";

    [Theory]
    [InlineData(EcsCloud.Huawei, 20, EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.Huawei, 301, EcsRequirementOutcome.Failed)] // by traffic, the region's limit
    [InlineData(EcsCloud.OpenTelekom, 1000, EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.OpenTelekom, 1001, EcsRequirementOutcome.Failed)]
    [InlineData(EcsCloud.OpenTelekom, 333, EcsRequirementOutcome.Failed)] // by steps of 50
    public async Task PreviewAsync_Amount_HasLimitsAndSteps(EcsCloud cloud, int wanted, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud opened = Network().OpenByKey(cloud);

        Assert.Equal(outcome, (await Step(opened).CheckAsync(Target(wanted), EcsRequirementId.Bandwidth)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_HuaweiWithoutTheRightToReadLimits_StillPlans()
    {
        SampleNetwork network = Network().Answer("GET", "/eip/eip-bandwidth-limits", _ => SampleNetwork.Json(403, """{"code":"VPC.0010","message":"no rights"}"""));
        using HuaweiCloud opened = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(EcsRequirementOutcome.Passed, (await Step(opened).CheckAsync(Target(20), EcsRequirementId.Bandwidth)).Outcome);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.OpenTelekom, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_Billing_IsChangedAtHuaweiOnly(EcsCloud cloud, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud opened = Network().OpenByKey(cloud);
        StepTarget target = Target(20, new OperationOptions { Billing = EcsBandwidthBilling.ByBandwidth });

        Assert.Equal(outcome, (await Step(opened).CheckAsync(target, EcsRequirementId.Bandwidth)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_SharedBandwidth_IsRefused()
    {
        using HuaweiCloud opened = Network("eip.bandwidth.show.shared").OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(EcsRequirementOutcome.Failed, (await Step(opened).CheckAsync(Target(20), EcsRequirementId.PublicAddress)).Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task PreviewAsync_NoOrSeveralAddresses_IsRefused(int addresses)
    {
        SampleNetwork network = Network();
        using HuaweiCloud opened = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = Target(20);
        target = target with { Instance = target.Instance with { PublicIps = [.. Enumerable.Range(1, addresses).Select(i => $"80.158.10.{i}")] } };

        Assert.Equal(EcsRequirementOutcome.Failed, (await Step(opened).CheckAsync(target, EcsRequirementId.PublicAddress)).Outcome);
    }

    [Theory]
    [InlineData(10, false, EcsRequirementId.Payment, EcsRequirementOutcome.Warning)]
    [InlineData(10, true, EcsRequirementId.Payment, EcsRequirementOutcome.Passed)]
    [InlineData(2, true, EcsRequirementId.Bandwidth, EcsRequirementOutcome.Failed)] // only at renewal
    public async Task PreviewAsync_Subscription_IsRaisedByAnOrder(int wanted, bool autoPay, string id, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud opened = Network("eip.bandwidth.show.prepaid").OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, (await Step(opened).CheckAsync(Target(wanted, new OperationOptions { AutoPay = autoPay }), id)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_AddressLostInTheMeantime_IsRefused()
    {
        SampleNetwork network = Network().Answer("GET", "/publicips", Sample.LoadLifecycle("eip.publicips.none"));
        using HuaweiCloud opened = network.OpenByKey(EcsCloud.Huawei);

        Assert.Equal(EcsRequirementOutcome.Failed, (await Step(opened).CheckAsync(Target(20), EcsRequirementId.PublicAddress)).Outcome);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task SendAsync_PayPerUse_SendsNothingButTheSize(EcsCloud cloud)
    {
        SampleNetwork network = Network().Answer("PUT", "", Sample.LoadLifecycle("eip.bandwidth.update"));
        using HuaweiCloud opened = network.OpenByKey(cloud);

        StepHandle handle = await Step(opened).SendAsync(await Step(opened).AfterAsync(Target(20)));

        Assert.Single(network.Writes).AssertIs(Sample.LoadLifecycle("eip.bandwidth.update"));
        Assert.Empty(handle.Facts);
    }

    [Fact]
    public async Task SendAsync_Billing_IsSentWithTheSize()
    {
        SampleNetwork network = Network().Answer("PUT", "", Sample.LoadLifecycle("eip.bandwidth.update.charge-mode"));
        using HuaweiCloud opened = network.OpenByKey(EcsCloud.Huawei);

        await Step(opened).SendAsync(await Step(opened).AfterAsync(Target(null, new OperationOptions { Billing = EcsBandwidthBilling.ByBandwidth })));

        Assert.Single(network.Writes).AssertIs(Sample.LoadLifecycle("eip.bandwidth.update.charge-mode"));
    }

    [Theory]
    [InlineData(true, "eip.bandwidth.update.prepaid")]
    [InlineData(false, "eip.bandwidth.update.prepaid.unpaid")]
    public async Task SendAsync_Subscription_PaysOnlyIfAskedFor(bool autoPay, string sample)
    {
        SampleNetwork network = Network("eip.bandwidth.show.prepaid").Answer("PUT", "", Sample.LoadLifecycle(sample));
        using HuaweiCloud opened = network.OpenByKey(EcsCloud.Huawei);

        StepHandle handle = await Step(opened).SendAsync(await Step(opened).AfterAsync(Target(10, new OperationOptions { AutoPay = autoPay })));

        Assert.Single(network.Writes).AssertIs(Sample.LoadLifecycle(sample));
        Assert.Equal("CS26091807034EFGH", handle.Facts[StepFactKeys.OrderId]);
    }

    [Theory]
    [InlineData(20, true, false, 0, nameof(ObservedState.TookEffect))]
    [InlineData(20, false, false, 0, nameof(ObservedState.TookEffect))]
    [InlineData(10, true, false, 0, nameof(ObservedState.Pending))]
    [InlineData(10, false, false, 1, nameof(ObservedState.Unknown))]
    [InlineData(10, true, true, 1, nameof(ObservedState.Pending))]
    [InlineData(10, true, true, 6, nameof(ObservedState.Unknown))] // an order that nobody has paid
    public async Task ObserveAsync_TheBandwidthItself_Tells(int present, bool accepted, bool isOrder, int minutes, string state)
    {
        StepTarget target = Target(20);
        SampleNetwork network = Network().Answer("GET", "/bandwidths/" + BandwidthId("eip.bandwidth.show"), Bandwidth("eip.bandwidth.show").With(b => b["bandwidth"]!["size"] = present))
            .Answer("GET", "/cloudservers/" + target.Instance.Id, Sample.Load("ecs.server.show.running"));
        using HuaweiCloud opened = network.OpenByKey(EcsCloud.OpenTelekom);
        StepHandle? handle = accepted ? new StepHandle { Facts = isOrder ? new Dictionary<string, string> { [StepFactKeys.OrderId] = "CS1" } : [] } : null;
        target = target with
        {
            Before = HuaweiStepFixture.Facts(
                ("bandwidthId", BandwidthId("eip.bandwidth.show")), ("bandwidth", "10"), ("bandwidthBilling", "ByTraffic"), ("bandwidthIsOrdered", "False"), ("publicIpId", "eip-1")),
        };

        StepObservation seen = await Step(opened).ObserveAsync([new SentStep(target, handle) { Age = TimeSpan.FromMinutes(minutes) }], TestContext.Current.CancellationToken)[0];

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal((present, EcsBandwidthBilling.ByTraffic, "eip-1"), (seen.Instance!.BandwidthMbps, seen.Instance.BandwidthBilling, seen.Instance.ElasticIpId));
    }

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.ChangeBandwidth)!;

    private static Sample Bandwidth(string name) => Sample.LoadLifecycle(name);

    private static string BandwidthId(string sample) => (string)Bandwidth(sample).Body!["bandwidth"]!["id"]!;

    // One address, whose bandwidth is the one of a sample.
    private static SampleNetwork Network(string bandwidth = "eip.bandwidth.show") => new SampleNetwork()
        .Answer("GET", "/publicips", Sample.LoadLifecycle("eip.publicips.list.otc").With(b => b["publicips"]![0]!["bandwidth_id"] = BandwidthId(bandwidth)))
        .Answer("GET", "/eip/eip-bandwidth-limits", Sample.LoadLifecycle("eip.bandwidth-limits"))
        .Answer("GET", "/bandwidths/" + BandwidthId(bandwidth), Bandwidth(bandwidth));

    private static StepTarget Target(int? bandwidth, OperationOptions? options = null)
    {
        StepTarget target = HuaweiStepFixture.Target("running", (options ?? new OperationOptions()) with { Kind = OperationKind.BandwidthChange, Bandwidth = bandwidth });
        return target with { Instance = target.Instance with { PublicIp = Address, PublicIps = [Address] } };
    }
}
