using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

/// <summary>Category, performance level and retention of disks (docs/contracts/alibaba-ecs-lifecycle.md 2.2 and 2.3).</summary>
public sealed class AlibabaDiskTypeTests : IDisposable
{
    private readonly AlibabaStepFixture _type = new(StepKind.ChangeDiskType);
    private readonly AlibabaStepFixture _retention = new(StepKind.ChangeDiskRetention);

    public AlibabaDiskTypeTests()
    {
        foreach (AlibabaStepFixture step in new[] { _type, _retention })
        {
            step.Server = step.Server with { Status = EcsInstanceStatus.Running, Zone = "cn-hangzhou-i" };
            step.Ecs.On("DescribeSnapshots", Json.Snapshots());
            step.Ecs.On("DescribePrice", Answer.Lifecycle("DescribePrice.disk"));
            step.Ecs.On("DescribeInstanceModificationPrice", Answer.Lifecycle("DescribeInstanceModificationPrice"));
            step.Ecs.On("DescribeAvailableResource", Offer(("cloud_essd", "Available"), ("cloud_auto", "Available"), ("cloud_ssd", "SoldOut")));
        }
    }

    public void Dispose()
    {
        _type.Dispose();
        _retention.Dispose();
    }

    [Theory]
    [InlineData("cloud_efficiency", "", "cloud_essd", null, "DiskCategory=cloud_essd&DiskId=d-1&PerformanceLevel=PL1")] // never the service's default unsaid
    [InlineData("cloud_essd", "PL1", "cloud_auto", null, "DiskCategory=cloud_auto&DiskId=d-1")]
    [InlineData("cloud_essd", "PL1", null, "PL2", "DiskId=d-1&PerformanceLevel=PL2")]
    public async Task Send_CategoryOrLevel_IsSentOnceAndNamed(string present, string level, string? wanted, string? wantedLevel, string parameters)
    {
        Have(_type, present, level, 500);
        _type.Ecs.On("ModifyDiskSpec", Answer.Lifecycle("ModifyDiskSpec"));
        StepPreview preview = await _type.PreviewAsync(Type(wanted, wantedLevel));

        StepHandle handle = await _type.SendAsync(Type(wanted, wantedLevel), [.. preview.Facts.Select(f => (f.Key, f.Value))]);

        Assert.Equal("ModifyDiskSpec?" + parameters, _type.Ecs.Calls.Last().ToString());
        Assert.Equal("t-bp1exampletask000001", handle.JobId);
    }

    [Fact]
    public async Task Send_AnswerIsLost_IsNotSentAgain()
    {
        _type.Ecs.On("ModifyDiskSpec", Answer.Cut);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _type.SendAsync(Type("cloud_auto", null), ("diskId", "d-1")));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Single(_type.Ecs.Calls);
    }

    [Theory]
    [InlineData("cloud_efficiency", "", 40, "PostPaid", "cloud_essd", null, EcsRequirementOutcome.Passed)]
    [InlineData("cloud_efficiency", "", 40, "PostPaid", "cloud_essd", "PL2", EcsRequirementOutcome.Failed)] // too small
    [InlineData("cloud_efficiency", "", 461, "PostPaid", "cloud_essd", "PL2", EcsRequirementOutcome.Passed)]
    [InlineData("cloud_efficiency", "", 40, "PostPaid", "cloud_auto", "PL1", EcsRequirementOutcome.Failed)] // has no levels
    [InlineData("cloud_efficiency", "", 40, "PostPaid", "cloud_ssd", null, EcsRequirementOutcome.Failed)] // sold out
    [InlineData("cloud_efficiency", "", 40, "PostPaid", "cloud_paper", null, EcsRequirementOutcome.Failed)]
    [InlineData("cloud_essd_entry", "", 40, "PostPaid", "cloud_auto", null, EcsRequirementOutcome.Passed)]
    [InlineData("cloud_essd_entry", "", 40, "PostPaid", "cloud_ssd", null, EcsRequirementOutcome.Failed)]
    [InlineData("cloud_essd", "PL2", 500, "PostPaid", null, "PL1", EcsRequirementOutcome.Passed)]
    [InlineData("cloud_essd", "PL1", 500, "PostPaid", null, "PL0", EcsRequirementOutcome.Failed)]
    [InlineData("cloud_essd", "PL2", 500, "PrePaid", null, "PL1", EcsRequirementOutcome.Failed)]
    public async Task Preview_Type_IsCheckedByDiskZoneAndCharge(
        string present, string level, int size, string charge, string? wanted, string? wantedLevel, EcsRequirementOutcome outcome)
    {
        Have(_type, present, level, size, d => d["DiskChargeType"] = charge);

        Assert.Equal(outcome, (await _type.CheckAsync(Type(wanted, wantedLevel), EcsRequirementId.DiskType)).Outcome);
    }

    [Fact]
    public async Task Preview_OffersCannotBeRead_IsUnknown()
    {
        Have(_type, "cloud_efficiency", "", 40);
        _type.Ecs.Replace("DescribeAvailableResource", Answer.Error(403, "Forbidden.RAM"));

        Assert.Equal(EcsRequirementOutcome.Unknown, (await _type.CheckAsync(Type("cloud_essd", null), EcsRequirementId.DiskType)).Outcome);
    }

    [Theory]
    [InlineData("cloud_essd", "PL1", "cloud_essd", null)]
    [InlineData("cloud_essd", "PL1", null, "PL1")]
    public async Task Preview_DiskIsOfTheType_IsAlreadyDone(string present, string level, string? wanted, string? wantedLevel)
    {
        Have(_type, present, level, 40);

        Assert.NotNull((await _type.PreviewAsync(Type(wanted, wantedLevel))).AlreadyDone);
    }

    [Theory]
    [InlineData("cloud_essd", "PL1", true, nameof(ObservedState.TookEffect))]
    [InlineData("cloud_essd", "PL1", false, nameof(ObservedState.TookEffect))]
    [InlineData("cloud_essd", "PL0", true, nameof(ObservedState.Pending))] // a level can be ignored
    [InlineData("cloud_efficiency", "", true, nameof(ObservedState.Pending))]
    [InlineData("cloud_efficiency", "", false, nameof(ObservedState.Unknown))]
    public async Task Observe_CategoryAndLevel_Tell(string category, string level, bool isAnswered, string state)
    {
        Have(_type, category, level, 40);

        StepObservation seen = await _type.LookAsync(
            Type("cloud_essd", null), isAnswered ? new StepHandle() : null, 5, ("diskId", "d-1"), ("diskType", "cloud_efficiency"), ("performanceLevel", "PL1"));

        Assert.Equal(state, seen.State.ToString());
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public async Task Retention_IsSentAndMayBeRepeated(bool deletes, string text)
    {
        _retention.Ecs.On("ModifyDiskAttribute", Answer.Cut, Answer.Lifecycle("ModifyDiskAttribute.burst"));

        await _retention.SendAsync(Retention(deletes), ("diskId", "d-1"));

        Assert.Equal(2, _retention.Ecs.Calls.Count);
        Assert.All(_retention.Ecs.Calls, c => Assert.Equal($"ModifyDiskAttribute?DeleteWithInstance={text}&DiskId=d-1", c.ToString()));
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    public async Task Retention_DiskIsSo_IsAlreadyDone(bool wanted, bool present, bool isDone)
    {
        Have(_retention, "cloud_essd", "PL1", 40, d => d["DeleteWithInstance"] = present);

        Assert.Equal(isDone, (await _retention.PreviewAsync(Retention(wanted))).AlreadyDone is not null);
    }

    [Theory]
    [InlineData("local_ssd_pro", EcsRequirementOutcome.Failed)]
    [InlineData("cloud_essd", EcsRequirementOutcome.Passed)]
    public async Task Retention_LocalDisk_CannotBeKept(string category, EcsRequirementOutcome outcome)
    {
        Have(_retention, category, "", 40, d => d["DeleteWithInstance"] = true);

        Assert.Equal(outcome, (await _retention.CheckAsync(Retention(false), EcsRequirementId.Disk)).Outcome);
    }

    private static OperationOptions Type(string? category, string? level) => new() { Kind = OperationKind.DiskTypeChange, Category = category, PerformanceLevel = level };

    private static OperationOptions Retention(bool deletes) => new() { Kind = OperationKind.DiskRetentionChange, DeleteWithInstance = deletes };

    private static void Have(AlibabaStepFixture step, string category, string level, int size, Action<JObject>? change = null)
    {
        JObject disk = Json.Disk("d-1", "i-1", "In_use", size);
        (disk["Category"], disk["PerformanceLevel"]) = (category, level);
        change?.Invoke(disk);
        step.Ecs.On("DescribeDisks", Json.Disks(disk));
    }

    private static Answer Offer(params (string Category, string Status)[] offers) => Answer.Ok(new JObject
    {
        ["AvailableZones"] = new JObject
        {
            ["AvailableZone"] = new JArray(new JObject
            {
                ["ZoneId"] = "cn-hangzhou-i",
                ["AvailableResources"] = new JObject
                {
                    ["AvailableResource"] = new JArray(new JObject
                    {
                        ["Type"] = "SystemDisk",
                        ["SupportedResources"] = new JObject
                        {
                            ["SupportedResource"] = new JArray(offers.Select(o => new JObject { ["Value"] = o.Category, ["Status"] = o.Status })),
                        },
                    }),
                },
            }),
        },
    }.ToString());
}
