using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiEventTests
{
    // The network's clock stands at 2026-09-18T06:40:00Z.
    private static readonly EcsEvent Waits = new() { Id = "d8f495b7-86a3-41ce-957d-4f3e2c1b6a89", InstanceId = SampleNetwork.Web01, NotBefore = At(25), Deadline = At(27) };

    [Fact]
    public async Task ListEventsAsync_All_AreReadAsTheSampleHasThem()
    {
        Sample sample = Sample.LoadLifecycle("ecs.events.list");
        SampleNetwork network = new SampleNetwork().Answer("GET", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Page<EcsEvent> page = await cloud.Events!.ListEventsAsync(new EventQuery(), null, TestContext.Current.CancellationToken);

        Assert.Equal(sample.Query, network.Requests[^1].Query);
        Assert.Equal(
            [(EcsEventEffect.Maintenance, EcsEventState.Inquiring), (EcsEventEffect.Redeployment, EcsEventState.Scheduled)], page.Items.Select(e => (e.Effect, e.State)));
        Assert.Equal("The host of this server needs maintenance", page.Items[0].Reason);
        Assert.Equal(new DateTimeOffset(2026, 9, 27, 9, 22, 41, TimeSpan.Zero), page.Items[0].Deadline);
        Assert.Null(page.Continuation); // a marker stands there, but the page is not full
    }

    [Fact]
    public async Task ListEventsAsync_OneServerAndState_IsFilteredThere()
    {
        Sample sample = Sample.LoadLifecycle("ecs.events.none");
        SampleNetwork network = new SampleNetwork().Answer("GET", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Page<EcsEvent> page = await cloud.Events!.ListEventsAsync(
            new EventQuery { InstanceIds = [SampleNetwork.Web01], States = [EcsEventState.Inquiring] }, null, TestContext.Current.CancellationToken);

        Assert.Empty(page.Items);
        Assert.Equal((SampleNetwork.Web01, "inquiring"), (network.Requests[^1].Query["instance_id"], network.Requests[^1].Query["state"]));
    }

    [Theory]
    [InlineData("{\"zh-cn\":\"words\"}", "words")]
    [InlineData("plain", "plain")]
    [InlineData("{broken", "{broken")]
    public async Task ListEventsAsync_Description_IsTheWords(string description, string expected)
    {
        Sample sample = Sample.LoadLifecycle("ecs.events.completed").With(body => body["events"]![0]!["description"] = description);
        SampleNetwork network = new SampleNetwork().Answer("GET", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        EcsEvent item = (await cloud.Events!.ListEventsAsync(new EventQuery { Ids = [Waits.Id] }, null, TestContext.Current.CancellationToken)).Items.Single();

        Assert.Equal((expected, EcsEventState.Completed, false), (item.Reason, item.State, item.IsPending));
    }

    [Fact]
    public async Task AcceptEventAsync_ATime_IsSentAsTheSampleHasIt()
    {
        Sample sample = Sample.LoadLifecycle("ecs.events.accept");
        SampleNetwork network = new SampleNetwork().Answer("POST", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        await cloud.Events!.AcceptEventAsync(Waits, new DateTimeOffset(2026, 9, 25, 22, 0, 0, TimeSpan.FromHours(2)), TestContext.Current.CancellationToken);

        Assert.Single(network.Writes).AssertIs(sample);
    }

    [Fact]
    public async Task AcceptEventAsync_NoTime_SendsTheAnnouncedOne()
    {
        Sample sample = Sample.LoadLifecycle("ecs.events.accept");
        SampleNetwork network = new SampleNetwork().Answer("POST", sample.Path, sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        await cloud.Events!.AcceptEventAsync(Waits, null, TestContext.Current.CancellationToken);

        Assert.Equal("2026-09-25T09:22:41Z", (string)Assert.Single(network.Writes).Body!["not_before"]!);
    }

    [Theory]
    [InlineData(17, null)] // past
    [InlineData(28, null)] // after the deadline
    [InlineData(null, 17)] // announced for a time that is past
    [InlineData(null, null)] // at once, unasked
    public async Task AcceptEventAsync_NoUsableTime_SendsNothing(int? wanted, int? announced)
    {
        SampleNetwork network = new();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        EcsEvent item = Waits with { NotBefore = announced is { } day ? At(day) : null };

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => cloud.Events!.AcceptEventAsync(item, wanted is { } time ? At(time) : null, TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public void Events_OpenTelekom_AreNone()
    {
        using HuaweiCloud cloud = new SampleNetwork().OpenByKey(EcsCloud.OpenTelekom);

        Assert.Null(cloud.Events);
        Assert.NotNull(cloud.Capabilities.InsteadOfEvents);
    }

    private static DateTimeOffset At(int day) => new(2026, 9, day, 9, 22, 41, TimeSpan.Zero);
}
