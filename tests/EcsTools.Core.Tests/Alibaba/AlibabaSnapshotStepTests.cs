using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaSnapshotStepTests : IDisposable
{
    private readonly AlibabaStepFixture _create = new(StepKind.CreateSnapshot);
    private readonly AlibabaStepFixture _restore = new(StepKind.RestoreSnapshot);

    public AlibabaSnapshotStepTests()
    {
        _create.Ecs.On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use")));
        _restore.Ecs.On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use")));
    }

    public void Dispose()
    {
        _create.Dispose();
        _restore.Dispose();
    }

    [Theory]
    [InlineData("web-01", "web-01-20260910-030405")]
    [InlineData("1st", "snapshot-1st-20260910-030405")]
    [InlineData("auto", "snapshot-auto-20260910-030405")]
    public async Task It_is_named_and_marked_and_can_be_sent_again(string server, string name)
    {
        _create.Server = _create.Server with { Name = server };
        _create.Ecs.On("CreateSnapshot", Answer.Cut, Answer.Sample("CreateSnapshot"));

        StepHandle handle = await _create.SendAsync(new OperationOptions(), ("diskId", "d-1"));

        Assert.Equal(2, _create.Ecs.Calls.Count);
        Assert.All(_create.Ecs.Calls, c => Assert.Equal(
            $"CreateSnapshot?ClientToken=token-1&Description=(EcsTools operation-1)&DiskId=d-1&SnapshotName={name}&Tag.1.Key=ecstools-operation&Tag.1.Value=operation-1",
            c.ToString()));
        Assert.StartsWith("s-", handle.Facts[StepFactKeys.SnapshotId], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("before-upgrade", EcsRequirementOutcome.Passed)]
    [InlineData("x", EcsRequirementOutcome.Failed)]
    [InlineData("1st", EcsRequirementOutcome.Failed)]
    [InlineData("automatic", EcsRequirementOutcome.Failed)]
    public async Task A_chosen_name_must_fit(string name, EcsRequirementOutcome outcome)
    {
        _create.Ecs.On("DescribeSnapshots", Json.Snapshots());

        Assert.Equal(outcome, (await _create.CheckAsync(new OperationOptions { NewName = name }, EcsRequirementId.Backup)).Outcome);
    }

    [Theory]
    [InlineData(null, EcsRequirementOutcome.Passed)]
    [InlineData("d-1", EcsRequirementOutcome.Passed)]
    [InlineData("d-9", EcsRequirementOutcome.Failed)]
    public async Task The_disk_must_be_the_servers(string? disk, EcsRequirementOutcome outcome)
    {
        _create.Ecs.On("DescribeSnapshots", Json.Snapshots());

        Assert.Equal(outcome, (await _create.CheckAsync(new OperationOptions { DiskId = disk }, EcsRequirementId.SystemDisk)).Outcome);
    }

    [Fact]
    public async Task One_snapshot_at_a_time()
    {
        _create.Ecs.On("DescribeSnapshots", Json.Snapshots(AlibabaStepFixture.Snapshot("progressing")));

        Assert.Equal(EcsRequirementOutcome.Failed, (await _create.CheckAsync(new OperationOptions(), EcsRequirementId.Busy)).Outcome);
    }

    [Theory]
    [InlineData("progressing", nameof(ObservedState.Pending))]
    [InlineData("accomplished", nameof(ObservedState.TookEffect))]
    [InlineData("failed", nameof(ObservedState.Failed))]
    public async Task It_must_be_read_back_as_whole(string status, string state)
    {
        _create.Ecs.On("DescribeSnapshots", Json.Snapshots(AlibabaStepFixture.Snapshot(status)));
        StepHandle handle = new() { Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = "s-1" } };

        StepObservation seen = await _create.LookAsync(new OperationOptions(), handle, 5, ("diskId", "d-1"));

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(status == "progressing" ? 38 : null, seen.Percent);
    }

    [Theory]
    [InlineData("operation-1", nameof(ObservedState.TookEffect))]
    [InlineData("another", nameof(ObservedState.Unknown))]
    public async Task After_a_lost_answer_its_mark_is_looked_for(string operation, string state)
    {
        _create.Ecs.On("DescribeSnapshots", Json.Snapshots(AlibabaStepFixture.Snapshot("accomplished", operation: operation)));

        Assert.Equal(state, (await _create.LookAsync(new OperationOptions(), null, 5, ("diskId", "d-1"))).State.ToString());
    }

    [Theory]
    [InlineData("accomplished", "d-1", EcsRequirementOutcome.Passed)]
    [InlineData("progressing", "d-1", EcsRequirementOutcome.Failed)]
    [InlineData("accomplished", "d-old", EcsRequirementOutcome.Failed)] // made before the disk was replaced
    public async Task The_snapshot_must_be_whole_and_of_a_present_disk(string status, string disk, EcsRequirementOutcome outcome)
    {
        _restore.Ecs.On("DescribeSnapshots", Json.Snapshots(AlibabaStepFixture.Snapshot(status, disk)));

        Assert.Equal(outcome, (await _restore.CheckAsync(Restore(), EcsRequirementId.Backup)).Outcome);
    }

    [Fact]
    public async Task A_snapshot_that_is_not_there_is_told_and_nothing_can_be_sent()
    {
        _restore.Ecs.On("DescribeSnapshots", Json.Snapshots());
        StepPreview preview = await _restore.PreviewAsync(Restore());

        Assert.Equal(EcsRequirementOutcome.Failed, preview.Requirements.Single(r => r.Id == EcsRequirementId.Backup).Outcome);
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _restore.SendAsync(Restore(), [.. preview.Facts.Select(f => (f.Key, f.Value))]));
        Assert.Equal(EcsErrorId.PlanChanged, error.ErrorId);
        Assert.Empty(_restore.Ecs.Writes);
    }

    [Fact]
    public async Task A_roll_back_names_the_planned_disk_and_snapshot()
    {
        _restore.Ecs.On("ResetDisk", Answer.Sample("ResetDisk"));

        await _restore.SendAsync(Restore(), ("diskId", "d-1"), (StepFactKeys.SnapshotId, "s-1"));

        Assert.Equal("ResetDisk?DiskId=d-1&SnapshotId=s-1", Assert.Single(_restore.Ecs.Calls).ToString());
    }

    [Theory]
    [InlineData("ReIniting", true, 5, nameof(ObservedState.Pending))]
    [InlineData("In_use", true, 5, nameof(ObservedState.Pending))] // may not have begun
    [InlineData("In_use", true, 65, nameof(ObservedState.TookEffect))]
    [InlineData("In_use", false, 65, nameof(ObservedState.Unknown))]
    public async Task The_disk_tells_how_the_roll_back_stands(string status, bool accepted, int age, string state)
    {
        _restore.Ecs.Replace("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", status)));
        _restore.Ecs.On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped")));

        Assert.Equal(state, (await _restore.LookAsync(Restore(), accepted ? new StepHandle() : null, age, ("diskId", "d-1"))).State.ToString());
    }

    [Fact]
    public async Task Work_that_was_seen_has_ended_when_the_disk_is_at_rest()
    {
        _restore.Ecs.Replace("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "ReIniting")));
        _restore.Ecs.On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped")));
        SentStep sent = _restore.Sent(Restore(), null, ("diskId", "d-1"));
        await _restore.LookAsync(sent, 5);
        _restore.Ecs.Replace("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use")));

        Assert.Equal(ObservedState.TookEffect, (await _restore.LookAsync(sent, 10)).State);
    }

    private static OperationOptions Restore() => new() { Kind = OperationKind.SnapshotRestore, SnapshotId = "s-1" };
}
