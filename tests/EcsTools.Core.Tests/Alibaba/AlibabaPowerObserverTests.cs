using System.Globalization;
using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public class AlibabaPowerObserverTests
{
    private static readonly DateTimeOffset StartedBefore = new(2026, 3, 2, 7, 16, 0, TimeSpan.Zero);

    // Each look is age:status; the ending is what the last one says.
    [Theory]
    [InlineData(OperationKind.Start, "3:Stopped 6:Starting 9:Running", "TookEffect")]
    [InlineData(OperationKind.Start, "3:Stopped 6:Stopped 9:Stopped", "Pending")]
    [InlineData(OperationKind.Start, "3:Stopped 9:Stopped 14:Stopped", "Failed")]
    [InlineData(OperationKind.Start, "300:Stopped", "Pending")]
    [InlineData(OperationKind.Start, "3:Starting 60:Stopping 70:Stopped", "Pending")]
    [InlineData(OperationKind.Stop, "3:Running 6:Stopping 9:Stopped", "TookEffect")]
    [InlineData(OperationKind.Stop, "3:Running 14:Running", "Failed")]
    [InlineData(OperationKind.Stop, "3:Stopping 500:Stopping", "Pending")]
    [InlineData(OperationKind.Restart, "3:Running", "Pending")]
    [InlineData(OperationKind.Restart, "3:Running 110:Running", "Pending")]
    [InlineData(OperationKind.Restart, "3:Running 120:Running", "TookEffect+Warning")]
    [InlineData(OperationKind.Restart, "3:Running 6:Stopping 9:Running", "TookEffect")]
    [InlineData(OperationKind.Restart, "3:Running 6:Stopped 9:Running", "TookEffect")]
    [InlineData(OperationKind.Restart, "3:Stopped 20:Stopped", "Pending")]
    [InlineData(OperationKind.Restart, "3:Stopped 34:Stopped", "Failed")]
    public async Task The_state_tells_how_a_server_stands(OperationKind action, string looks, string ending)
    {
        StepObservation seen = await WatchAsync(StepCalls.Power(action), looks);

        Assert.Equal(ending, seen.State + (seen.Warning is null ? "" : "+Warning"));
        Assert.Equal(seen.State == ObservedState.Failed ? EcsErrorId.IncorrectState : null, seen.Error?.ErrorId);
        Assert.NotNull(seen.Instance);
    }

    [Fact]
    public async Task Nothing_is_wrong_for_one_who_only_waits() => Assert.Equal(
        ObservedState.Pending, (await WatchAsync(StepCalls.Power(OperationKind.Stop), "3:Running 300:Running", isPassive: true)).State);

    [Theory]
    [InlineData(0, true)]
    [InlineData(-60, false)]
    public async Task A_new_start_time_proves_a_restart_only_if_it_is_of_its_time(int minutes, bool proves)
    {
        StubEcsHandler ecs = new();
        string started = ecs.Connect().Time.GetUtcNow().AddMinutes(minutes).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        ecs.On("DescribeInstances", Json.Servers(Json.Server("i-1", "Running", started)));

        StepObservation seen = Assert.Single(await ObserveAsync(ecs, Watch(StepCalls.Power(OperationKind.Restart), "i-1")));

        Assert.Equal(proves ? ObservedState.TookEffect : ObservedState.Pending, seen.State);
    }

    [Fact]
    public async Task A_server_that_is_gone_or_newly_locked_has_failed()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Json.Servers(Json.Server("i-2", "Stopping", lockReason: "security")));

        IReadOnlyList<StepObservation> seen = await ObserveAsync(ecs, Watch(StepCalls.Power(OperationKind.Stop), "i-1"), Watch(StepCalls.Power(OperationKind.Stop), "i-2"));

        Assert.Equal([EcsErrorId.InstanceNotFound, EcsErrorId.IncorrectState], seen.Select(o => o.Error?.ErrorId));
    }

    [Fact]
    public async Task A_stop_that_goes_on_being_charged_is_said()
    {
        JObject server = Json.Server("i-1", "Stopped");
        server["StoppedMode"] = "KeepCharging";
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Json.Servers(server));

        StepObservation seen = Assert.Single(await ObserveAsync(ecs, Watch(StepCalls.Power(OperationKind.Stop, stopCharging: true), "i-1")));

        Assert.Equal((ObservedState.TookEffect, true), (seen.State, seen.Warning is not null));
    }

    [Fact]
    public async Task All_servers_are_looked_at_together()
    {
        StubEcsHandler ecs = new StubEcsHandler().On(
            "DescribeInstances", c => Json.Servers([.. JArray.Parse(c["InstanceIds"]!).Select(id => Json.Server((string)id!, "Running"))]));

        IReadOnlyList<StepObservation> seen = await ObserveAsync(ecs, [.. Enumerable.Range(0, 120).Select(n => Watch(StepCalls.Power(OperationKind.Start), $"i-{n}"))]);

        Assert.Equal(Enumerable.Range(0, 120).Select(n => $"i-{n}"), seen.Select(o => o.Instance!.Id));
        Assert.Equal(2, ecs.Calls.Count);
    }

    private static SentStep Watch(OperationOptions request, string id, bool isPassive = false) =>
        StepCalls.Watch(request, new EcsInstance { Id = id, StartedAt = StartedBefore }, isPassive: isPassive);

    private static async Task<StepObservation> WatchAsync(OperationOptions request, string looks, bool isPassive = false)
    {
        SentStep watch = Watch(request, "i-1", isPassive);
        StepObservation? seen = null;
        foreach (string[] look in looks.Split(' ').Select(l => l.Split(':')))
        {
            StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Json.Servers(Json.Server("i-1", look[1])));
            watch.Age = TimeSpan.FromSeconds(int.Parse(look[0], CultureInfo.InvariantCulture));
            seen = Assert.Single(await ObserveAsync(ecs, watch));
        }

        return seen!;
    }

    private static async Task<IReadOnlyList<StepObservation>> ObserveAsync(StubEcsHandler ecs, params SentStep[] watches)
    {
        using AlibabaCloud cloud = ecs.Open();
        return await cloud.ObservePowerAsync(watches);
    }
}
