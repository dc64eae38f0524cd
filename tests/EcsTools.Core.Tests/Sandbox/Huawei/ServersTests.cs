using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public class ServersTests
{
    [Theory]
    [InlineData(SandboxCloud.Huawei)]
    [InlineData(SandboxCloud.OpenTelekom)]
    public void The_server_object_has_the_samples_fields(SandboxCloud cloud)
    {
        using HuaweiEmulatorFixture scene = new(cloud);

        Reply reply = scene.Get($"/v1/{{p}}/cloudservers/{scene.Server("web-01").Id}");

        JsonShapeComparer.Same(Body("ecs.server.show.running"), reply.Body, "addresses");
        JToken server = reply.Body!["server"]!;
        JsonShapeComparer.Same(
            Body("ecs.server.show.running")!["server"]!["addresses"]!.First!.First,
            server["addresses"]!.First!.First);
        Assert.Equal("ACTIVE", (string?)server["status"]);
        Assert.Equal("0", (string?)server["os-extended-volumes:volumes_attached"]![0]!["bootIndex"]);
        Assert.Equal(cloud == SandboxCloud.Huawei ? "huawei:GET cloudservers" : "otc:GET cloudservers", reply.Operation);
        Assert.False(reply.IsWrite);
    }

    [Fact]
    public void Pages_are_counted_from_one_and_every_server_comes_once()
    {
        using HuaweiEmulatorFixture scene = new(count: 103);
        string[] all = [.. Enumerable.Range(1, 5).SelectMany(page =>
            scene.Get($"/v1/{{p}}/cloudservers/detail?limit=25&offset={page}").Body!["servers"]!.Select(s => (string)s["id"]!))];

        Assert.Equal(103, all.Distinct().Count());
        Assert.Equal(103, all.Length);
        Assert.Empty(scene.Get("/v1/{p}/cloudservers/detail?limit=25&offset=6").Body!["servers"]!);
        Assert.Equal(all.Take(25), scene.Get("/v1/{p}/cloudservers/detail?offset=0").Body!["servers"]!.Select(s => (string)s["id"]!));
        JsonShapeComparer.Same(Body("ecs.servers.detail.page1"), scene.Get("/v1/{p}/cloudservers/detail?limit=100").Body, "addresses", "os:scheduler_hints");
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("offset=-1")]
    public void Bad_pages_are_refused(string query)
    {
        using HuaweiEmulatorFixture scene = new();

        Reply reply = scene.Get("/v1/{p}/cloudservers/detail?" + query);

        Assert.Equal((400, "Ecs.0005"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("name=web-0.", "web-01,web-02,web-03,web-04,web-05,web-06")]
    [InlineData("name=eb-01", "web-01")]
    [InlineData("name=%5B", "")]
    [InlineData("tags=role%3Ddb", "db-01,db-02")]
    [InlineData("tags=role%3Ddb,env", "db-01,db-02")]
    [InlineData("not-tags=role&limit=10", "")]
    [InlineData("flavor=h2.3xlarge.10", "hpc-01")]
    [InlineData("status=ACTIVE&name=win", "win-01")]
    [InlineData("status=SHUTOFF&name=win", "")]
    public void Filters(string query, string names)
    {
        using HuaweiEmulatorFixture scene = new();

        Reply reply = scene.Get("/v1/{p}/cloudservers/detail?" + query);

        Assert.Equal(names, string.Join(",", reply.Body!["servers"]!.Select(s => (string?)s["name"])));
        Assert.Equal(reply.Body["servers"]!.Count(), (int)reply.Body["count"]!);
    }

    [Fact]
    public void Addresses_are_found_by_a_part_of_them()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-04");

        Assert.Equal(["web-04"], scene.Get("/v1/{p}/cloudservers/detail?ip=" + server.PublicIp).Body!["servers"]!.Select(s => (string?)s["name"]));
    }

    [Fact]
    public void A_status_filter_gives_rows_in_transition_too()
    {
        using HuaweiEmulatorFixture scene = new();
        scene.Act("reboot", "SOFT", scene.Server("web-01"));
        scene.Act("reboot", "HARD", scene.Server("web-02"));

        JToken servers = scene.Get("/v1/{p}/cloudservers/detail?status=ACTIVE&name=web-0").Body!["servers"]!;

        Assert.Equal(6, servers.Count());
        Assert.Equal("REBOOT", (string?)servers[0]!["status"]);
        Assert.Equal("HARD_REBOOT", (string?)servers[1]!["status"]);
    }

    [Fact]
    public void Huawei_finds_by_ids_and_shows_unknown_ones_as_nulls()
    {
        using HuaweiEmulatorFixture scene = new();
        string known = scene.Server("db-01").Id;
        const string Unknown = "00000000-0000-4000-8000-000000000000";

        Reply byComma = scene.Get($"/v1/{{p}}/cloudservers/detail?server_id={known},{Unknown}&name=nothing&limit=1");
        Reply repeated = scene.Get($"/v1/{{p}}/cloudservers/detail?server_id={known}&server_id={Unknown}");

        Assert.Equal(byComma.Body!.ToString(), repeated.Body!.ToString());
        Assert.Equal(2, (int)byComma.Body!["count"]!);
        JsonShapeComparer.Same(Body("ecs.servers.detail.by-id-unknown")!["servers"]![1], byComma.Body!["servers"]![1]);
        Assert.All(
            ((JObject)byComma.Body["servers"]![1]!).Properties().Where(p => p.Name is not ("id" or "fault")),
            p => Assert.Equal(JTokenType.Null, p.Value.Type));
    }

    [Fact]
    public void OTC_ignores_a_filter_by_ids()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Assert.True((int)scene.Get($"/v1/{{p}}/cloudservers/detail?server_id={scene.Server("db-01").Id}").Body!["count"]! > 10);
    }

    [Fact]
    public void Rows_that_shift_lose_nobody()
    {
        using HuaweiEmulatorFixture scene = new(faults: "ShiftPages:1");
        string[] all = [.. Enumerable.Range(1, 5).SelectMany(page =>
            scene.Get($"/v1/{{p}}/cloudservers/detail?limit=5&offset={page}").Body!["servers"]!.Select(s => (string)s["id"]!))];

        Assert.Equal(scene.World.Servers.Count, all.Distinct().Count());
        Assert.Equal(all.Distinct().Count() + 1, all.Length);
    }

    [Fact]
    public void Disks_of_a_server()
    {
        using HuaweiEmulatorFixture scene = new();

        Reply reply = scene.Get($"/v1/{{p}}/cloudservers/{scene.Server("db-01").Id}/block_device");

        JsonShapeComparer.Same(Body("ecs.block-device"), reply.Body);
        Assert.Equal([0, 1], reply.Body!["volumeAttachments"]!.Select(a => (int)a["bootIndex"]!));
    }

    [Fact]
    public void Members_of_the_cast_show_what_they_are()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        JToken show(string name) => scene.Get($"/v1/{{p}}/cloudservers/{scene.Server(name).Id}").Body!["server"]!;

        Assert.True((bool)show("protected-01")["locked"]!);
        Assert.Equal("freeze", (string?)show("frozen-01")["metadata"]!["EcmResStatus"]);
        Assert.Equal("1", (string?)show("prepaid-01")["metadata"]!["charging_mode"]);
        Assert.Equal("dedicated", (string?)show("byol-01")["os:scheduler_hints"]!["tenancy"]![0]);
        Assert.Empty(show("diskless-01")["os-extended-volumes:volumes_attached"]!);
        Assert.StartsWith("h2.", (string?)show("hpc-01")["flavor"]!["id"]);
    }

    [Fact]
    public void Unknown_servers_and_unknown_calls()
    {
        using HuaweiEmulatorFixture scene = new();

        Reply server = scene.Get("/v1/{p}/cloudservers/00000000-0000-4000-8000-000000000000");
        Reply call = scene.Get("/v9/{p}/nothing");
        Reply elsewhere = scene.Get("/v1/{p}/cloudservers/detail", "evs");

        Assert.Equal((404, "Ecs.0614"), (server.Status, server.Code));
        Assert.Equal((404, "APIGW.0101"), (call.Status, call.Code));
        Assert.Equal((404, "APIGW.0101"), (elsewhere.Status, elsewhere.Code));
        JsonShapeComparer.Same(Body("error.404.APIGW.0101"), call.Body);
    }

    [Fact]
    public void Ten_thousand_servers_are_listed_page_by_page()
    {
        using HuaweiEmulatorFixture scene = new(count: 10_000);

        int rows = Enumerable.Range(1, 10).Sum(page => scene.Get($"/v1/{{p}}/cloudservers/detail?limit=1000&offset={page}&status=ACTIVE").Body!["servers"]!.Count());

        Assert.True(rows > 9_900);
    }

    [Theory]
    [InlineData(HuaweiThrottle.Gateway, SandboxCloud.Huawei, 429, "APIGW.0308")]
    [InlineData(HuaweiThrottle.Tenant, SandboxCloud.Huawei, 503, "Common.1503")]
    [InlineData(HuaweiThrottle.Tenant, SandboxCloud.OpenTelekom, 429, "Common.1503")]
    [InlineData(HuaweiThrottle.Accepted, SandboxCloud.Huawei, 202, "Common.0024")]
    public void Throttling_in_all_its_forms(HuaweiThrottle form, SandboxCloud cloud, int status, string code)
    {
        using HuaweiEmulatorFixture scene = new(cloud, new HuaweiUndocumentedBehavior { Throttle = form }, faults: "Throttle:1");

        Reply reply = scene.Act("os-stop", "SOFT", scene.Server("web-01"));

        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.Equal(ServerPhase.Running, scene.Server("web-01").Phase);
    }

    private static JToken? Body(string sample) => SampleFiles.Read("huawei", sample)["response"]!["body"];
}
