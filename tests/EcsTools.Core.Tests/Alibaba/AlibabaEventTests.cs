using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaEventTests
{
    private const string List = "DescribeInstanceHistoryEvents";

    [Fact]
    public async Task ListEventsAsync_Samples_AreRead()
    {
        StubEcsHandler ecs = new StubEcsHandler().On(List, Answer.Lifecycle(List), Answer.Lifecycle(List + ".inquiring"));
        using AlibabaCloud cloud = ecs.Open();

        EcsEvent[] past = [.. (await cloud.Events!.ListEventsAsync(new EventQuery(), null, TestContext.Current.CancellationToken)).Items];
        EcsEvent waits = (await cloud.Events.ListEventsAsync(new EventQuery(), null, TestContext.Current.CancellationToken)).Items.Single();

        Assert.Equal([(EcsEventEffect.Deletion, EcsEventState.Completed), (EcsEventEffect.Restart, EcsEventState.Avoided)], past.Select(e => (e.Effect, e.State)));
        Assert.Equal(
            ("e-bp1exampleevent00001", "i-bp1a2b3c4d5e6f7g8h01", "SystemFailure.Delete", "Executed", "OperationDenied.NoStock"),
            (past[0].Id, past[0].InstanceId, past[0].Type, past[0].ProviderState, past[0].Reason));
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 2, 0, 35, TimeSpan.Zero), past[0].EndedAt);
        Assert.Equal((EcsEventEffect.Redeployment, EcsEventState.Inquiring, null, true), (waits.Effect, waits.State, waits.NotBefore, waits.IsPending));

        // Without the states pending events are left out.
        Assert.Equal(
            ["Scheduled", "Avoided", "Executing", "Executed", "Canceled", "Failed", "Inquiring"],
            Enumerable.Range(1, 7).Select(i => ecs.Calls[0][$"InstanceEventCycleStatus.{i}"]));
    }

    [Fact]
    public async Task ListEventsAsync_ManyServers_AsksForAHundredAtATime()
    {
        StubEcsHandler ecs = new StubEcsHandler().On(List, Answer.Lifecycle(List + ".inquiring"));
        using AlibabaCloud cloud = ecs.Open();
        EventQuery query = new() { InstanceIds = [.. Enumerable.Range(0, 150).Select(i => $"i-{i}")], States = EventQuery.Pending };

        Page<EcsEvent> page = await cloud.Events!.ListEventsAsync(query, null, TestContext.Current.CancellationToken);

        Assert.Equal((2, 2, null), (ecs.Calls.Count, page.Items.Count, page.Continuation));
        Assert.All(ecs.Calls, c => Assert.Equal(("instance", "Scheduled", "Executing", "Inquiring", null), (
            c["ResourceType"], c["InstanceEventCycleStatus.1"], c["InstanceEventCycleStatus.2"], c["InstanceEventCycleStatus.3"], c["InstanceEventCycleStatus.4"])));
        Assert.Equal(150, ecs.Calls.Sum(c => Enumerable.Range(1, 101).Count(i => c[$"ResourceId.{i}"] is not null)));
    }

    [Fact]
    public async Task AcceptEventAsync_Event_SendsItsIdOnce()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("AcceptInquiredSystemEvent", Answer.Lifecycle("AcceptInquiredSystemEvent"));
        using AlibabaCloud cloud = ecs.Open();

        await cloud.Events!.AcceptEventAsync(new EcsEvent { Id = "e-1" }, null, TestContext.Current.CancellationToken);

        Assert.Equal("e-1", Assert.Single(ecs.Calls)["EventId"]);
    }

    [Fact]
    public async Task AcceptEventAsync_ATime_IsRefusedBeforeSending()
    {
        StubEcsHandler ecs = new();
        using AlibabaCloud cloud = ecs.Open();

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => cloud.Events!.AcceptEventAsync(new EcsEvent { Id = "e-1" }, DateTimeOffset.UtcNow.AddDays(1), TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
        Assert.Empty(ecs.Calls);
    }
}
