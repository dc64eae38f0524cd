using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public sealed class RecycleBinTests
{
    [Fact]
    public void Delete_BinIsOn_KeepsTheServerUntilItsTimeIsOver()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        int used = Used(scene);
        int volumes = Volumes(scene);
        scene.Send("PUT", "/v1/{p}/recycle-bin", new { recycle_bin = new { @switch = "on" } });

        scene.WaitFor(Delete(scene, server));

        Reply shown = scene.Get($"/v1/{{p}}/cloudservers/{server.Id}");
        Assert.Equal("SOFT_DELETED", (string?)shown.Body!["server"]!["status"]);
        Assert.DoesNotContain(server.Id, scene.Get("/v1/{p}/cloudservers/detail").Body!["servers"]!.Select(s => (string?)s["id"]));
        Assert.Equal([server.Id], scene.Get("/v1/{p}/recycle-bin/cloudservers").Body!["servers"]!.Select(s => (string?)s["id"]));
        Assert.Equal((used, volumes), (Used(scene), Volumes(scene)));

        scene.Clock.Advance(TimeSpan.FromHours(73));
        Assert.Equal(404, scene.Get($"/v1/{{p}}/cloudservers/{server.Id}").Status);
        Assert.Equal(used - 1, Used(scene));
    }

    [Fact]
    public void Delete_YoungerThanTheThreshold_DeletesAtOnce()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        scene.Send("PUT", "/v1/{p}/recycle-bin", new { @switch = "on" });
        scene.Send("PUT", "/v1/{p}/recycle-bin/policy", new { policy = new { recycle_threshold_day = 100_000, retention_hour = 24 } });

        scene.WaitFor(Delete(scene, server));

        Assert.Equal(404, scene.Get($"/v1/{{p}}/cloudservers/{server.Id}").Status);
    }

    [Theory]
    [InlineData("DELETE", "", 404)]
    [InlineData("POST", "/actions/revert", 200)]
    public void RecycledServer_PurgedOrReverted_IsGoneOrBack(string method, string action, int status)
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        scene.Project.RecycleBin.IsOn = true;
        scene.WaitFor(Delete(scene, server));

        scene.WaitFor(scene.Send(method, $"/v1/{{p}}/recycle-bin/cloudservers/{server.Id}{action}").JobId);

        Reply shown = scene.Get($"/v1/{{p}}/cloudservers/{server.Id}");
        Assert.Equal(status, shown.Status);
        Assert.True(status == 404 || (string?)shown.Body!["server"]!["status"] == "SHUTOFF");
        Assert.Empty(scene.Project.RecycleBin.Servers);
    }

    [Fact]
    public void RecycleBin_Shown_HasTheShapeOfTheSampleAndIsNotThereOnOtc()
    {
        using HuaweiEmulatorFixture scene = new();
        using HuaweiEmulatorFixture otc = new(SandboxCloud.OpenTelekom);

        JsonShapeComparer.Same(SampleFiles.Read("huawei-lifecycle", "ecs.recycle.show")["response"]!["body"], scene.Get("/v1/{p}/recycle-bin").Body);
        Assert.Equal((404, "APIGW.0101"), (otc.Get("/v1/{p}/recycle-bin").Status, otc.Get("/v1/{p}/recycle-bin").Code));
    }

    private static string? Delete(HuaweiEmulatorFixture scene, Server server) => scene.Post("/v1/{p}/cloudservers/delete", new JObject
    {
        ["servers"] = new JArray(new JObject { ["id"] = server.Id }),
        ["delete_publicip"] = false,
        ["delete_volume"] = true,
    }).JobId;

    private static int Used(HuaweiEmulatorFixture scene) => (int)scene.Get("/v1/{p}/cloudservers/limits").Body!["absolute"]!["totalInstancesUsed"]!;

    private static int Volumes(HuaweiEmulatorFixture scene) => (int)scene.Get("/v2/{p}/os-quota-sets/{p}?usage=True", "evs").Body!["quota_set"]!["volumes"]!["in_use"]!;
}
