using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiReleaseTests
{
    private const string Job = "ff8080829a1b2c3d019a1b2c4e5f0004";

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Both_flags_are_always_sent(EcsCloud cloud)
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.delete");
        using HuaweiCloud opened = network.OpenByKey(cloud);

        StepHandle handle = await Step(opened).SendAsync(HuaweiStepFixture.Target("windows", new OperationOptions { Kind = OperationKind.Release, DeletePublicIp = true }));

        Assert.Single(network.Writes).AssertIs(Sample.Load("ecs.delete"));
        Assert.Equal(Job, handle.JobId);
    }

    [Theory]
    [InlineData("stopped", false, EcsRequirementId.State, EcsRequirementOutcome.Passed)]
    [InlineData("running", false, EcsRequirementId.State, EcsRequirementOutcome.Failed)]
    [InlineData("running", true, EcsRequirementId.State, EcsRequirementOutcome.Warning)]
    [InlineData("stopping", true, EcsRequirementId.Busy, EcsRequirementOutcome.Failed)]
    [InlineData("prepaid-locked", true, EcsRequirementId.Protection, EcsRequirementOutcome.Failed)]
    [InlineData("prepaid-locked", true, EcsRequirementId.Lock, EcsRequirementOutcome.Failed)]
    public async Task What_must_not_be_released_is_refused(string server, bool running, string id, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = new SampleNetwork().OpenByKey(EcsCloud.Huawei);

        Assert.Equal(outcome, (await Step(cloud).CheckAsync(HuaweiStepFixture.Target(server, new OperationOptions { ReleaseRunning = running }), id)).Outcome);
    }

    [Fact]
    public async Task A_locked_server_is_protected()
    {
        using HuaweiCloud cloud = new SampleNetwork().OpenByKey(EcsCloud.Huawei);
        StepTarget target = HuaweiStepFixture.Target("stopped", new OperationOptions());
        target = target with { Instance = target.Instance with { DeletionProtection = true } };

        Assert.Equal(EcsRequirementOutcome.Failed, (await Step(cloud).CheckAsync(target, EcsRequirementId.Protection)).Outcome);
    }

    [Fact]
    public async Task Data_disks_that_go_with_it_are_named_and_must_not_change()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/cloudvolumes/detail", Sample.Load("evs.volumes.detail"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = HuaweiStepFixture.Target("stopped", new OperationOptions { DeleteDataDisks = true });

        StepPreview preview = (await Step(cloud).PreviewAsync([target, target, target], TestContext.Current.CancellationToken))[0];

        Assert.Single(network.Requests);
        Assert.Equal("0e7a9c51-84d2-4b6f-a3c8-5f1e2d7b9064", preview.Facts[ApiFact.DataDiskIds]);
        Assert.Contains(preview.Losses, l => l.Contains("web-01-data"));
    }

    [Theory]
    [InlineData("SUCCESS", null, 0, nameof(ObservedState.TookEffect))]
    [InlineData("RUNNING", "stopped", 0, nameof(ObservedState.Pending))]
    [InlineData("SUCCESS", "stopped", 0, nameof(ObservedState.Pending))]
    [InlineData("FAIL", "stopped", 0, nameof(ObservedState.Failed))]
    [InlineData("FAIL", null, 0, nameof(ObservedState.Failed))] // something of it is left
    [InlineData(null, null, 0, nameof(ObservedState.TookEffect))]
    [InlineData(null, "stopped", 1, nameof(ObservedState.Unknown))]
    [InlineData(null, "stopped", 31, nameof(ObservedState.NotTaken))]
    public async Task It_has_ended_when_the_server_is_gone(string? status, string? server, int minutes, string state)
    {
        SampleNetwork network = new SampleNetwork()
            .Answer("GET", SampleNetwork.Web01, Sample.Load(server is null ? "error.404.Ecs.0614" : "ecs.server.show." + server))
            .Answer("GET", Job, Sample.Load("ecs.job.success").With(b => b["status"] = status));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = HuaweiStepFixture.Target("stopped", new OperationOptions());

        StepObservation seen = await Step(cloud).ObserveAsync(target, status is null ? null : new StepHandle { JobId = Job }, TimeSpan.FromMinutes(minutes));

        Assert.Equal(state, seen.State.ToString());
    }

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.Release)!;
}
