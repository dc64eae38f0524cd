using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiPowerTests
{
    private const string Action = "/cloudservers/action";
    private const string StopJob = "ff8080829a1b2c3d019a1b2c4e5f0001";
    private static readonly EcsInstance Web = new() { Id = SampleNetwork.Web01, Name = "web-01" };
    private static readonly EcsInstance Win = new() { Id = SampleNetwork.Win01, Name = "win-01" };

    [Theory]
    [InlineData("ecs.action.start", OperationKind.Start, false, 1)]
    [InlineData("ecs.action.stop-soft", OperationKind.Stop, false, 2)]
    [InlineData("ecs.action.stop-hard", OperationKind.Stop, true, 1)]
    [InlineData("ecs.action.reboot", OperationKind.Restart, false, 1)]
    public async Task Actions_are_sent_as_the_samples_have_them(string name, OperationKind action, bool hard, int count)
    {
        Sample sample = Sample.Load(name);
        SampleNetwork network = new SampleNetwork().Answer("POST", Action, sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        IReadOnlyList<PowerOutcome> handles = await cloud.SendPowerAsync(
            StepCalls.Power(action, hard), [.. new[] { Web, Win }.Take(count)]);

        Assert.Single(network.Requests).AssertIs(sample);
        Assert.Equal(count, handles.Count);
        Assert.All(handles, r => Assert.Equal(((string?)sample.Body!["job_id"], null), (r.JobId, r.Error)));
    }

    [Fact]
    public async Task One_server_in_a_wrong_state_does_not_hold_up_the_others()
    {
        EcsInstance[] servers = [.. Enumerable.Range(0, 20).Select(i => new EcsInstance { Id = $"s-{i}" })];
        SampleNetwork network = new SampleNetwork().Answer(
            "POST", Action, r => r.Body!.SelectTokens("$..id").Any(i => (string?)i == "s-13") ? Sample.Load("error.400.Ecs.0100").ToResponse() : Sample.Load("ecs.action.start").ToResponse());
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        IReadOnlyList<PowerOutcome> handles = await cloud.SendPowerAsync(StepCalls.Power(OperationKind.Start), servers);

        Assert.Equal(servers.Select(s => s.Id), handles.Select(r => r.InstanceId));
        PowerOutcome refused = Assert.Single(handles, r => r.Error is not null);
        Assert.Equal(("s-13", EcsErrorId.IncorrectState, "Ecs.0100"), (refused.InstanceId, refused.Error!.ErrorId, refused.Error.CloudCode));
    }

    [Fact]
    public async Task A_lost_answer_to_a_restart_is_not_sent_again_and_a_lost_start_is()
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", Action, _ => SampleNetwork.Json(502, "<html>"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        PowerOutcome restart = Assert.Single(await cloud.SendPowerAsync(StepCalls.Power(OperationKind.Restart), [Web]));
        int afterRestart = network.Requests.Count;
        PowerOutcome start = Assert.Single(await network.PassTimeAsync(cloud.SendPowerAsync(StepCalls.Power(OperationKind.Start), [Web])));

        Assert.Equal((EcsErrorId.OutcomeUnknown, 1), (restart.Error!.ErrorId, afterRestart));
        Assert.Equal(EcsErrorId.OutcomeUnknown, start.Error!.ErrorId);
        Assert.True(network.Requests.Count > 2);
    }

    [Theory]
    [InlineData("error.202.Common.0024")]
    [InlineData("error.429.APIGW.0308")]
    [InlineData("error.501.Ecs.0603")]
    public async Task A_throttle_is_waited_out_even_for_a_restart(string name)
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", Action, Sample.Load(name), Sample.Load("ecs.action.reboot"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        IReadOnlyList<PowerOutcome> handles = await network.PassTimeAsync(
            cloud.SendPowerAsync(StepCalls.Power(OperationKind.Restart), [Web]));

        Assert.Null(handles[0].Error);
        Assert.Equal(2, network.Requests.Count);
    }

    [Fact]
    public async Task SendAsync_ServerIsBusy_IsShownAndWarnedAboutOnce()
    {
        Sample busy = Sample.Load("error.501.Ecs.0603");
        SampleNetwork network = new SampleNetwork().Answer("POST", Action, busy, busy, busy, busy, Sample.Load("ecs.action.reboot"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        WarningLog log = new();
        using IDisposable use = AmbientLog.Use(log);

        IReadOnlyList<PowerOutcome> handles = await network.PassTimeAsync(cloud.SendPowerAsync(StepCalls.Power(OperationKind.Restart), [Web]));

        Assert.Null(handles[0].Error);
        Assert.Contains("Ecs.0603", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Equal(4, log.Reports.Count);
    }

    [Fact]
    public async Task Each_part_of_a_job_is_read_for_its_server()
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.job.batch-partial-fail")
            .Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.stopped"))
            .Answer("GET", SampleNetwork.Win01, ShowWin("ecs.server.show.running"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        SentStep[] watches = [Watch(OperationKind.Stop, Web), Watch(OperationKind.Stop, Win)];

        IReadOnlyList<StepObservation> seen = await cloud.ObservePowerAsync(watches);

        Assert.Equal([ObservedState.TookEffect, ObservedState.Failed], seen.Select(s => s.State));
        Assert.Equal((EcsErrorId.IncorrectState, "Ecs.0100", SampleNetwork.Win01), (seen[1].Error!.ErrorId, seen[1].Error!.CloudCode, seen[1].Error!.InstanceId));
        Assert.Single(network.Requests, r => r.Path.Contains("/jobs/", StringComparison.Ordinal));
    }

    // A stop whose answer was lost is sent again; the second job fails since the first is at it.
    [Fact]
    public async Task Where_the_job_fails_the_state_decides()
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.job.batch-partial-fail")
            .Answer("GET", SampleNetwork.Win01, ShowWin("ecs.server.show.stopping"), ShowWin("ecs.server.show.stopped"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        SentStep[] watches = [Watch(OperationKind.Stop, Win)];

        IReadOnlyList<StepObservation> first = await cloud.ObservePowerAsync(watches);
        IReadOnlyList<StepObservation> second = await cloud.ObservePowerAsync(watches);

        Assert.Equal((ObservedState.Pending, ObservedState.TookEffect), (first[0].State, second[0].State));
    }

    [Fact]
    public async Task A_job_that_succeeded_is_not_asked_again_and_the_state_decides()
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.job.batch-success")
            .Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.stopping"), Sample.Load("ecs.server.show.stopped"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        SentStep[] watches = [Watch(OperationKind.Stop, Web)];

        IReadOnlyList<StepObservation> first = await cloud.ObservePowerAsync(watches);
        IReadOnlyList<StepObservation> second = await cloud.ObservePowerAsync(watches);

        Assert.Equal((ObservedState.Pending, ObservedState.TookEffect), (first[0].State, second[0].State));
        Assert.Single(network.Requests, r => r.Path.Contains("/jobs/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INIT")]
    [InlineData("RUNNING")]
    [InlineData("SOMETHING_NEW")]
    public async Task A_job_under_way_costs_one_call(string status)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", StopJob, Sample.Load("ecs.job.batch-success").With(b =>
        {
            b["status"] = status;
            b["entities"] = new JObject();
        }));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        IReadOnlyList<StepObservation> seen = await cloud.ObservePowerAsync([Watch(OperationKind.Stop, Web), Watch(OperationKind.Stop, Win)]);

        Assert.All(seen, s => Assert.Equal(ObservedState.Pending, s.State));
        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task A_job_that_is_not_known_leaves_it_to_the_state()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", StopJob, Sample.Load("ecs.job.query-failed")).Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.stopped"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        IReadOnlyList<StepObservation> seen = await cloud.ObservePowerAsync([Watch(OperationKind.Stop, Web)]);

        Assert.Equal(ObservedState.TookEffect, seen[0].State);
    }

    [Fact]
    public async Task A_restart_nobody_witnessed_is_said_to_be_so()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.running"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        SentStep young = StepCalls.Watch(StepCalls.Power(OperationKind.Restart), Web);
        SentStep old = StepCalls.Watch(StepCalls.Power(OperationKind.Restart), Web);
        SentStep witnessed = StepCalls.Watch(StepCalls.Power(OperationKind.Restart), Web);
        old.Age = TimeSpan.FromMinutes(3);
        witnessed.SawWork = true;

        IReadOnlyList<StepObservation> seen = await cloud.ObservePowerAsync([young, old, witnessed]);

        Assert.Equal([ObservedState.Pending, ObservedState.TookEffect, ObservedState.TookEffect], seen.Select(s => s.State));
        Assert.Equal([false, true, false], seen.Select(s => s.Warning is not null));
    }

    [Fact]
    public async Task A_server_that_is_gone_has_failed()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", SampleNetwork.Web01, Sample.Load("error.404.Ecs.0614"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        IReadOnlyList<StepObservation> seen = await cloud.ObservePowerAsync([StepCalls.Watch(StepCalls.Power(OperationKind.Stop), Web)]);

        Assert.Equal((ObservedState.Failed, EcsErrorId.InstanceNotFound), (seen[0].State, seen[0].Error!.ErrorId));
    }

    private static SentStep Watch(OperationKind action, EcsInstance instance) => StepCalls.Watch(StepCalls.Power(action), instance, StopJob);

    private static Sample ShowWin(string name) => Sample.Load(name).With(b => b["server"]!["id"] = SampleNetwork.Win01);
}
