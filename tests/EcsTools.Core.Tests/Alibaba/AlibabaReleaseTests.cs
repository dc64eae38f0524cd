using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaReleaseTests : IDisposable
{
    private readonly AlibabaStepFixture _bench = new(StepKind.Release);

    public AlibabaReleaseTests()
    {
        JObject data = Json.Disk("d-2", "i-1", "In_use", 100);
        data["Type"] = "data";
        data["DeleteWithInstance"] = false;
        _bench.Ecs.On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use"), data));
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(EcsInstanceStatus.Stopped, false, EcsRequirementOutcome.Passed)]
    [InlineData(EcsInstanceStatus.Running, false, EcsRequirementOutcome.Failed)]
    [InlineData(EcsInstanceStatus.Running, true, EcsRequirementOutcome.Warning)]
    [InlineData(EcsInstanceStatus.Stopping, true, EcsRequirementOutcome.Failed)]
    public async Task Only_what_is_stopped_goes_unless_asked(EcsInstanceStatus status, bool running, EcsRequirementOutcome outcome)
    {
        _bench.Server = _bench.Server with { Status = status };

        Assert.Equal(outcome, (await _bench.CheckAsync(Options(running), EcsRequirementId.State)).Outcome);
    }

    [Theory]
    [InlineData(EcsChargeType.PayAsYouGo, true, 0, true, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.PayAsYouGo, false, 0, false, EcsRequirementOutcome.Passed)]
    [InlineData(EcsChargeType.Spot, false, 0, false, EcsRequirementOutcome.Passed)]
    [InlineData(EcsChargeType.Subscription, false, 30, true, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.Subscription, false, -1, false, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.Subscription, false, -1, true, EcsRequirementOutcome.Passed)]
    public async Task What_is_protected_or_paid_for_stays(EcsChargeType charge, bool isProtected, int days, bool terminate, EcsRequirementOutcome outcome)
    {
        _bench.Server = _bench.Server with
        {
            ChargeType = charge,
            DeletionProtection = isProtected,
            ExpiresAt = charge == EcsChargeType.Subscription ? _bench.Ecs.Wall.GetUtcNow().AddDays(days) : null,
        };

        Assert.Equal(outcome, (await _bench.CheckAsync(Options(terminate: terminate), EcsRequirementId.Protection)).Outcome);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "d-2")] // a locked server's disks all go (docs/contracts/alibaba-ecs.md 5)
    public async Task The_plan_tells_which_disks_go(bool isLocked, string dataDisks)
    {
        _bench.Server = _bench.Server with { LockReasons = isLocked ? ["security"] : [] };

        StepPreview preview = await _bench.PreviewAsync(Options());

        Assert.Equal(("d-1", dataDisks), (preview.Facts[StepFactKeys.SystemDiskId], preview.Facts["dataDiskIds"]));
        Assert.Equal(!isLocked, preview.Losses.Any(l => l.StartsWith("Kept: disks d-2", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(null, true)]
    [InlineData(false, false)]
    public async Task PreviewAsync_DiskGoes_TellsWhatBecomesOfItsSnapshots(bool? deleteAutoSnapshot, bool areLost)
    {
        JObject disk = Json.Disk("d-1", "i-1", "In_use");
        disk["DeleteAutoSnapshot"] = deleteAutoSnapshot;
        _bench.Ecs.Replace("DescribeDisks", Json.Disks(disk));

        string loss = Assert.Single((await _bench.PreviewAsync(Options())).Losses, l => l.Contains("snapshots of disk d-1", StringComparison.Ordinal));

        Assert.Equal(areLost, loss.StartsWith("The automatic snapshots", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("InvalidInstanceId.NotFound", 404, false, false)]
    [InlineData("Forbidden.InstanceNotFound", 403, false, false)]
    [InlineData("Forbidden.InstanceNotFound", 404, false, false)]
    [InlineData("InvalidInstanceId.NotFound", 404, true, true)]
    public async Task SendAsync_NotFound_IsSuccessOnceTheListAgrees(string code, int status, bool isListed, bool fails)
    {
        _bench.Ecs.On("DeleteInstance", Answer.Error(status, code))
            .On("DescribeInstances", isListed ? Json.Servers(Json.Server("i-1", "Stopped")) : Json.Servers());

        EcsException? error = await Record.ExceptionAsync(() => _bench.SendAsync(Options(), (StepFactKeys.Status, "Stopped"))) as EcsException;

        Assert.Equal(fails ? EcsErrorId.InstanceNotFound : null, error?.ErrorId);
        Assert.Single(_bench.Ecs.Writes);
    }

    [Theory]
    [InlineData("IncorrectInstanceStatus.Initializing", 20)]
    [InlineData("DependencyViolation.RouteEntry", 20)]
    [InlineData("IncorrectInstanceStatus", 5)]
    public async Task SendAsync_ServerIsBeingMade_IsWaitedForLonger(string code, int minutes)
    {
        WarningLog log = new();
        using IDisposable use = AmbientLog.Use(log);
        _bench.Ecs.On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped"))).On("DeleteInstance", Answer.Error(403, code));

        using (ThrottleTimeout.Use(TimeSpan.FromMinutes(40)))
        {
            await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options(), (StepFactKeys.Status, "Stopped")));
        }

        Assert.InRange(_bench.Ecs.Clock.Elapsed, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 1));
        Assert.Contains(code, Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.All(log.Reports, r => Assert.Equal("i-1", r.InstanceId));
        Assert.NotEmpty(log.Reports);
    }

    [Fact]
    public async Task What_the_cloud_does_not_offer_is_refused()
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => _bench.PreviewAsync(new OperationOptions { Kind = OperationKind.Release, DeleteDataDisks = true }));

        Assert.Equal(EcsErrorId.NotSupported, error.ErrorId);
    }

    [Theory]
    [InlineData("Stopped", true, false, "DeleteInstance?InstanceId=i-1")] // started since: not switched off behind the plan's back
    [InlineData("Running", true, false, "DeleteInstance?Force=true&InstanceId=i-1")]
    [InlineData("Running", false, false, "DeleteInstance?InstanceId=i-1")]
    [InlineData("Stopped", false, true, "DeleteInstance?InstanceId=i-1&TerminateSubscription=true")]
    public async Task It_is_sent_with_no_more_than_the_plan_allows(string status, bool running, bool terminate, string sent)
    {
        _bench.Server = _bench.Server with { ChargeType = terminate ? EcsChargeType.Subscription : EcsChargeType.PayAsYouGo };
        _bench.Ecs.On("DeleteInstance", Answer.Sample("DeleteInstance"));

        await _bench.SendAsync(Options(running, terminate), (StepFactKeys.Status, status));

        Assert.Equal(sent, Assert.Single(_bench.Ecs.Calls).ToString());
    }

    [Fact]
    public async Task A_lost_answer_is_not_followed_by_another_try()
    {
        _bench.Ecs.On("DeleteInstance", Answer.Cut);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options(), (StepFactKeys.Status, "Stopped")));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Equal(["DeleteInstance"], _bench.Ecs.Writes);
    }

    [Fact]
    public async Task A_server_that_is_being_made_ready_is_waited_for_but_not_one_that_was_protected_since()
    {
        JObject guarded = Json.Server("i-1", "Stopped");
        guarded["DeletionProtection"] = true;
        _bench.Ecs.On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped")), Json.Servers(guarded))
            .On("DeleteInstance", Answer.Error(403, "IncorrectInstanceStatus.Initializing"));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Options(), (StepFactKeys.Status, "Stopped")));

        Assert.Equal("IncorrectInstanceStatus.Initializing", error.CloudCode);
        Assert.Equal(2, _bench.Ecs.Writes.Count());
    }

    [Theory]
    [InlineData(false, true, nameof(ObservedState.TookEffect))]
    [InlineData(false, false, nameof(ObservedState.TookEffect))]
    [InlineData(true, true, nameof(ObservedState.Pending))]
    [InlineData(true, false, nameof(ObservedState.Unknown))]
    public async Task It_has_ended_when_the_server_is_gone(bool isThere, bool accepted, string state)
    {
        _bench.Ecs.On("DescribeInstances", isThere ? Json.Servers(Json.Server("i-1", "Stopped")) : Json.Servers());

        Assert.Equal(state, (await _bench.LookAsync(Options(), accepted ? new StepHandle() : null, 90)).State.ToString());
    }

    private static OperationOptions Options(bool running = false, bool terminate = false) =>
        new() { Kind = OperationKind.Release, ReleaseRunning = running, TerminateSubscription = terminate };
}
