using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Events as docs/contracts/alibaba-ecs-lifecycle.md 8 and 15 have them.</summary>
public sealed class AlibabaDoorEventTests : IDisposable
{
    private const string List = "DescribeInstanceHistoryEvents";
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorEventTests()
    {
        _server = SandboxServer.Start(new SandboxOptions { Clock = _clock });
        _caller = new AlibabaCaller(_server);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task List_NoStates_LeavesPendingEventsOut()
    {
        Assert.Equal(["Executed"], (await _caller.Rows(List)).Select(Cycle));
        Assert.Equal(["Inquiring"], (await _caller.Rows(List, "InstanceEventCycleStatus.1", "Inquiring")).Select(Cycle));
    }

    [Fact]
    public async Task List_OtherServers_IsEmpty() => Assert.Empty(await _caller.Rows(
        List, "InstanceEventCycleStatus.1", "Inquiring", "ResourceType", "instance", "ResourceId.1", await _caller.Id("web-01")));

    [Fact]
    public async Task List_TooManyServers_IsRefused() => Assert.Equal(
        "InvalidParameter.TooManyInstanceIds",
        await _caller.Refused(403, List, ["RegionId", "cn-hangzhou", .. Enumerable.Range(1, 101).SelectMany(i => new[] { $"ResourceId.{i}", $"i-{i}" })]));

    [Fact]
    public async Task Accept_Inquiring_RestartsAtOnceAndOnlyOnce()
    {
        string id = (string)(await _caller.Rows(List, "InstanceEventCycleStatus.1", "Inquiring")).Single()["EventId"]!;

        await _caller.Ok("AcceptInquiredSystemEvent", "RegionId", "cn-hangzhou", "EventId", id);

        Assert.Equal("InvalidEventId.NoInquiringEventFound", await _caller.Refused(404, "AcceptInquiredSystemEvent", "RegionId", "cn-hangzhou", "EventId", id));
        Assert.Equal(["Executing"], (await _caller.Rows(List, "EventId.1", id, "InstanceEventCycleStatus.1", "Executing")).Select(Cycle));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["Executed"], (await _caller.Rows(List, "EventId.1", id)).Select(Cycle));
        Assert.Equal("Running", await _caller.Status("web-05"));
    }

    private static string Cycle(JObject row) => (string)row["EventCycleStatus"]!["Name"]!;
}
