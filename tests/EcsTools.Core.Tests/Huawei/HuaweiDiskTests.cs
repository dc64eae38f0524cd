using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>Changes of disks as docs/contracts/huawei-ecs-lifecycle.md 2 has them.</summary>
public sealed class HuaweiDiskTests
{
    private const string Job = "ff8080829a1b2c3d019a1b2c4e5f0201";
    private const string Types = """{"volume_types": [{"id": "1", "name": "SATA"}, {"id": "2", "name": "SAS"}, {"id": "3", "name": "SSD"}, {"id": "4", "name": "ESSD"}]}""";

    [Theory]
    [InlineData(EcsCloud.Huawei, false, false, "evs.extend.postpaid")]
    [InlineData(EcsCloud.Huawei, true, true, "evs.extend.prepaid")]
    [InlineData(EcsCloud.Huawei, true, false, "evs.extend.prepaid.unpaid")]
    [InlineData(EcsCloud.OpenTelekom, false, false, "evs.extend.otc")]
    public async Task SendExtend_AsTheSampleHasIt(EcsCloud cloud, bool isSubscription, bool autoPay, string name)
    {
        Sample sample = Sample.LoadLifecycle(name);
        SampleNetwork network = Network(v => Subscribe(v, isSubscription)).Answer("POST", "/action", sample);
        using HuaweiCloud opened = network.OpenByKey(cloud);
        ICloudStep step = opened.FindStep(StepKind.ExtendDisk)!;

        StepHandle handle = await step.SendAsync(await step.AfterAsync(Extend(60, autoPay)));

        RecordedRequest sent = Assert.Single(network.Writes, w => w.Path.EndsWith("/action", StringComparison.Ordinal));
        Assert.Equal(sample.Path, sent.Path);
        Assert.True(JToken.DeepEquals(sample.RequestBody!["os-extend"], sent.Body!["os-extend"]));
        Assert.True(!isSubscription || JToken.DeepEquals(sample.RequestBody["bssParam"], sent.Body["bssParam"]), sent.Body.ToString());
        Assert.Equal(cloud == EcsCloud.Huawei, sent.Body["bssParam"] is not null);
        Assert.Equal((string?)sample.Body!["job_id"], handle.JobId);
        Assert.Equal((string?)sample.Body["order_id"], handle.Facts.TryGetValue(StepFactKeys.OrderId, out string? order) ? order : null);
    }

    [Theory]
    [InlineData("extending", 40, null, nameof(ObservedState.Pending))]
    [InlineData("in-use", 60, null, nameof(ObservedState.TookEffect))]
    [InlineData("in-use", 40, "evs.job.extend.running", nameof(ObservedState.Pending))]
    [InlineData("in-use", 40, "evs.job.extend.fail", nameof(ObservedState.Failed))]
    [InlineData("error_extending", 40, "evs.job.extend.fail", nameof(ObservedState.Failed))]
    [InlineData("changing-something", 40, null, nameof(ObservedState.Pending))] // a word that no list has
    public async Task ObserveExtend_DiskAndJob_Tell(string status, int size, string? job, string state)
    {
        using HuaweiCloud before = Network().OpenByKey(EcsCloud.Huawei);
        StepTarget target = await before.FindStep(StepKind.ExtendDisk)!.AfterAsync(Extend(60));
        SampleNetwork network = Network(v => (v["status"], v["size"]) = (status, size));
        if (job is not null)
        {
            network.Answer("GET", "/jobs/" + Job, Sample.LoadLifecycle(job));
        }

        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        StepObservation seen = await cloud.FindStep(StepKind.ExtendDisk)!.ObserveAsync(target, new StepHandle { JobId = Job }, TimeSpan.FromMinutes(1));

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(state == nameof(ObservedState.Failed) ? "EVS.2026" : null, seen.Error?.CloudCode);
    }

    [Theory]
    [InlineData(60, 1, nameof(ObservedState.TookEffect))]
    [InlineData(40, 1, nameof(ObservedState.Unknown))]
    [InlineData(40, 31, nameof(ObservedState.NotTaken))]
    public async Task ObserveExtend_AnswerWasLost_SizeTells(int size, int minutes, string state)
    {
        using HuaweiCloud before = Network().OpenByKey(EcsCloud.Huawei);
        StepTarget target = await before.FindStep(StepKind.ExtendDisk)!.AfterAsync(Extend(60));
        using HuaweiCloud cloud = Network(v => v["size"] = size).OpenByKey(EcsCloud.Huawei);

        Assert.Equal(state, (await cloud.FindStep(StepKind.ExtendDisk)!.ObserveAsync(target, null, TimeSpan.FromMinutes(minutes))).State.ToString());
    }

    [Fact]
    public async Task ObserveExtend_OrderIsUnpaid_IsLeftOpenWithAdvice()
    {
        using HuaweiCloud cloud = Network(v => Subscribe(v, true)).OpenByKey(EcsCloud.Huawei);
        ICloudStep step = cloud.FindStep(StepKind.ExtendDisk)!;
        StepHandle order = new() { Facts = HuaweiStepFixture.Facts((StepFactKeys.OrderId, "CS26091807034EFGH")) };

        StepObservation seen = await step.ObserveAsync(await step.AfterAsync(Extend(60)), order, TimeSpan.FromMinutes(10));

        Assert.Equal((ObservedState.Unknown, EcsErrorId.OperationInProgress), (seen.State, seen.Error?.ErrorId));
    }

    [Theory]
    [InlineData(40, EcsRequirementOutcome.Failed)]
    [InlineData(41, EcsRequirementOutcome.Passed)]
    [InlineData(1024, EcsRequirementOutcome.Passed)]
    [InlineData(1025, EcsRequirementOutcome.Failed)]
    public async Task PreviewExtend_Size_IsChecked(int size, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, (await cloud.FindStep(StepKind.ExtendDisk)!.CheckAsync(Extend(size), EcsRequirementId.DiskSize)).Outcome);
    }

    [Theory]
    [InlineData("in-use", false, EcsRequirementOutcome.Passed)]
    [InlineData("in-use", true, EcsRequirementOutcome.Failed)] // EVS.1065
    [InlineData("extending", false, EcsRequirementOutcome.Failed)]
    public async Task PreviewExtend_Disk_MustBeAtRestAndOwn(string status, bool isShared, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network(v => (v["status"], v["multiattach"]) = (status, isShared)).OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, (await cloud.FindStep(StepKind.ExtendDisk)!.CheckAsync(Extend(60), EcsRequirementId.Disk)).Outcome);
    }

    [Theory]
    [InlineData(false, EcsRequirementOutcome.Warning)]
    [InlineData(true, EcsRequirementOutcome.Passed)]
    public async Task PreviewExtend_Subscription_SaysThatTheOrderIsUnpaid(bool autoPay, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network(v => Subscribe(v, true)).OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, (await cloud.FindStep(StepKind.ExtendDisk)!.CheckAsync(Extend(60, autoPay), EcsRequirementId.Payment)).Outcome);
    }

    [Fact]
    public async Task SendRetype_AsTheSampleHasIt()
    {
        Sample sample = Sample.LoadLifecycle("evs.retype");
        SampleNetwork network = Network(v => v["volume_type"] = "SAS").Answer("POST", "/retype", sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        ICloudStep step = cloud.FindStep(StepKind.ChangeDiskType)!;

        StepHandle handle = await step.SendAsync(await step.AfterAsync(Retype("SSD")));

        RecordedRequest sent = Assert.Single(network.Writes);
        Assert.Equal($"/v2/{SampleNetwork.Project}/volumes/{SampleNetwork.OldDisk}/retype", sent.Path);
        Assert.True(JToken.DeepEquals(sample.RequestBody, sent.Body));
        Assert.Equal((string?)sample.Body!["job_id"], handle.JobId);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, "SAS", "SSD", EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.Huawei, "ESSD", "SSD", EcsRequirementOutcome.Failed)] // EVS.2087
    [InlineData(EcsCloud.OpenTelekom, "ESSD", "SSD", EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.OpenTelekom, "SSD", "SAS", EcsRequirementOutcome.Failed)]
    [InlineData(EcsCloud.OpenTelekom, "SAS", "SATA", EcsRequirementOutcome.Failed)]
    [InlineData(EcsCloud.Huawei, "SAS", "PAPER", EcsRequirementOutcome.Failed)]
    public async Task PreviewRetype_Type_IsCheckedByListAndDirection(EcsCloud cloud, string present, string wanted, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud opened = Network(v => v["volume_type"] = present).OpenByKey(cloud);

        StepPreview preview = Assert.Single(await opened.FindStep(StepKind.ChangeDiskType)!.PreviewAsync([Retype(wanted)], TestContext.Current.CancellationToken));

        Assert.Equal(outcome, preview.Requirements.Where(r => r.Id == EcsRequirementId.DiskType).Select(r => r.Outcome).OrderBy(o => o == EcsRequirementOutcome.Failed ? 0 : 1).First());
    }

    [Theory]
    [InlineData("retyping", "SAS", nameof(ObservedState.Pending))]
    [InlineData("in-use", "SSD", nameof(ObservedState.TookEffect))]
    [InlineData("error", "SAS", nameof(ObservedState.Failed))]
    public async Task ObserveRetype_Disk_Tells(string status, string type, string state)
    {
        using HuaweiCloud before = Network(v => v["volume_type"] = "SAS").OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = await before.FindStep(StepKind.ChangeDiskType)!.AfterAsync(Retype("SSD"));
        using HuaweiCloud cloud = Network(v => (v["status"], v["volume_type"]) = (status, type)).OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(state, (await cloud.FindStep(StepKind.ChangeDiskType)!.ObserveAsync(target, new StepHandle(), TimeSpan.FromMinutes(1))).State.ToString());
    }

    [Fact]
    public void Retention_OpenTelekomHasNone_SaysWhatThereIsInstead()
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);

        Assert.Null(cloud.FindStep(StepKind.ChangeDiskRetention));
        Assert.NotEmpty(cloud.Capabilities.Instead[StepKind.ChangeDiskRetention]);
    }

    private static StepTarget Extend(int size, bool autoPay = false) =>
        HuaweiStepFixture.Target("stopped", new OperationOptions { Kind = OperationKind.DiskExtend, SizeGiB = size, AutoPay = autoPay });

    private static StepTarget Retype(string type) => HuaweiStepFixture.Target("stopped", new OperationOptions { Kind = OperationKind.DiskTypeChange, Category = type });

    private static void Subscribe(JToken volume, bool isSubscription)
    {
        if (isSubscription)
        {
            volume["metadata"]!["orderID"] = "CS26091807034EFGH";
        }
    }

    // The system disk as it is changed.
    private static SampleNetwork Network(Action<JToken>? change = null) => new SampleNetwork().Replay("evs.quota")
        .Answer("GET", "/types", _ => SampleNetwork.Json(200, Types))
        .Answer("GET", "/cloudvolumes/detail", Sample.Load("evs.volumes.detail").With(b =>
        {
            JToken volume = b["volumes"]!.Single(v => (string?)v["id"] == SampleNetwork.OldDisk);
            change?.Invoke(volume);
        }));
}
