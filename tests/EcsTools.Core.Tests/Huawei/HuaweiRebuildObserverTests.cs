using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiRebuildObserverTests
{
    private const string Job = "ff8080829a1b2c3d019a1b2c4e5f0010";

    [Theory]
    [InlineData("ecs.job.init", "stopped", nameof(ObservedState.Pending))]
    [InlineData("ecs.job.running", "during-reinstall", nameof(ObservedState.Pending))]
    [InlineData("ecs.job.success", "after-reinstall", nameof(ObservedState.TookEffect))]
    [InlineData("ecs.job.success", "stopped", nameof(ObservedState.Pending))]
    [InlineData("ecs.job.success", "error-fault", nameof(ObservedState.Failed))]
    [InlineData("ecs.job.fail", "stopped", nameof(ObservedState.Failed))]
    public async Task The_job_is_the_judge(string job, string server, string state)
    {
        using HuaweiCloud cloud = Network(Sample.Load(job), server).OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(state, (await ObserveAsync(cloud, Job)).State.ToString());
    }

    [Theory]
    [InlineData("Ecs.0202", "during-reinstall", true, false)]
    [InlineData("Ecs.0204", "stopped", true, false)]
    [InlineData("Ecs.1002", "stopped", true, false)]
    [InlineData("Ecs.0021", "stopped", false, false)]
    [InlineData("Ecs.0226", "after-reinstall", false, true)]
    [InlineData("Ecs.0226", "stopped", false, false)]
    [InlineData("Ecs.0226", "during-reinstall", false, false)]
    public async Task A_failed_job_says_whether_it_may_be_repeated_or_repaired(string code, string server, bool mayRetry, bool repairByStart)
    {
        using HuaweiCloud cloud = Network(Sample.Load("ecs.job.fail").With(b => b["error_code"] = code), server).OpenByKey(EcsCloud.OpenTelekom);

        StepObservation seen = await ObserveAsync(cloud, Job);

        Assert.Equal((ObservedState.Failed, mayRetry, repairByStart), (seen.State, seen.MayRetry, seen.RepairByStart));
        Assert.Equal((code, SampleNetwork.Web01), (seen.Error!.CloudCode, seen.Error.InstanceId));
    }

    [Fact]
    public async Task The_code_may_stand_in_a_part_only()
    {
        using HuaweiCloud cloud = Network(Sample.Load("ecs.job.batch-partial-fail"), "stopped").OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal("Ecs.0100", (await ObserveAsync(cloud, Job)).Error!.CloudCode);
    }

    [Theory]
    [InlineData(false, 0, nameof(ObservedState.Unknown), EcsErrorId.OperationInProgress)]
    [InlineData(true, 2, nameof(ObservedState.Pending), null)]
    [InlineData(true, 6, nameof(ObservedState.Unknown), EcsErrorId.OperationInProgress)]
    public async Task ObserveAsync_JobAwaitsPayment_IsToldAtOnceUnlessItIsPaidJustNow(bool autoPay, int minutes, string state, string? errorId)
    {
        using HuaweiCloud cloud = Network(Sample.LoadLifecycle("ecs.job.pending-payment"), "stopped").OpenByKey(EcsCloud.Huawei);

        StepObservation seen = await ObserveAsync(cloud, Job, minutes, autoPay);

        Assert.Equal((state, errorId), (seen.State.ToString(), seen.Error?.ErrorId));
        Assert.False(seen.MayRetry || seen.RepairByStart);
    }

    [Theory]
    [InlineData("after-reinstall", 1, nameof(ObservedState.TookEffect))] // another disk, running
    [InlineData("during-reinstall", 1, nameof(ObservedState.Pending))] // no disk just now
    [InlineData("during-reinstall", 31, nameof(ObservedState.Unknown))]
    [InlineData("stopped", 1, nameof(ObservedState.Unknown))] // may still wait in a queue
    [InlineData("stopped", 31, nameof(ObservedState.NotTaken))]
    [InlineData("running", 1, nameof(ObservedState.Unknown))]
    [InlineData("running", 31, nameof(ObservedState.NotTaken))]
    [InlineData("rebooting", 31, nameof(ObservedState.Pending))]
    public async Task Without_a_job_only_the_disk_is_proof(string server, int minutes, string state)
    {
        using HuaweiCloud cloud = Network(null, server).OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(state, (await ObserveAsync(cloud, null, minutes)).State.ToString());
    }

    [Theory]
    [InlineData("stopped", 1, nameof(ObservedState.Pending))]
    [InlineData("stopped", 10, nameof(ObservedState.Unknown))]
    [InlineData("after-reinstall", 1, nameof(ObservedState.TookEffect))]
    public async Task A_job_that_is_not_known_leaves_it_to_the_disk(string server, int minutes, string state)
    {
        using HuaweiCloud cloud = Network(Sample.Load("ecs.job.query-failed"), server).OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(state, (await ObserveAsync(cloud, Job, minutes)).State.ToString());
    }

    [Fact]
    public async Task Without_facts_from_before_nothing_is_guessed()
    {
        using HuaweiCloud cloud = Network(null, "after-reinstall").OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = new(new EcsInstance { Id = SampleNetwork.Web01 }, new OperationOptions());

        Assert.Equal(ObservedState.Unknown, (await Step(cloud).ObserveAsync(target, null, TimeSpan.FromHours(1))).State);
    }

    [Fact]
    public async Task A_server_that_is_gone_has_failed()
    {
        SampleNetwork network = Network(Sample.Load("ecs.job.success"), "stopped").Answer("GET", SampleNetwork.Web01, Sample.Load("error.404.Ecs.0614"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(EcsErrorId.InstanceNotFound, (await ObserveAsync(cloud, Job)).Error!.ErrorId);
    }

    private static SampleNetwork Network(Sample? job, string server)
    {
        SampleNetwork network = new SampleNetwork()
            .Answer("GET", "/block_device", Sample.Load("ecs.block-device").With(b => b["volumeAttachments"]![0]!.Remove()))
            .Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show." + server));
        return job is null ? network : network.Answer("GET", Job, job);
    }

    private static Task<StepObservation> ObserveAsync(HuaweiCloud cloud, string? jobId, int minutes = 2, bool autoPay = false)
    {
        StepTarget target = new(new EcsInstance { Id = SampleNetwork.Web01, Name = "web-01", ChargeType = EcsChargeType.Subscription }, new OperationOptions { AutoPay = autoPay })
        {
            Before = new Dictionary<string, string> { [StepFactKeys.SystemDiskId] = SampleNetwork.OldDisk },
        };
        return Step(cloud).ObserveAsync(target, jobId is null ? null : new StepHandle { JobId = jobId }, TimeSpan.FromMinutes(minutes));
    }

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.RebuildSystemDisk)!;
}
