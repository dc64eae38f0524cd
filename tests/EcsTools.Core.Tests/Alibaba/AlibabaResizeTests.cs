using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaResizeTests : IDisposable
{
    private const string Small = "ecs.g7.large";
    private const string Large = "ecs.g7.xlarge";
    private readonly AlibabaStepFixture _bench = new(StepKind.Resize);

    public AlibabaResizeTests()
    {
        _bench.Server = _bench.Server with { Vcpu = 2, MemoryMiB = 8192, Zone = "cn-hangzhou-i" };
        _bench.Ecs
            .On("DescribeResourcesModification", Json.Targets((Large, "Available", "WithStock"), ("ecs.g7.4xlarge", "SoldOut", "WithoutStock")))
            .On("DescribeInstanceTypes", Types((Small, 2, 8, "unsupported"), (Large, 4, 16, "required")))
            .On("DescribePrice", Answer.Lifecycle("DescribePrice.instance-hour"))
            .On("DescribeInstanceModificationPrice", Answer.Lifecycle("DescribeInstanceModificationPrice"));
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(Large, EcsRequirementOutcome.Passed)]
    [InlineData("ECS.G7.XLARGE", EcsRequirementOutcome.Passed)]
    [InlineData("ecs.g7.4xlarge", EcsRequirementOutcome.Failed)]
    [InlineData("ecs.none", EcsRequirementOutcome.Failed)]
    [InlineData(Small, EcsRequirementOutcome.Failed)]
    public async Task The_size_must_be_another_one_that_is_in_stock(string size, EcsRequirementOutcome outcome) =>
        Assert.Equal(outcome, (await _bench.CheckAsync(Options(size), EcsRequirementId.Size)).Outcome);

    [Theory]
    [InlineData(EcsChargeType.PayAsYouGo, EcsInstanceStatus.Running, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.PayAsYouGo, EcsInstanceStatus.Stopped, EcsRequirementOutcome.Passed)]
    [InlineData(EcsChargeType.Subscription, EcsInstanceStatus.Running, EcsRequirementOutcome.Warning)]
    [InlineData(EcsChargeType.Subscription, EcsInstanceStatus.Starting, EcsRequirementOutcome.Failed)]
    public async Task A_subscription_may_grow_while_it_runs(EcsChargeType charge, EcsInstanceStatus status, EcsRequirementOutcome outcome)
    {
        _bench.Server = _bench.Server with { ChargeType = charge, Status = status };

        Assert.Equal(outcome, (await _bench.CheckAsync(Options(Large), EcsRequirementId.State)).Outcome);
    }

    [Theory]
    [InlineData(EcsChargeType.PayAsYouGo, "Price now: ", "Price after: ")]
    [InlineData(EcsChargeType.Subscription, "Price now: ", "Price after: ", "Charged at once: ")]
    public async Task PreviewAsync_AnotherSize_StatesItsPrices(EcsChargeType charge, params string[] expected)
    {
        _bench.Server = _bench.Server with { ChargeType = charge };

        StepPreview preview = await _bench.PreviewAsync(Options(Large));

        Assert.Equal(expected, preview.Costs.SkipLast(1).Select(c => c[..(c.IndexOf(':', StringComparison.Ordinal) + 2)]));
    }

    [Theory]
    [InlineData(EcsChargeType.Subscription, 24, EcsRequirementOutcome.Passed)]
    [InlineData(EcsChargeType.Subscription, 1, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.Subscription, 24 * 40, EcsRequirementOutcome.Failed)] // the subscription ends earlier
    [InlineData(EcsChargeType.PayAsYouGo, 24, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_EndTime_IsForSubscriptionsInTheirTerm(EcsChargeType charge, int hours, EcsRequirementOutcome outcome)
    {
        _bench.Server = _bench.Server with { ChargeType = charge, ExpiresAt = _bench.Ecs.Wall.GetUtcNow().AddDays(30) };
        OperationOptions options = Options(Large) with { EndTime = _bench.Ecs.Wall.GetUtcNow().AddHours(hours) };

        StepPreview preview = await _bench.PreviewAsync(options);

        Assert.Equal(outcome == EcsRequirementOutcome.Failed, preview.Requirements.Any(r => r is { Id: EcsRequirementId.Size, Outcome: EcsRequirementOutcome.Failed }));
    }

    [Fact]
    public async Task SendAsync_EndTime_IsRoundedUpToTheMinute()
    {
        _bench.Server = _bench.Server with { ChargeType = EcsChargeType.Subscription };
        _bench.Ecs.On("ModifyPrepayInstanceSpec", Answer.Sample("ModifyPrepayInstanceSpec"));

        await _bench.SendAsync(Options(Large) with { EndTime = new DateTimeOffset(2099, 3, 1, 12, 30, 1, TimeSpan.Zero) }, ("size", Small), ("direction", "Upgrade"));

        Assert.Equal("2099-03-01T12:31Z", Assert.Single(_bench.Ecs.Calls)["EndTime"]);
    }

    [Fact]
    public async Task A_spot_server_keeps_its_size()
    {
        _bench.Server = _bench.Server with { ChargeType = EcsChargeType.Spot };

        Assert.Equal(EcsRequirementOutcome.Failed, (await _bench.CheckAsync(Options(Large), EcsRequirementId.Size)).Outcome);
    }

    [Theory]
    [InlineData(EcsOsType.Windows, true)]
    [InlineData(EcsOsType.Linux, false)]
    public async Task Windows_is_warned_of_when_the_disks_change_their_kind(EcsOsType os, bool isWarned)
    {
        _bench.Server = _bench.Server with { OsType = os };

        StepPreview preview = await _bench.PreviewAsync(Options(Large));

        Assert.Equal(isWarned, preview.Requirements.Any(r => r is { Id: EcsRequirementId.Agent, Outcome: EcsRequirementOutcome.Warning }));
    }

    [Fact]
    public async Task Pay_as_you_go_is_changed_with_a_token()
    {
        _bench.Ecs.On("ModifyInstanceSpec", Answer.Cut, Answer.Sample("ModifyInstanceSpec"));

        await _bench.SendAsync(Options(Large), ("size", Small));

        Assert.Equal(2, _bench.Ecs.Calls.Count);
        Assert.All(_bench.Ecs.Calls, c => Assert.Equal($"ModifyInstanceSpec?ClientToken=token-1&InstanceId=i-1&InstanceType={Large}", c.ToString()));
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public async Task A_subscriptions_order_is_paid_only_if_asked_for(bool autoPay, string sent)
    {
        _bench.Server = _bench.Server with { ChargeType = EcsChargeType.Subscription };
        _bench.Ecs.On("ModifyPrepayInstanceSpec", Answer.Sample("ModifyPrepayInstanceSpec"));

        StepHandle handle = await _bench.SendAsync(Options(Large, autoPay), ("size", Small), ("direction", "Upgrade"));

        Assert.Equal(
            $"ModifyPrepayInstanceSpec?AutoPay={sent}&ClientToken=token-1&InstanceId=i-1&InstanceType={Large}&OperatorType=upgrade",
            Assert.Single(_bench.Ecs.Calls).ToString());
        Assert.NotEmpty(handle.Facts[StepFactKeys.OrderId]);
    }

    [Fact]
    public async Task What_is_left_of_five_minutes_is_waited_out()
    {
        _bench.Ecs.On("ModifyInstanceSpec", Answer.Sample("error.400.Throttling.ModifyInstanceSpec") with { Status = 400 })
            .On("ModifyInstanceSpec", Answer.Sample("error.400.Throttling.ModifyInstanceSpec") with { Status = 400 }, Answer.Sample("ModifyInstanceSpec"));

        await _bench.SendAsync(Options(Large), ("size", Small));

        Assert.Equal(3, _bench.Ecs.Calls.Count);
        Assert.Single(_bench.Ecs.Calls.Select(c => c.ToString()).Distinct());
        Assert.Equal(TimeSpan.FromMinutes(2), _bench.Ecs.Clock.Elapsed);
    }

    [Fact]
    public async Task It_is_not_waited_for_without_end()
    {
        _bench.Ecs.On("ModifyInstanceSpec", Answer.Sample("error.400.Throttling.ModifyInstanceSpec") with { Status = 400 });

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options(Large), ("size", Small)));

        Assert.Equal(EcsErrorId.ThrottledByService, error.ErrorId);
        Assert.Equal(TimeSpan.FromMinutes(6), _bench.Ecs.Clock.Elapsed);
    }

    [Theory]
    [InlineData(Large, false, false, 5, nameof(ObservedState.TookEffect))]
    [InlineData(Small, true, false, 5, nameof(ObservedState.Pending))]
    [InlineData(Small, false, false, 5, nameof(ObservedState.Unknown))]
    [InlineData(Small, true, true, 30, nameof(ObservedState.Pending))]
    [InlineData(Small, true, true, 150, nameof(ObservedState.Unknown))] // an order that nobody has paid
    public async Task The_servers_own_size_tells(string size, bool accepted, bool isOrder, int age, string state)
    {
        JObject server = Json.Server("i-1", "Stopped");
        server["InstanceType"] = size;
        _bench.Ecs.On("DescribeInstances", Json.Servers(server));
        StepHandle? handle = !accepted ? null
            : new StepHandle { Facts = isOrder ? new Dictionary<string, string> { [StepFactKeys.OrderId] = "20260" } : [] };

        StepObservation seen = await _bench.LookAsync(Options(Large), handle, age, ("size", Small));

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(isOrder && age > 120 ? EcsErrorId.OperationInProgress : null, seen.Error?.ErrorId);
    }

    private static OperationOptions Options(string size, bool autoPay = false) => new() { Kind = OperationKind.Resize, Size = size, AutoPay = autoPay };

    private static Answer Types(params (string Name, int Cpu, int GiB, string Nvme)[] types) => Answer.Ok(new JObject
    {
        ["InstanceTypes"] = new JObject
        {
            ["InstanceType"] = new JArray(types.Select(t => new JObject
            {
                ["InstanceTypeId"] = t.Name,
                ["CpuCoreCount"] = t.Cpu,
                ["MemorySize"] = t.GiB,
                ["NvmeSupport"] = t.Nvme,
            })),
        },
    }.ToString());
}
