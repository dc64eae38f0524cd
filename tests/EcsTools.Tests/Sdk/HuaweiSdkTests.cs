using System.Text.Json.Nodes;

namespace EcsTools.Tests.Sdk;

/// <summary>Huawei's own SDKs take the sandbox for their cloud: every operation of ECS and IAM that the module uses.</summary>
public sealed class HuaweiSdkTests : IClassFixture<HuaweiSdk>
{
    private readonly HuaweiSdk _sdk;

    public HuaweiSdkTests(HuaweiSdk sdk)
    {
        _sdk = sdk;
        _sdk.Begin();
    }

    private EcsSandbox Sandbox => _sdk.Fixture.Sandbox;

    [Fact]
    public async Task A_key_is_proved_and_the_project_is_looked_up()
    {
        _sdk.Key = new { Sandbox.AccessKeyId, Sandbox.AccessKeySecret, Region = "cn-north-4" };
        JsonNode servers = await _sdk.CallAsync("listServersDetails", new { limit = 2 });
        IReadOnlyList<Exchange> exchanges = _sdk.Fixture.Tap.Exchanges;
        JsonNode domains = await _sdk.CallAsync("keystoneListAuthDomains");
        _sdk.Key = new { Sandbox.AccessKeyId, AccessKeySecret = "x", Sandbox.ProjectId };
        (int?, string?) wrongSecret = await _sdk.FailAsync("listServersDetails");
        _sdk.Key = new { AccessKeyId = "x", Sandbox.AccessKeySecret, Sandbox.ProjectId };
        (int?, string?) wrongKey = await _sdk.FailAsync("listServersDetails");

        Assert.Equal(2, servers["servers"]!.AsArray().Count);
        Assert.Equal(["/v3/projects", $"/v1/{Sandbox.ProjectId}/cloudservers/detail"], exchanges.Select(e => e.Path));
        Assert.Equal(Sandbox.DomainName, (string?)domains["domains"]![0]!["name"]);
        Assert.Equal((401, "APIGW.0301"), wrongSecret);
        Assert.Equal((401, "APIGW.0301"), wrongKey);
    }

    [Fact]
    public async Task A_user_gets_a_token_and_a_temporary_key_for_it()
    {
        JsonObject user = new() { ["name"] = Sandbox.UserName, ["password"] = Sandbox.Password, ["domain"] = new JsonObject { ["name"] = Sandbox.DomainName } };
        JsonNode login = await _sdk.CallAsync("keystoneCreateUserTokenByPassword", Login(user));
        user["password"] = "x";
        (int? status, _) = await _sdk.FailAsync("keystoneCreateUserTokenByPassword", Login(user));
        string token = (string)login["X-Subject-Token"]!;
        JsonNode key = await _sdk.CallAsync("createTemporaryAccessKeyByToken", Identity("token", new() { ["id"] = token, ["duration_seconds"] = 900 }));
        Use(key, (string?)key["credential"]!["securitytoken"]);

        Assert.Equal("cn-north-4", (string?)login["token"]!["project"]!["name"]);
        Assert.Equal(401, status);
        Assert.NotEmpty((await _sdk.CallAsync("listServersDetails"))["servers"]!.AsArray());
        Use(key, "x");
        Assert.Equal((401, "APIGW.0301"), await _sdk.FailAsync("listServersDetails"));

        JsonObject Login(JsonObject who) => HuaweiSdk.Body(new()
        {
            ["auth"] = new JsonObject
            {
                ["identity"] = new JsonObject { ["methods"] = new JsonArray("password"), ["password"] = new JsonObject { ["user"] = who.DeepClone() } },
                ["scope"] = new JsonObject { ["project"] = new JsonObject { ["name"] = "cn-north-4" } },
            },
        });
    }

    [Fact]
    public async Task An_agency_is_acted_through()
    {
        JsonObject agency = new() { ["agency_name"] = "sandbox-agency", ["domain_name"] = Sandbox.DomainName, ["duration_seconds"] = 900 };
        JsonNode key = await _sdk.CallAsync("createTemporaryAccessKeyByAgency", Identity("assume_role", agency));
        Use(key, (string?)key["credential"]!["securitytoken"]);

        Assert.NotEmpty((await _sdk.CallAsync("listServersDetails"))["servers"]!.AsArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_inventory_holds_nothing_strange(bool isOtc)
    {
        _sdk.Use(isOtc ? Sandbox.OtcProjectId : Sandbox.ProjectId);
        JsonNode server = await _sdk.FindAsync("db-01");
        string server_id = (string)server["id"]!;
        JsonNode shown = await _sdk.CallAsync("showServer", new { server_id });
        JsonNode disks = await _sdk.CallAsync("listServerBlockDevices", new { server_id });
        JsonNode tags = await _sdk.CallAsync("showServerTags", new { server_id });
        JsonNode projectTags = await _sdk.CallAsync("listServerTags");
        JsonNode flavors = await _sdk.CallAsync("listFlavors");
        JsonNode targets = await _sdk.CallAsync("listResizeFlavors", new { instance_uuid = server_id });
        JsonNode limits = await _sdk.CallAsync("showServerLimits");
        JsonNode keys = await _sdk.CallAsync("novaListKeypairs");
        JsonNode projects = await _sdk.CallAsync("keystoneListProjects", new { name = isOtc ? "eu-de" : "cn-north-4" });
        JsonNode catalogue = await _sdk.CallAsync("keystoneShowCatalog");

        Assert.True(JsonNode.DeepEquals(server, shown["server"]));
        Assert.Equal([0, 1], disks["volumeAttachments"]!.AsArray().Select(v => (int)v!["bootIndex"]!));
        Assert.Contains("db", tags["tags"]!.AsArray().Select(t => (string?)t!["value"]));
        Assert.Contains("role", projectTags["tags"]!.AsArray().Select(t => (string?)t!["key"]));
        Assert.Contains((string?)server["flavor"]!["id"], flavors["flavors"]!.AsArray().Select(f => (string?)f!["id"]));
        Assert.NotEmpty(targets["flavors"]!.AsArray());
        Assert.True((int)limits["absolute"]!["totalInstancesUsed"]! > 0);
        Assert.Equal(Sandbox.KeyPairName, (string?)keys["keypairs"]![0]!["keypair"]!["name"]);
        Assert.Equal(isOtc ? Sandbox.OtcProjectId : Sandbox.ProjectId, (string?)projects["projects"]!.AsArray().Single()!["id"]);
        Assert.Contains("ecs", catalogue["catalog"]!.AsArray().Select(s => (string?)s!["type"]));
    }

    [Theory]
    [InlineData("""{"name":"db-"}""", "db-01 db-02")]
    [InlineData("""{"status":"SHUTOFF","name":"hpc"}""", "hpc-01")]
    [InlineData("""{"tags":"role=db"}""", "db-01 db-02")]
    [InlineData("""{"tags":"role=db","limit":1,"offset":2}""", "db-02")]
    [InlineData("""{"name":"(none)*'! ü"}""", "")]
    public async Task Servers_are_found_by(string filter, string names)
    {
        JsonNode found = await _sdk.CallAsync("listServersDetails", JsonNode.Parse(filter));

        Assert.Equal(names, string.Join(' ', found["servers"]!.AsArray().Select(s => (string?)s!["name"])));
    }

    [Fact]
    public async Task Other_lists_know_the_same_servers()
    {
        JsonNode v1 = await _sdk.CallAsync("listServersDetails", new { limit = 1000 });
        JsonNode v11 = await _sdk.CallAsync("listCloudServers", new { limit = 100 });
        JsonNode nova = await _sdk.CallAsync("novaListServersDetails", new { limit = 1000 });
        JsonNode byTag = await _sdk.CallAsync("listServersByTag", HuaweiSdk.Body(
            JsonNode.Parse("""{"action":"filter","offset":"0","limit":"10","tags":[{"key":"role","values":["db"]}]}""")!.AsObject()));

        Assert.Equal(Ids(v1), Ids(v11));
        Assert.Equal(Ids(v1), Ids(nova));
        Assert.Equal(["db-01", "db-02"], byTag["resources"]!.AsArray().Select(r => (string?)r!["resource_name"]));

        static IEnumerable<string?> Ids(JsonNode list) => list["servers"]!.AsArray().Select(s => (string?)s!["id"]).Order();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_is_started_rebooted_and_stopped(bool isOtc)
    {
        _sdk.Use(isOtc ? Sandbox.OtcProjectId : Sandbox.ProjectId);
        string id = await _sdk.FindIdAsync("db-02");
        await _sdk.SucceedAsync("batchStartServers", HuaweiSdk.Body(HuaweiSdk.Batch("os-start", [id])));
        await _sdk.SucceedAsync("batchRebootServers", HuaweiSdk.Body(HuaweiSdk.Batch("reboot", [id], "SOFT")));
        string running = (string)(await _sdk.FindAsync("db-02"))["status"]!;
        await _sdk.SucceedAsync("batchStopServers", HuaweiSdk.Body(HuaweiSdk.Batch("os-stop", [id], "HARD")));
        JsonNode again = await _sdk.RunAsync("batchStopServers", HuaweiSdk.Body(HuaweiSdk.Batch("os-stop", [id], "HARD")));

        Assert.Equal("ACTIVE", running);
        Assert.Equal("SHUTOFF", (string?)(await _sdk.FindAsync("db-02"))["status"]);
        Assert.Equal("FAIL", (string?)again["status"]);
        Assert.Equal("Ecs.0100", (string?)again["entities"]!["sub_jobs"]![0]!["error_code"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_system_is_reinstalled_and_changed(bool isOtc)
    {
        _sdk.Use(isOtc ? Sandbox.OtcProjectId : Sandbox.ProjectId);
        object login = new { keyname = Sandbox.KeyPairName, userid = await _sdk.UserIdAsync() };
        string id = await _sdk.FindIdAsync("web-05");
        (int?, string?) runs = await _sdk.FailAsync("reinstallServerWithCloudInit", HuaweiSdk.About(id, "os-reinstall", login));
        await _sdk.StopAsync("web-05");
        JsonNode before = await _sdk.FindAsync("web-05");
        await _sdk.SucceedAsync("reinstallServerWithCloudInit", HuaweiSdk.About(id, "os-reinstall", login));
        JsonNode after = await _sdk.FindAsync("web-05");
        await _sdk.StopAsync("web-05");
        string image = (string)(await _sdk.FindAsync("win-01"))["image"]!["id"]!;
        string userid = await _sdk.UserIdAsync();
        await _sdk.SucceedAsync(
            "changeServerOsWithCloudInit", HuaweiSdk.About(id, "os-change", new { imageid = image, keyname = Sandbox.KeyPairName, userid }));

        Assert.Equal(400, runs.Item1);
        Assert.Equal("ACTIVE", (string?)after["status"]);
        Assert.NotEqual(Disk(before), Disk(after));
        Assert.Equal(image, (string?)(await _sdk.FindAsync("web-05"))["image"]!["id"]);

        static string? Disk(JsonNode server) => (string?)server["os-extended-volumes:volumes_attached"]!.AsArray().Single(v => (string?)v!["bootIndex"] == "0")!["id"];
    }

    [Fact]
    public async Task A_system_without_CloudInit_is_reinstalled_and_changed()
    {
        string id = await _sdk.StopAsync("web-06");
        string image = (string)(await _sdk.FindAsync("win-01"))["image"]!["id"]!;
        await _sdk.SucceedAsync("reinstallServerWithoutCloudInit", HuaweiSdk.About(id, "os-reinstall", new { adminpass = "Sandbox-2026!" }));
        await _sdk.SucceedAsync(
            "changeServerOsWithoutCloudInit", HuaweiSdk.About(id, "os-change", new { imageid = image, adminpass = "Sandbox-2026!", mode = "withStopServer" }));

        Assert.Equal(image, (string?)(await _sdk.FindAsync("web-06"))["image"]!["id"]);
    }

    [Fact]
    public async Task A_server_changes_its_size()
    {
        string id = await _sdk.StopAsync("node-0001");
        string prepaid = await _sdk.FindIdAsync("prepaid-01");
        await _sdk.SucceedAsync("resizePostPaidServer", HuaweiSdk.About(id, "resize", new { flavorRef = "s3.xlarge.2" }));
        string? first = (string?)(await _sdk.FindAsync("node-0001"))["flavor"]!["id"];
        await _sdk.SucceedAsync("resizeServer", HuaweiSdk.About(id, "resize", new { flavorRef = "s3.large.2", extendparam = new { isAutoPay = "true" } }));
        JsonNode paid = await _sdk.RunAsync("resizeServer", HuaweiSdk.About(prepaid, "resize", new { flavorRef = "s3.xlarge.2", extendparam = new { isAutoPay = "true" } }));
        JsonObject batch = HuaweiSdk.Batch("resize", [id]);
        batch["resize"]!["flavorRef"] = "s3.xlarge.2";
        await _sdk.SucceedAsync("batchResizeServers", HuaweiSdk.Body(batch));

        Assert.Equal("s3.xlarge.2", first);
        Assert.Equal("SUCCESS", (string?)paid["status"]);
        Assert.Equal("s3.xlarge.2", (string?)(await _sdk.FindAsync("node-0001"))["flavor"]!["id"]);
        Assert.Equal((400, "Ecs.0029"), await _sdk.FailAsync("resizePostPaidServer", HuaweiSdk.About(id, "resize", new { flavorRef = "none" })));
    }

    [Fact]
    public async Task A_password_is_set_and_a_stored_one_fetched()
    {
        string id = await _sdk.FindIdAsync("web-04");
        string windows = await _sdk.FindIdAsync("win-01");
        JsonNode flag = await _sdk.CallAsync("showResetPasswordFlag", new { server_id = id });
        await _sdk.CallAsync("resetServerPassword", HuaweiSdk.About(id, "reset-password", new { new_password = "Sandbox-2026!", is_check_password = true }));
        JsonObject several = HuaweiSdk.Batch("x", [id])["x"]!.DeepClone().AsObject();
        several["new_password"] = "Sandbox-2026!";
        JsonNode done = await _sdk.CallAsync("batchResetServersPassword", HuaweiSdk.Body(several));
        string stored = (string)(await _sdk.CallAsync("showServerPassword", new { server_id = windows }))["password"]!;
        await _sdk.CallAsync("deleteServerPassword", new { server_id = windows });

        Assert.Equal("True", (string?)flag["resetpwd_flag"]);
        Assert.Equal(id, (string?)done["response"]!.AsArray().Single()!["id"]);
        Assert.Equal(256, Convert.FromBase64String(stored).Length);
        Assert.Equal("", (string?)(await _sdk.CallAsync("showServerPassword", new { server_id = windows }))["password"]);
        Assert.Equal(
            (400, "Ecs.0011"),
            await _sdk.FailAsync("resetServerPassword", HuaweiSdk.About(id, "reset-password", new { new_password = "short", is_check_password = true })));
    }

    [Fact]
    public async Task A_server_is_tagged_and_released()
    {
        string id = await _sdk.FindIdAsync("web-03");
        JsonObject tags = new() { ["server_id"] = id, ["body"] = JsonNode.Parse("""{"action":"create","tags":[{"key":"left","value":"值"}]}""") };
        await _sdk.CallAsync("batchCreateServerTags", tags);
        JsonNode tagged = await _sdk.CallAsync("showServerTags", new { server_id = id });
        tags["body"]!["action"] = "delete";
        await _sdk.CallAsync("batchDeleteServerTags", tags);
        JsonNode untagged = await _sdk.CallAsync("showServerTags", new { server_id = id });
        JsonObject body = HuaweiSdk.Batch("x", [id])["x"]!.DeepClone().AsObject();
        (body["delete_publicip"], body["delete_volume"]) = (true, true);
        await _sdk.SucceedAsync("deleteServers", HuaweiSdk.Body(body));

        Assert.Contains("值", tagged["tags"]!.AsArray().Select(t => (string?)t!["value"]));
        Assert.DoesNotContain("left", untagged["tags"]!.AsArray().Select(t => (string?)t!["key"]));
        Assert.Equal((404, "Ecs.0614"), await _sdk.FailAsync("showServer", new { server_id = id }));
    }

    private static JsonObject Identity(string method, JsonObject options) => HuaweiSdk.Body(new()
    {
        ["auth"] = new JsonObject { ["identity"] = new JsonObject { ["methods"] = new JsonArray(method), [method] = options } },
    });

    private void Use(JsonNode answer, string? securityToken)
    {
        _sdk.Key = new
        {
            AccessKeyId = (string?)answer["credential"]!["access"],
            AccessKeySecret = (string?)answer["credential"]!["secret"],
            SecurityToken = securityToken,
            Sandbox.ProjectId,
        };
    }
}
