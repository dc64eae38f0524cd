using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Alibaba;

public class AlibabaPowerTests
{
    public static TheoryData<OperationOptions, string> Requests => new()
    {
        { StepCalls.Power(OperationKind.Start), "StartInstances?BatchOptimization=SuccessFirst&InstanceId.1=i-1&InstanceId.2=i-2" },
        { StepCalls.Power(OperationKind.Stop), "StopInstances?BatchOptimization=SuccessFirst&ForceStop=false&InstanceId.1=i-1&InstanceId.2=i-2&StoppedMode=KeepCharging" },
        {
            StepCalls.Power(OperationKind.Stop, hard: true, stopCharging: true),
            "StopInstances?BatchOptimization=SuccessFirst&ForceStop=true&InstanceId.1=i-1&InstanceId.2=i-2&StoppedMode=StopCharging"
        },
        { StepCalls.Power(OperationKind.Restart, hard: true), "RebootInstances?BatchOptimization=SuccessFirst&ForceReboot=true&InstanceId.1=i-1&InstanceId.2=i-2" },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task One_call_goes_out_for_all_servers(OperationOptions request, string expected)
    {
        Answer accepted = Json.Items(("i-1", "200"), ("i-2", 200));
        StubEcsHandler ecs = new StubEcsHandler().On("StartInstances", accepted).On("StopInstances", accepted).On("RebootInstances", accepted);

        IReadOnlyList<PowerOutcome> handles = await SendAsync(ecs, request, "i-1", "i-2");

        Assert.Equal([new PowerOutcome("i-1"), new PowerOutcome("i-2")], handles);
        Assert.Equal(expected, Assert.Single(ecs.Calls).ToString());
    }

    [Theory]
    [InlineData("StartInstances")]
    [InlineData("StartInstances.numeric-code")]
    public async Task Samples_of_accepted_starts_are_read(string file)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("StartInstances", Answer.Sample(file));

        IReadOnlyList<PowerOutcome> handles = await SendAsync(ecs, StepCalls.Power(OperationKind.Start), "i-bp1a2b3c4d5e6f7g8h01");

        Assert.Null(Assert.Single(handles).Error);
    }

    [Fact]
    public async Task A_sample_of_accepted_restarts_is_read()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("RebootInstances", Answer.Sample("RebootInstances"));

        Assert.All(await SendAsync(ecs, StepCalls.Power(OperationKind.Restart), "i-bp1a2b3c4d5e6f7g8h01", "i-bp1a2b3c4d5e6f7g8h02"), r => Assert.Null(r.Error));
    }

    [Theory]
    [InlineData("Stopped")]
    [InlineData("Stopping")]
    public async Task A_server_that_already_stands_as_wanted_is_no_failure(string status)
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("StopInstances", Answer.Sample("StopInstances.successfirst-partial"))
            .On("DescribeInstances", Json.Servers(Json.Server("i-bp1a2b3c4d5e6f7g8h02", status)));

        IReadOnlyList<PowerOutcome> handles = await SendAsync(ecs, StepCalls.Power(OperationKind.Stop), "i-bp1a2b3c4d5e6f7g8h01", "i-bp1a2b3c4d5e6f7g8h02");

        Assert.All(handles, r => Assert.Null(r.Error));
        Assert.Equal(["StopInstances"], ecs.Writes);
    }

    [Theory]
    [InlineData("IncorrectInstanceStatus")]
    [InlineData("OperationConflict")]
    public async Task A_refused_server_alone_is_sent_again_while_its_state_may_lag(string code)
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("StartInstances", Json.Items(("i-1", "200"), ("i-2", code)), Json.Items(("i-2", "200")))
            .On("DescribeInstances", Json.Servers(Json.Server("i-2", "Stopped")));

        IReadOnlyList<PowerOutcome> handles = await SendAsync(ecs, StepCalls.Power(OperationKind.Start), "i-1", "i-2");

        Assert.All(handles, r => Assert.Null(r.Error));
        Assert.Equal("StartInstances?BatchOptimization=SuccessFirst&InstanceId.1=i-2", ecs.Calls[^1].ToString());
    }

    [Fact]
    public async Task Sending_again_has_an_end()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("StartInstances", Json.Items(("i-1", "IncorrectInstanceStatus")))
            .On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped")));

        PowerOutcome handle = Assert.Single(await SendAsync(ecs, StepCalls.Power(OperationKind.Start), "i-1"));

        Assert.Equal((EcsErrorId.IncorrectState, "IncorrectInstanceStatus", "i-1"), (handle.Error!.ErrorId, handle.Error.CloudCode, handle.Error.InstanceId));
        Assert.InRange(ecs.Clock.Elapsed, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        Assert.InRange(ecs.Calls.Count(c => c.ToString().StartsWith("StartInstances", StringComparison.Ordinal)), 8, 15);
    }

    [Fact]
    public async Task SendAsync_ServersLagForMinutes_IsShownAndWarnedAboutOnce()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("DescribeInstances", Json.Servers(Json.Server("i-1", "Starting"), Json.Server("i-2", "Starting")))
            .On("StopInstances", [.. Enumerable.Repeat(Json.Items(("i-1", "IncorrectInstanceStatus"), ("i-2", "IncorrectInstanceStatus")), 10), Json.Items(("i-1", "200"), ("i-2", "200"))]);
        WarningLog log = new();
        using IDisposable use = AmbientLog.Use(log);

        Assert.All(await SendAsync(ecs, StepCalls.Power(OperationKind.Stop), "i-1", "i-2"), r => Assert.Null(r.Error));

        Assert.Contains("IncorrectInstanceStatus", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Equal(["i-1", "i-2"], log.Reports.Select(r => r.InstanceId).Distinct().Order());
    }

    [Fact]
    public async Task SendAsync_ServerBootsForMinutes_IsStoppedOnceItRuns()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("DescribeInstances", Json.Servers(Json.Server("i-1", "Starting")))
            .On("StopInstances", [.. Enumerable.Repeat(Json.Items(("i-1", "IncorrectInstanceStatus")), 10), Json.Items(("i-1", "200"))]);

        Assert.Null(Assert.Single(await SendAsync(ecs, StepCalls.Power(OperationKind.Stop), "i-1")).Error);
        Assert.InRange(ecs.Clock.Elapsed, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task SendAsync_CommandsOwnTimeIsShorter_EndsWithIt()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("StartInstances", Json.Items(("i-1", "IncorrectInstanceStatus")))
            .On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped")));

        using (ThrottleTimeout.Use(TimeSpan.FromSeconds(60)))
        {
            Assert.NotNull(Assert.Single(await SendAsync(ecs, StepCalls.Power(OperationKind.Start), "i-1")).Error);
        }

        Assert.InRange(ecs.Clock.Elapsed, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task SendAsync_OneServerLags_TheOthersHaveTheirAnswerAtOnce()
    {
        using CancellationTokenSource stopped = new();
        StubEcsHandler ecs = new StubEcsHandler()
            .On("StartInstances", Json.Items(("i-1", "200"), ("i-2", "IncorrectInstanceStatus")))
            .On("DescribeInstances", Json.Servers(Json.Server("i-2", "Stopped")));
        ecs.On("StartInstances", _ =>
        {
            stopped.Cancel();
            return Json.Items(("i-2", "IncorrectInstanceStatus"));
        });
        using AlibabaCloud cloud = ecs.Open();

        IReadOnlyList<Task<StepHandle>> answers = cloud.FindStep(StepKind.Start)!.SendAsync(
            [.. new[] { "i-1", "i-2" }.Select(id => new StepTarget(new EcsInstance { Id = id }, StepCalls.Power(OperationKind.Start)))], stopped.Token);

        Assert.NotNull(await answers[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answers[1]);
    }

    [Theory]
    [InlineData("Forbidden.RAM", "StopInstances StopInstance")]
    [InlineData("Forbidden.RiskControl", "StopInstances")]
    public async Task SendAsync_Refused_FallsBackToSingleCallsOnlyForARight(string code, string writes)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("StopInstances", Answer.Error(403, code)).On("StopInstance", Answer.Error(403, code));

        Assert.Equal(EcsErrorId.AccessDenied, Assert.Single(await SendAsync(ecs, StepCalls.Power(OperationKind.Stop), "i-1")).Error!.ErrorId);
        Assert.Equal(writes, string.Join(" ", ecs.Writes));
    }

    [Fact]
    public async Task Send_ServiceUnavailable_KeepsTheCode()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("StopInstances", new Answer(503, """{"Code":"ServiceUnavailable","RequestId":"R-1"}"""));

        PowerOutcome handle = Assert.Single(await SendAsync(ecs, StepCalls.Power(OperationKind.Stop), "i-1"));

        Assert.Equal((EcsErrorId.OutcomeUnknown, "ServiceUnavailable", "R-1"), (handle.Error!.ErrorId, handle.Error.CloudCode, handle.Error.RequestId));
    }

    [Fact]
    public async Task A_refused_restart_is_not_sent_again()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("RebootInstances", Json.Items(("i-1", "IncorrectInstanceStatus")));

        PowerOutcome handle = Assert.Single(await SendAsync(ecs, StepCalls.Power(OperationKind.Restart), "i-1"));

        Assert.Equal(EcsErrorId.IncorrectState, handle.Error!.ErrorId);
        Assert.Single(ecs.Calls);
    }

    [Theory]
    [InlineData(OperationKind.Start, "StartInstances", 2, null)]
    [InlineData(OperationKind.Stop, "StopInstances", 2, null)]
    [InlineData(OperationKind.Restart, "RebootInstances", 1, EcsErrorId.OutcomeUnknown)]
    public async Task After_a_lost_answer_only_what_is_harmless_is_sent_again(OperationKind action, string operation, int calls, string? error)
    {
        StubEcsHandler ecs = new StubEcsHandler().On(operation, Answer.Cut, Json.Items(("i-1", "200")));

        PowerOutcome handle = Assert.Single(await SendAsync(ecs, StepCalls.Power(action), "i-1"));

        Assert.Equal((calls, error), (ecs.Calls.Count, handle.Error?.ErrorId));
    }

    [Fact]
    public async Task Without_the_right_for_the_batch_each_server_gets_a_call_of_its_own()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("RebootInstances", Answer.Error(403, "Forbidden.RAM"))
            .On("RebootInstance", c => c["InstanceId"] == "i-1" ? Answer.Sample("RebootInstance") : Answer.Error(403, "Forbidden.RAM"));

        IReadOnlyList<PowerOutcome> handles = await SendAsync(ecs, StepCalls.Power(OperationKind.Restart, hard: true), "i-1", "i-2");

        Assert.Equal([null, EcsErrorId.AccessDenied], handles.Select(r => r.Error?.ErrorId));
        Assert.Contains("ecs:RebootInstance ", handles[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["RebootInstance?ForceStop=true&InstanceId=i-1", "RebootInstance?ForceStop=true&InstanceId=i-2",
                "RebootInstances?BatchOptimization=SuccessFirst&ForceReboot=true&InstanceId.1=i-1&InstanceId.2=i-2"],
            ecs.Calls.Select(c => c.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_server_that_is_gone_does_not_fail_the_others()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("StopInstances", Answer.Error(404, "InvalidInstanceIds.NotFound"))
            .On("StopInstance", c => c["InstanceId"] == "i-1" ? Answer.Sample("StopInstance") : Answer.Error(404, "InvalidInstanceId.NotFound"));

        IReadOnlyList<PowerOutcome> handles = await SendAsync(ecs, StepCalls.Power(OperationKind.Stop), "i-1", "i-2");

        Assert.Equal([null, EcsErrorId.InstanceNotFound], handles.Select(r => r.Error?.ErrorId));
    }

    [Fact]
    public async Task A_restart_that_the_answer_does_not_mention_is_of_unknown_outcome()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("RebootInstances", Json.Items(("i-1", "200")));

        IReadOnlyList<PowerOutcome> handles = await SendAsync(ecs, StepCalls.Power(OperationKind.Restart), "i-1", "i-2");

        Assert.Equal([null, EcsErrorId.OutcomeUnknown], handles.Select(r => r.Error?.ErrorId));
    }

    [Fact]
    public async Task Refusals_stand_when_the_state_cannot_be_read_and_what_was_accepted_stays_so()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("StartInstances", Json.Items(("i-1", "200"), ("i-2", "IncorrectInstanceStatus")))
            .On("DescribeInstances", Answer.Error(403, "Forbidden.RAM"));

        IReadOnlyList<PowerOutcome> handles = await SendAsync(ecs, StepCalls.Power(OperationKind.Start), "i-1", "i-2");

        Assert.Equal([null, EcsErrorId.IncorrectState], handles.Select(r => r.Error?.ErrorId));
    }

    private static async Task<IReadOnlyList<PowerOutcome>> SendAsync(StubEcsHandler ecs, OperationOptions request, params string[] ids)
    {
        using AlibabaCloud cloud = ecs.Open();
        return await cloud.SendPowerAsync(request, [.. ids.Select(id => new EcsInstance { Id = id })]);
    }
}
