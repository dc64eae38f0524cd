using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaExtendDiskTests : IDisposable
{
    private readonly AlibabaStepFixture _step = new(StepKind.ExtendDisk);

    public AlibabaExtendDiskTests()
    {
        _step.Server = _step.Server with { Status = EcsInstanceStatus.Running };
        _step.Ecs.On("DescribeSnapshots", Json.Snapshots());
        _step.Ecs.On("DescribePrice", Answer.Lifecycle("DescribePrice.disk"));
        _step.Ecs.On("DescribeInstanceModificationPrice", Answer.Lifecycle("DescribeInstanceModificationPrice"));
    }

    public void Dispose() => _step.Dispose();

    [Theory]
    [InlineData(EcsInstanceStatus.Running, "online")]
    [InlineData(EcsInstanceStatus.Stopped, "offline")]
    public async Task Send_ServerIsRunningOrStopped_ExtendsOnlineOrOffline(EcsInstanceStatus status, string type)
    {
        _step.Server = _step.Server with { Status = status };
        _step.Ecs.On("ResizeDisk", Answer.Cut, Answer.Lifecycle("ResizeDisk"));

        StepHandle handle = await _step.SendAsync(Extend(100), ("diskId", "d-1"));

        Assert.Equal(2, _step.Ecs.Calls.Count);
        Assert.All(_step.Ecs.Calls, c => Assert.Equal($"ResizeDisk?ClientToken=token-1&DiskId=d-1&NewSize=100&Type={type}", c.ToString()));
        Assert.Empty(handle.Facts);
    }

    [Fact]
    public async Task Send_Subscription_KeepsTheOrder()
    {
        _step.Ecs.On("ResizeDisk", Answer.Lifecycle("ResizeDisk.prepaid"));

        Assert.Equal("204135153880002", (await _step.SendAsync(Extend(100), ("diskId", "d-1"))).Facts[StepFactKeys.OrderId]);
    }

    [Theory]
    [InlineData("cloud_essd", 41, EcsRequirementOutcome.Passed)]
    [InlineData("cloud_essd", 39, EcsRequirementOutcome.Failed)]
    [InlineData("cloud_essd", 2048, EcsRequirementOutcome.Passed)]
    [InlineData("cloud_essd", 2049, EcsRequirementOutcome.Failed)]
    [InlineData("cloud", 500, EcsRequirementOutcome.Passed)]
    [InlineData("cloud", 501, EcsRequirementOutcome.Failed)]
    [InlineData("cloud_of_tomorrow", 2048, EcsRequirementOutcome.Passed)]
    [InlineData("cloud_of_tomorrow", 2049, EcsRequirementOutcome.Warning)] // an MBR partition table ends there
    public async Task Preview_SizeOfSystemDisk_IsCheckedByCategory(string category, int size, EcsRequirementOutcome outcome)
    {
        Have(category);

        Assert.Equal(outcome, (await _step.CheckAsync(Extend(size), EcsRequirementId.DiskSize)).Outcome);
    }

    [Theory]
    [InlineData("cloud_efficiency", 32768, EcsRequirementOutcome.Warning)]
    [InlineData("cloud_efficiency", 32769, EcsRequirementOutcome.Failed)]
    [InlineData("cloud_auto", 65536, EcsRequirementOutcome.Warning)]
    [InlineData("elastic_ephemeral_disk_premium", 8193, EcsRequirementOutcome.Failed)]
    public async Task Preview_SizeOfDataDisk_IsCheckedByCategory(string category, int size, EcsRequirementOutcome outcome)
    {
        Have(category, d => d["Type"] = "data");

        Assert.Equal(outcome, (await _step.CheckAsync(Extend(size) with { DiskId = "d-1" }, EcsRequirementId.DiskSize)).Outcome);
    }

    [Fact]
    public async Task Preview_DiskHasTheSize_IsAlreadyDone()
    {
        Have("cloud_essd");

        Assert.NotNull((await _step.PreviewAsync(Extend(40))).AlreadyDone);
    }

    [Theory]
    [InlineData("cloud_essd", false, EcsRequirementOutcome.Passed)]
    [InlineData("cloud", false, EcsRequirementOutcome.Failed)]
    [InlineData("cloud_auto", false, EcsRequirementOutcome.Warning)] // no source says so
    [InlineData("cloud", true, EcsRequirementOutcome.Passed)]
    public async Task Preview_ServerIsRunning_IsRefusedWhereItMustBeStopped(string category, bool stopFirst, EcsRequirementOutcome outcome)
    {
        Have(category);

        Assert.Equal(outcome, (await _step.CheckAsync(Extend(100) with { StopFirst = stopFirst }, EcsRequirementId.State)).Outcome);
    }

    [Theory]
    [InlineData(false, EcsRequirementOutcome.Failed)]
    [InlineData(true, EcsRequirementOutcome.Passed)]
    public async Task Preview_Subscription_IsPaidOnlyWhenAsked(bool autoPay, EcsRequirementOutcome outcome)
    {
        Have("cloud_essd", d => d["DiskChargeType"] = "PrePaid");

        Assert.Equal(outcome, (await _step.CheckAsync(Extend(100) with { AutoPay = autoPay }, EcsRequirementId.Payment)).Outcome);
    }

    [Theory]
    [InlineData("PostPaid", 2)]
    [InlineData("PrePaid", 3)] // and what is charged at once
    public async Task Preview_Prices_AreThoseNowAndAfter(string charge, int prices)
    {
        Have("cloud_essd", d => d["DiskChargeType"] = charge);

        Assert.Equal(1 + prices, (await _step.PreviewAsync(Extend(100))).Costs.Count);
        Assert.Equal(["40", "100"], _step.Ecs.Calls.Where(c => c.Action == "DescribePrice").Select(c => c.Parameters["DataDisk.1.Size"]).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public async Task Preview_DiskIsAttachedElsewhereToo_IsRefused()
    {
        Have("cloud_essd", d =>
        {
            d["InstanceId"] = "";
            d["Attachments"] = new JObject { ["Attachment"] = new JArray(new JObject { ["InstanceId"] = "i-1" }, new JObject { ["InstanceId"] = "i-2" }) };
        });

        Assert.Equal(EcsRequirementOutcome.Failed, (await _step.CheckAsync(Extend(100), EcsRequirementId.Disk)).Outcome);
    }

    [Theory]
    [InlineData("d-9", "In_use", EcsRequirementOutcome.Failed)]
    [InlineData("d-1", "Detaching", EcsRequirementOutcome.Failed)]
    [InlineData("d-1", "In_use", EcsRequirementOutcome.Passed)]
    public async Task Preview_Disk_MustBeTheServersAndAtRest(string id, string status, EcsRequirementOutcome outcome)
    {
        Have("cloud_essd", d => d["Status"] = status);

        Assert.Equal(outcome, (await _step.CheckAsync(Extend(100) with { DiskId = id }, EcsRequirementId.Disk)).Outcome);
    }

    [Fact]
    public async Task Preview_SnapshotIsUnderWay_IsRefused()
    {
        Have("cloud_essd");
        _step.Ecs.Replace("DescribeSnapshots", Json.Snapshots(AlibabaStepFixture.Snapshot("progressing")));

        Assert.Equal(EcsRequirementOutcome.Failed, (await _step.CheckAsync(Extend(100), EcsRequirementId.Busy)).Outcome);
    }

    [Theory]
    [InlineData(EcsChargeType.Subscription, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.PayAsYouGo, EcsRequirementOutcome.Passed)]
    public async Task Preview_TermIsOver_SubscriptionIsRefused(EcsChargeType charge, EcsRequirementOutcome outcome)
    {
        Have("cloud_essd");
        _step.Server = _step.Server with { ChargeType = charge, ExpiresAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) };

        Assert.Equal(outcome, (await _step.CheckAsync(Extend(100), EcsRequirementId.Lock)).Outcome);
    }

    [Theory]
    [InlineData(100, true, nameof(ObservedState.TookEffect))]
    [InlineData(100, false, nameof(ObservedState.TookEffect))]
    [InlineData(40, true, nameof(ObservedState.Pending))]
    [InlineData(40, false, nameof(ObservedState.Unknown))]
    public async Task Observe_Size_TellsWhetherItTookEffect(int size, bool isAnswered, string state)
    {
        _step.Ecs.On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use", size)));

        StepObservation seen = await _step.LookAsync(Extend(100), isAnswered ? new StepHandle() : null, 5, ("diskId", "d-1"), ("diskSize", "40"));

        Assert.Equal(state, seen.State.ToString());
    }

    [Fact]
    public async Task Observe_DiskIsGone_HasFailed()
    {
        _step.Ecs.On("DescribeDisks", Json.Disks());

        Assert.Equal(ObservedState.Failed, (await _step.LookAsync(Extend(100), new StepHandle(), 5, ("diskId", "d-1"), ("diskSize", "40"))).State);
    }

    private static OperationOptions Extend(int size) => new() { Kind = OperationKind.DiskExtend, SizeGiB = size };

    private void Have(string category, Action<JObject>? change = null)
    {
        JObject disk = Json.Disk("d-1", "i-1", "In_use");
        disk["Category"] = category;
        change?.Invoke(disk);
        _step.Ecs.On("DescribeDisks", Json.Disks(disk));
    }
}
