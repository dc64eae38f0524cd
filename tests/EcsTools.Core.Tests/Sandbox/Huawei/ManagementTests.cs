using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public class ManagementTests
{
    [Fact]
    public void A_resize_ends_with_its_job()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Server server = scene.Server("db-01");
        string path = $"/v1/{{p}}/cloudservers/{server.Id}/resize";

        Reply dry = scene.Post(path, Resize("s3.xlarge.2", dryRun: true));
        Reply reply = scene.Post(path, Resize("s3.xlarge.2"));

        Assert.Equal((202, null), (dry.Status, dry.Body));
        Assert.Equal("RESIZE", scene.Get($"/v1/{{p}}/cloudservers/{server.Id}").Text("server.status"));
        Assert.Equal("SUCCESS", scene.WaitFor(reply.JobId).Text("status"));
        Assert.Equal(("s3.xlarge.2", 4, ServerPhase.Stopped), (server.Size, server.Vcpu, server.Phase));
        Assert.Equal("Ecs.0009", scene.Post(path, Resize("s3.xlarge.2")).Code);
        Assert.Equal("Ecs.0029", scene.Post(path, Resize("none.such")).Code);
        Assert.Equal("Ecs.0319", scene.Post(path, Resize("s3.4xlarge.4")).Code);
    }

    [Theory]
    [InlineData("hpc-01", "v1", "Ecs.0806")]
    [InlineData("prepaid-01", "v1", "Ecs.0112")]
    [InlineData("byol-01", "v1.1", "Ecs.0803")]
    [InlineData("frozen-01", "v1", "Ecs.0030")]
    [InlineData("protected-01", "v1", "Ecs.0605")]
    [InlineData("web-01", "v1", "Ecs.0100")]
    public void Resizes_that_Huawei_refuses(string name, string version, string code)
    {
        using HuaweiEmulatorFixture scene = new();

        Assert.Equal(code, scene.Post($"/{version}/{{p}}/cloudservers/{scene.Server(name).Id}/resize", Resize("s3.xlarge.2")).Code);
    }

    [Fact]
    public void A_subscription_is_resized_by_an_order()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("prepaid-01");
        string path = $"/v1.1/{{p}}/cloudservers/{server.Id}/resize";

        Reply unpaid = scene.Post(path, Resize("s3.xlarge.2"));
        Reply paid = scene.Post(path, new { resize = new { flavorRef = "s3.xlarge.2", extendparam = new { isAutoPay = "true" } } });

        Assert.Equal(["order_id"], unpaid.Body!.Properties().Select(p => p.Name));
        JsonShapeComparer.Same(Body("ecs.resize.v11.prepaid"), paid.Body);
        Assert.Equal("SUCCESS", scene.WaitFor(paid.JobId).Text("status"));
    }

    [Fact]
    public void Huawei_resizes_many_and_stops_them_first()
    {
        using HuaweiEmulatorFixture scene = new();
        string[] ids = [scene.Server("web-01").Id, scene.Server("web-02").Id];

        Reply reply = scene.Post("/v1/{p}/cloudservers/batch-resize", new { resize = new { flavorRef = "s3.xlarge.2", mode = "withStopServer", servers = ids.Select(id => new { id }) } });

        Assert.Equal(2, scene.WaitFor(reply.JobId).Body!["entities"]!["sub_jobs"]!.Count());
        Assert.Equal((ServerPhase.Running, "s3.xlarge.2"), (scene.Server("web-02").Phase, scene.Server("web-02").Size));
    }

    [Fact]
    public void Flavours_and_what_a_server_can_become()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Reply all = scene.Get("/v1/{p}/cloudservers/flavors");
        Reply targets = scene.Get($"/v1/{{p}}/cloudservers/resize_flavors?instance_uuid={scene.Server("web-01").Id}");

        JsonShapeComparer.Same(Body("ecs.flavors"), all.Body);
        JsonShapeComparer.Same(Body("ecs.resize-flavors"), targets.Body);
        Assert.DoesNotContain(targets.Body!["flavors"]!, f => (string?)f["id"] is "s3.large.2" or "h2.3xlarge.10");
        Assert.Equal("Ecs.0005", scene.Get("/v1/{p}/cloudservers/resize_flavors").Code);
    }

    [Fact]
    public void Limits_keys_and_the_nova_server()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        JsonShapeComparer.Same(Body("ecs.limits"), scene.Get("/v1/{p}/cloudservers/limits").Body);
        JsonShapeComparer.Same(Body("ecs.keypairs.list"), scene.Get("/v2.1/{p}/os-keypairs").Body);
        JsonShapeComparer.Same(Body("ecs.keypairs.show"), scene.Get("/v2.1/{p}/os-keypairs/" + scene.Credentials.KeyPairName).Body);
        Assert.Equal(404, scene.Get("/v2.1/{p}/os-keypairs/nobody").Status);
        JsonShapeComparer.Same(Body("nova.server.show"), scene.Get($"/v2.1/{{p}}/servers/{scene.Server("web-01").Id}").Body, "addresses");
        JsonShapeComparer.Same(Body("error.404.nova"), scene.Get("/v2.1/{p}/servers/00000000-0000-4000-8000-000000000000").Body);
        Reply page = scene.Get("/v2.1/{p}/servers/detail?limit=2");
        Assert.Equal(2, page.Body!["servers"]!.Count());
        Assert.Contains("marker=", page.Text("servers_links[0].href"));
    }

    [Fact]
    public void The_v11_list_pages_by_marker_and_has_real_types()
    {
        using HuaweiEmulatorFixture scene = new();
        const string Fields = "metadata,tags,volumes_attached,addresses,image,key_name,locked,power_state,tenancy,dedicated_host_id,launched_at,root_device_name,enterprise_project_id,security_groups";

        Reply page = scene.Get("/v1.1/{p}/cloudservers/detail?limit=2&expect-fields=" + Fields);
        Reply plain = scene.Get("/v1.1/{p}/cloudservers/detail?name=web-01");

        JsonShapeComparer.Same(Body("ecs.servers.v11.page1"), page.Body, "addresses");
        Assert.Equal(JTokenType.Integer, page.Body!["servers"]![0]!["flavor"]!["vcpus"]!.Type);
        Assert.Null(plain.Body!["servers"]![0]!["metadata"]);
        Assert.Empty(plain.Body["servers_links"]!);
        List<string> seen = [];
        for (string? next = "/v1.1/{p}/cloudservers/detail?limit=7"; next is not null;)
        {
            Reply reply = scene.Get(next);
            seen.AddRange(reply.Body!["servers"]!.Select(s => (string)s["id"]!));
            next = reply.Body["servers_links"]!.Any() ? new System.Uri(reply.Text("servers_links[0].href")).PathAndQuery : null;
        }

        Assert.Equal(scene.World.Servers.Select(s => s.Id), seen);
    }

    [Fact]
    public void Tags_are_added_changed_removed_and_found()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Server server = scene.Server("web-01");
        string path = $"/v1/{{p}}/cloudservers/{server.Id}/tags";

        Assert.Equal(204, scene.Post(path + "/action", new { action = "create", tags = new[] { new { key = "ecstools", value = "reinstalled" }, new { key = "env", value = "test" } } }).Status);
        JsonShapeComparer.Same(Body("ecs.tags.get"), scene.Get(path).Body);
        Assert.Equal("test", server.Tags["env"]);
        JsonShapeComparer.Same(Body("ecs.tags.project"), scene.Get("/v1/{p}/cloudservers/tags").Body);
        object query = new { action = "filter", offset = "0", limit = "10", tags = new[] { new { key = "env", values = new[] { "test" } } } };
        Reply found = scene.Post("/v1/{p}/cloudservers/resource_instances/action", query);
        JsonShapeComparer.Same(Body("ecs.tags.query"), found.Body);
        Assert.False(found.IsWrite);
        Assert.Equal("web-01", found.Text("resources[0].resource_name"));
        Assert.Equal("Ecs.0905", scene.Post(path + "/action", new { action = "create", tags = Enumerable.Range(0, 9).Select(i => new { key = "k" + i, value = "" }) }).Code);
        Assert.Equal(204, scene.Post(path + "/action", new { action = "delete", tags = new[] { new { key = "ecstools" } } }).Status);
        Assert.DoesNotContain("ecstools", server.Tags.Keys);
    }

    [Fact]
    public void Deleted_servers_take_their_system_disk_along()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        string system = server.SystemDisk!.Id;
        string data = server.Disks.Single(d => !d.IsSystem).Id;
        object body(Server s) => new { servers = new[] { new { id = s.Id } }, delete_publicip = true, delete_volume = false };

        Reply reply = scene.Post("/v1/{p}/cloudservers/delete", body(server));
        Reply during = scene.Get($"/v1/{{p}}/cloudservers/{server.Id}");

        Assert.Equal(("SHUTOFF", "deleting"), (during.Text("server.status"), (string?)during.Body!["server"]!["OS-EXT-STS:task_state"]));
        Assert.Equal("SUCCESS", scene.WaitFor(reply.JobId).Text("status"));
        Assert.Equal(404, scene.Get($"/v1/{{p}}/cloudservers/{server.Id}").Status);
        Assert.Equal("EVS.5404", scene.Get($"/v2/{{p}}/cloudvolumes/{system}", "evs").Code);
        Assert.Equal("available", scene.Get($"/v2/{{p}}/cloudvolumes/{data}", "evs").Text("volume.status"));
        Assert.Equal("Ecs.0513", scene.Post("/v1/{p}/cloudservers/delete", body(scene.Server("prepaid-01"))).Code);
        Assert.Equal("Ecs.0605", scene.Post("/v1/{p}/cloudservers/delete", body(scene.Server("protected-01"))).Code);
    }

    [Fact]
    public void Huawei_sets_passwords_that_wait_for_a_start()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-01");
        string path = $"/v1/{{p}}/cloudservers/{server.Id}/os-reset-password";
        Dictionary<string, object> body(string password, bool check) => new() { ["reset-password"] = new { new_password = password, is_check_password = check } };

        Assert.Equal("True", scene.Get($"/v1/{{p}}/cloudservers/{server.Id}/os-resetpwd-flag").Text("resetpwd_flag"));
        Assert.Equal("Ecs.0011", scene.Send("PUT", path, body("simple", check: true)).Code);
        Assert.Equal(204, scene.Send("PUT", path, body("simple", check: false)).Status);
        Assert.Equal(204, scene.Send("PUT", path, body("Made-Up.Pass1", check: true)).Status);
        Assert.Null(server.Password);
        scene.WaitFor(scene.Act("reboot", "SOFT", server).JobId);
        Assert.Equal("Made-Up.Pass1", server.Password);
        Assert.Equal("Ecs.0613", scene.Send("PUT", $"/v1/{{p}}/cloudservers/{scene.Server("oldimage-01").Id}/os-reset-password", body("Made-Up.Pass1", check: true)).Code);
    }

    [Fact]
    public void Many_passwords_at_once_tell_which_could_not_be_set()
    {
        using HuaweiEmulatorFixture scene = new();
        object body(params string[] names) => new { new_password = "Made-Up.Pass1", servers = names.Select(n => new { id = scene.Server(n).Id }) };

        Reply good = scene.Send("PUT", "/v1/{p}/cloudservers/os-reset-passwords", body("web-01", "web-02"));
        Reply partly = scene.Send("PUT", "/v1/{p}/cloudservers/os-reset-passwords", body("web-03", "oldimage-01"));

        JsonShapeComparer.Same(Body("ecs.reset-password.batch"), good.Body);
        JsonShapeComparer.Same(Body("error.400.Ecs.0611.batch"), partly.Body);
        Assert.Equal("Made-Up.Pass1", scene.Server("web-03").PendingPassword);
    }

    private static object Resize(string flavor, bool dryRun = false) => new { resize = new { flavorRef = flavor }, dry_run = dryRun };

    private static JToken? Body(string sample) => SampleFiles.Read("huawei", sample)["response"]!["body"];
}
