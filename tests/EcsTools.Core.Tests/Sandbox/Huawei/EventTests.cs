using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

/// <summary>Events as docs/contracts/huawei-ecs-lifecycle.md 8 and 13.1 have them.</summary>
public sealed class EventTests
{
    private const string Path = "/v3/{p}/instance-scheduled-events";

    [Fact]
    public void List_State_IsFiltered()
    {
        using HuaweiEmulatorFixture scene = new();

        JObject item = (JObject)scene.Get($"{Path}?limit=100&state=inquiring").Body!["events"]!.Single();

        JsonShapeComparer.Same(SampleFiles.Read("huawei-lifecycle", "ecs.events.list")["response"]!["body"]!["events"]![0], item);
        Assert.Equal(scene.Server("web-05").Id, (string)item["instance_id"]!);
    }

    [Fact]
    public void List_Limit_GivesAMarker()
    {
        using HuaweiEmulatorFixture scene = new();
        JObject first = scene.Get($"{Path}?limit=2").Body!;

        JObject second = scene.Get($"{Path}?limit=2&marker={(string)first["page_info"]!["next_marker"]!}").Body!;

        Assert.Equal((2, 1, null), (first["events"]!.Count(), second["events"]!.Count(), second["page_info"]!["next_marker"]));
    }

    [Fact]
    public void Accept_Inquiring_BeginsAtItsTimeAndRestarts()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-05");
        string id = (string)scene.Get($"{Path}?state=inquiring").Body!["events"]![0]!["id"]!;

        Assert.Equal(202, scene.Post($"{Path}/{id}/actions/accept", new { not_before = scene.World.Now.AddHours(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") }).Status);
        Assert.Equal("scheduled", State(scene, id));
        scene.Advance(3700);
        Assert.Equal(("executing", ServerPhase.Rebooting), (State(scene, id), server.Phase));
        scene.Advance(200);

        Assert.Equal(("completed", ServerPhase.Running), (State(scene, id), server.Phase));
        Assert.Equal(400, scene.Post($"{Path}/{id}/actions/accept", new { }).Status);
    }

    [Fact]
    public void Accept_NoSuchEvent_Is404()
    {
        using HuaweiEmulatorFixture scene = new();

        Assert.Equal(404, scene.Post($"{Path}/{Guid.NewGuid()}/actions/accept", new { }).Status);
    }

    [Fact]
    public void List_OpenTelekom_HasNoSuchApi()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Assert.Equal("APIGW.0101", scene.Get(Path).Code);
    }

    private static string State(HuaweiEmulatorFixture scene, string id) => (string)scene.Get($"{Path}?id={id}").Body!["events"]![0]!["state"]!;
}
