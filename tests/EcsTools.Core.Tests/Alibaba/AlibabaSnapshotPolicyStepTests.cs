using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaSnapshotPolicyStepTests : IDisposable
{
    private static readonly OperationOptions Options = new() { Kind = OperationKind.SystemDiskSwitch };
    private readonly AlibabaStepFixture _bench = new(StepKind.ApplySnapshotPolicy);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task It_is_applied_to_the_present_system_disk_with_names_that_begin_small()
    {
        _bench.Ecs.On("DescribeDisks", Json.Disks(Json.Disk("d-2", "i-1", "In_use"))).On("ApplyAutoSnapshotPolicy", Answer.Ok("""{"RequestId":"R-1"}"""));

        StepPreview preview = await _bench.PreviewAsync(Options);
        StepHandle handle = await _bench.SendAsync(Options, ("snapshotPolicies", "sp-1"), ("systemDiskId", preview.Facts["systemDiskId"]));

        Assert.Equal("R-1", handle.RequestId);
        Assert.Equal("""ApplyAutoSnapshotPolicy?autoSnapshotPolicyId=sp-1&diskIds=["d-2"]&regionId=cn-hangzhou""", _bench.Ecs.Calls[^1].ToString());
    }

    [Fact]
    public async Task A_lost_answer_is_not_followed_by_another_call()
    {
        _bench.Ecs.On("ApplyAutoSnapshotPolicy", Answer.Cut);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options, ("snapshotPolicies", "sp-1"), ("systemDiskId", "d-2")));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Single(_bench.Ecs.Calls);
    }

    [Fact]
    public async Task Without_a_system_disk_nothing_is_sent()
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options, ("snapshotPolicies", "sp-1")));

        Assert.Equal(EcsErrorId.PlanChanged, error.ErrorId);
        Assert.Empty(_bench.Ecs.Calls);
    }

    [Theory]
    [InlineData("sp-1", true, 5, nameof(ObservedState.TookEffect))]
    [InlineData("sp-1", false, 5, nameof(ObservedState.TookEffect))]
    [InlineData("sp-9", true, 5, nameof(ObservedState.Pending))]
    [InlineData("sp-9", true, 65, nameof(ObservedState.Failed))]
    [InlineData("", true, 65, nameof(ObservedState.Failed))]
    [InlineData("", false, 65, nameof(ObservedState.Unknown))]
    public async Task The_disk_tells_whether_it_has_the_policy(string policy, bool accepted, int age, string state)
    {
        JObject disk = Json.Disk("d-2", "i-1", "In_use");
        disk["AutoSnapshotPolicyId"] = policy;
        _bench.Ecs.On("DescribeDisks", Json.Disks(disk)).On("DescribeAutoSnapshotPolicyAssociations", Json.Policies());

        StepObservation seen = await _bench.LookAsync(Options, accepted ? new StepHandle() : null, age, ("snapshotPolicies", "sp-1"));

        Assert.Equal(state, seen.State.ToString());
    }
}
