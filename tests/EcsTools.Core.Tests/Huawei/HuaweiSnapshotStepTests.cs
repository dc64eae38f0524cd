using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiSnapshotStepTests
{
    private const string Snapshot = "5c2e8d71-a0f4-4b39-9e67-1d3c5b7a9f02";

    [Fact]
    public async Task A_snapshot_is_asked_for_as_the_sample_has_it()
    {
        Sample sample = Sample.Load("evs.snapshot.create");
        SampleNetwork network = Network("in-use").Answer("POST", "/cloudsnapshots", sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        ICloudStep step = cloud.FindStep(StepKind.CreateSnapshot)!;
        StepTarget target = await step.AfterAsync(HuaweiStepFixture.Target("stopped", new OperationOptions { NewName = "before-reinstall" }));

        StepHandle handle = await step.SendAsync(target);

        RecordedRequest sent = Assert.Single(network.Writes);
        JObject body = (JObject)sent.Body!["snapshot"]!;
        Assert.Equal(HuaweiStepFixture.OperationId, (string?)body["metadata"]!["ecstools-operation"]);
        body["metadata"] = new JObject();
        body["description"] = sample.RequestBody!["snapshot"]!["description"];
        Assert.Equal(sample.Path, sent.Path);
        Assert.True(JToken.DeepEquals(sample.RequestBody!["snapshot"], body));
        Assert.Equal(Snapshot, handle.Facts[StepFactKeys.SnapshotId]);
    }

    [Fact]
    public async Task Snapshots_of_the_system_disk_come_with_a_warning()
    {
        using HuaweiCloud cloud = Network("in-use").OpenByKey(EcsCloud.OpenTelekom);
        ICloudStep step = cloud.FindStep(StepKind.CreateSnapshot)!;

        Assert.Equal(EcsRequirementOutcome.Warning, (await step.CheckAsync(HuaweiStepFixture.Target("stopped", new OperationOptions()), EcsRequirementId.Backup)).Outcome);
        Assert.False(cloud.Capabilities.SnapshotSurvivesRebuild);
    }

    [Theory]
    [InlineData("0e7a9c51-84d2-4b6f-a3c8-5f1e2d7b9064", EcsRequirementOutcome.Passed)]
    [InlineData("11111111-84d2-4b6f-a3c8-5f1e2d7b9064", EcsRequirementOutcome.Failed)]
    public async Task A_named_disk_must_be_the_servers(string disk, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network("in-use").OpenByKey(EcsCloud.OpenTelekom);
        ICloudStep step = cloud.FindStep(StepKind.CreateSnapshot)!;

        Assert.Equal(outcome, (await step.CheckAsync(HuaweiStepFixture.Target("stopped", new OperationOptions { DiskId = disk }), EcsRequirementId.SystemDisk)).Outcome);
    }

    [Theory]
    [InlineData("creating", nameof(ObservedState.Pending))]
    [InlineData("available", nameof(ObservedState.TookEffect))]
    [InlineData("error", nameof(ObservedState.Failed))]
    public async Task A_snapshot_must_be_read_back_as_usable(string status, string state)
    {
        SampleNetwork network = Network("in-use").Answer("GET", Snapshot, Sample.Load("evs.snapshot.show").With(b => b["snapshot"]!["status"] = status));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        ICloudStep step = cloud.FindStep(StepKind.CreateSnapshot)!;
        StepHandle handle = new() { Facts = HuaweiStepFixture.Facts((StepFactKeys.SnapshotId, Snapshot)) };

        StepObservation seen = await step.ObserveAsync(HuaweiStepFixture.Target("stopped", new OperationOptions()), handle);

        Assert.Equal(state, seen.State.ToString());
    }

    [Theory]
    [InlineData(true, 1, nameof(ObservedState.TookEffect))]
    [InlineData(false, 1, nameof(ObservedState.Unknown))]
    [InlineData(false, 31, nameof(ObservedState.NotTaken))]
    public async Task After_a_lost_answer_the_operation_is_looked_for(bool isThere, int minutes, string state)
    {
        SampleNetwork network = Network("in-use").Answer("GET", "/cloudsnapshots/detail", Sample.Load("evs.snapshot.list").With(
            b => b["snapshots"]![0]!["metadata"] = new JObject { ["ecstools-operation"] = isThere ? HuaweiStepFixture.OperationId : "other" }));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        ICloudStep step = cloud.FindStep(StepKind.CreateSnapshot)!;
        StepTarget target = await step.AfterAsync(HuaweiStepFixture.Target("stopped", new OperationOptions()));

        Assert.Equal(state, (await step.ObserveAsync(target, null, TimeSpan.FromMinutes(minutes))).State.ToString());
    }

    [Theory]
    [InlineData("in-use", EcsRequirementOutcome.Failed)]
    [InlineData("available", EcsRequirementOutcome.Warning)]
    [InlineData("error_rollbacking", EcsRequirementOutcome.Warning)]
    [InlineData("extending", EcsRequirementOutcome.Failed)]
    public async Task A_roll_back_needs_a_detached_disk(string status, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network(status).OpenByKey(EcsCloud.Huawei);
        ICloudStep step = cloud.FindStep(StepKind.RestoreSnapshot)!;

        Assert.Equal(outcome, (await step.CheckAsync(HuaweiStepFixture.Target("stopped", Restore()), EcsRequirementId.SystemDisk)).Outcome);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.OpenTelekom, EcsRequirementOutcome.Warning)]
    public async Task A_roll_back_is_not_described_everywhere(EcsCloud cloud, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud opened = Network("available").OpenByKey(cloud);
        ICloudStep step = opened.FindStep(StepKind.RestoreSnapshot)!;

        Assert.Equal(outcome, (await step.CheckAsync(HuaweiStepFixture.Target("stopped", Restore()), EcsRequirementId.Backup)).Outcome);
    }

    [Fact]
    public async Task A_roll_back_is_sent_as_the_sample_has_it()
    {
        SampleNetwork network = Network("available").Replay("evs.snapshot.rollback");
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        ICloudStep step = cloud.FindStep(StepKind.RestoreSnapshot)!;

        await step.SendAsync(await step.AfterAsync(HuaweiStepFixture.Target("stopped", Restore())));

        Assert.Single(network.Writes).AssertIs(Sample.Load("evs.snapshot.rollback"));
    }

    [Theory]
    [InlineData("rollbacking", true, 0, nameof(ObservedState.Pending))]
    [InlineData("available", true, 0, nameof(ObservedState.Pending))] // may not have begun
    [InlineData("available", true, 2, nameof(ObservedState.TookEffect))]
    [InlineData("available", false, 2, nameof(ObservedState.Unknown))]
    [InlineData("error_rollbacking", true, 2, nameof(ObservedState.Failed))]
    [InlineData("in-use", true, 2, nameof(ObservedState.Unknown))]
    public async Task The_disk_tells_how_the_roll_back_stands(string status, bool accepted, int minutes, string state)
    {
        using HuaweiCloud before = Network("available").OpenByKey(EcsCloud.Huawei);
        StepTarget target = await before.FindStep(StepKind.RestoreSnapshot)!.AfterAsync(HuaweiStepFixture.Target("stopped", Restore()));
        using HuaweiCloud cloud = Network(status).OpenByKey(EcsCloud.Huawei);

        StepObservation seen = await cloud.FindStep(StepKind.RestoreSnapshot)!.ObserveAsync(target, accepted ? new StepHandle() : null, TimeSpan.FromMinutes(minutes));

        Assert.Equal(state, seen.State.ToString());
    }

    private static OperationOptions Restore() => new() { Kind = OperationKind.SnapshotRestore, SnapshotId = Snapshot };

    // The system disk in the state given; attached while in use, else detached.
    private static SampleNetwork Network(string status) => new SampleNetwork().Replay("evs.snapshot.show", "evs.quota")
        .Answer("GET", "/cloudvolumes/detail", Sample.Load("evs.volumes.detail").With(b =>
        {
            b["volumes"]![0]!["status"] = status;
            if (status != "in-use")
            {
                b["volumes"]![0]!["attachments"] = new JArray();
            }
        }));
}
