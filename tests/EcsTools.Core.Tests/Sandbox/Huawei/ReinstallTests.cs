using System.Security.Cryptography;
using System.Text;

using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public class ReinstallTests
{
    [Theory]
    [InlineData(SandboxCloud.Huawei)]
    [InlineData(SandboxCloud.OpenTelekom)]
    public void A_reinstallation_step_by_step(SandboxCloud cloud)
    {
        using HuaweiEmulatorFixture scene = new(cloud);
        Server server = scene.Server("db-01");
        string oldDisk = server.SystemDisk!.Id;
        string dataDisk = server.Disks.Single(d => !d.IsSystem).Id;
        int volumes = Volumes(scene);
        int servers = scene.World.Servers.Count;

        Reply accepted = scene.Reinstall(server);
        Reply initial = scene.Job(accepted.JobId!);

        Assert.Equal(200, accepted.Status);
        Assert.EndsWith(":POST reinstallos", accepted.Operation);
        JsonShapeComparer.Same(Body("ecs.job.init"), initial.Body);
        Assert.Equal(oldDisk, (string?)SystemDisk(scene, server));

        scene.Advance(15);
        JToken during = Show(scene, server);
        JsonShapeComparer.Same(Body("ecs.job.running"), scene.Job(accepted.JobId!).Body);
        Assert.Equal(("SHUTOFF", null), ((string?)during["status"], (string?)during["OS-EXT-STS:task_state"]));
        Assert.Null(SystemDisk(scene, server));
        Assert.Equal(servers + 1, (int)scene.Get("/v1/{p}/cloudservers/detail").Body!["count"]!);

        scene.Advance(25);
        Assert.Equal(volumes + 1, Volumes(scene));
        Assert.DoesNotContain(scene.World.Snapshots, s => s.DiskId == oldDisk);

        Reply job = scene.WaitFor(accepted.JobId);
        JToken after = Show(scene, server);
        Assert.Equal("SUCCESS", job.Text("status"));
        JsonShapeComparer.Same(Body("ecs.job.success"), job.Body);
        Assert.Equal("ACTIVE", (string?)after["status"]);
        Assert.NotEqual(oldDisk, (string?)SystemDisk(scene, server));
        Assert.Contains(scene.World.Snapshots, s => s.DiskId == dataDisk);
        Assert.Equal(volumes, Volumes(scene));
        Assert.Equal(servers, scene.World.Servers.Count);
        Assert.Equal((1, 1), (server.Wipes, scene.World.Effects["rebuild"]));
    }

    [Fact]
    public void Refusals_come_in_their_order()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-01");
        object bad = new { keyname = "nobody", userid = scene.Tenant.UserId };
        string code(object? options = null) => scene.Reinstall(server, options).Code!;

        server.IsProtected = true;
        server.ImageId = scene.World.NewUuid();
        scene.Project.Quota.Volumes = 0;
        Assert.Equal("Ecs.0614", scene.Post($"/v2/{{p}}/cloudservers/{scene.World.NewUuid()}/reinstallos", new { }).Code);
        Assert.Equal("Ecs.0005", code(new { }));
        Assert.Equal("Ecs.0605", code(bad));
        server.IsProtected = false;
        Assert.Equal("Ecs.0100", code(bad));
        scene.WaitFor(scene.Act("os-stop", null, server).JobId);
        Disk disk = server.SystemDisk!;
        scene.World.Detach(server, disk);
        Assert.Equal("Ecs.0105", code(bad));
        scene.World.Attach(server, disk);
        Assert.Equal("Ecs.0031", code(bad));
        server.ImageId = scene.World.Images.First(i => i.Platform == "Ubuntu").Id;
        scene.World.FindImage(server.ImageId)!.IsUsable = false;
        Assert.Equal("Ecs.0032", code(bad));
        scene.World.FindImage(server.ImageId)!.IsUsable = true;
        Assert.Equal("Ecs.0314", code(bad));
        Assert.Equal("Ecs.0314", code(new { keyname = scene.Credentials.KeyPairName, userid = "somebody-else" }));
        Assert.Equal("Ecs.0011", code(new { adminpass = "simple" }));
        Assert.Equal("Ecs.0021", code());
        scene.Project.Quota.Volumes = -1;
        scene.Project.Quota.GigabytesOf["SSD"] = 1;
        Assert.Equal("Ecs.0021", code());
        Assert.Equal(0, server.Wipes);
    }

    [Theory]
    [InlineData(false, "Ecs.0005")]
    [InlineData(true, "Ecs.0605")]
    public void A_lock_may_be_judged_before_the_body(bool first, string code)
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { LockIsJudgedBeforeBody = first });

        Assert.Equal(code, scene.Reinstall(scene.Server("protected-01"), new { }).Code);
    }

    [Theory]
    [InlineData("hpc-01", 400, "Ecs.0005")]
    [InlineData("frozen-01", 403, "Ecs.0003")]
    [InlineData("oldimage-01", 400, "Ecs.0031")]
    [InlineData("diskless-01", 400, "Ecs.0105")]
    [InlineData("prepaid-01", 200, null)]
    [InlineData("failed-01", 200, null)]
    [InlineData("db-01", 200, null)]
    public void The_cast(string name, int status, string? code)
    {
        using HuaweiEmulatorFixture scene = new();

        Reply reply = scene.Reinstall(scene.Server(name));

        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Fact]
    public void Bodies_that_cannot_be_meant()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        string key = scene.Credentials.KeyPairName;
        string user = scene.Tenant.UserId;

        object[] bodies =
        [
            new { keyname = key },
            new { keyname = key, userid = user, adminpass = "Made-Up.Pass1" },
            new { keyname = key, userid = user, metadata = new { BYOL = "yes" } },
            new { metadata = new { user_data = "no base64!" } },
        ];

        Assert.All(bodies, b => Assert.Equal("Ecs.0005", scene.Reinstall(server, b).Code));
        Assert.Equal(200, scene.Reinstall(server, new { metadata = new { user_data = "I2Nsb3VkLWNvbmZpZwo=" } }).Status);
    }

    [Fact]
    public void OTC_takes_key_pairs_only_and_knows_no_v1()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Server server = scene.Server("db-01");

        Assert.Equal("Ecs.0005", scene.Reinstall(server, new { adminpass = "Made-Up.Pass1" }).Code);
        Assert.Equal("Ecs.0005", scene.Reinstall(server, new { metadata = new { user_data = "I2Nsb3VkLWNvbmZpZwo=" } }).Code);
        Assert.Equal("APIGW.0101", scene.Post($"/v1/{{p}}/cloudservers/{server.Id}/reinstallos", new { }).Code);
        Assert.Equal("APIGW.0101", scene.Get($"/v1/{{p}}/cloudservers/{server.Id}/os-server-password").Code);
        Assert.Equal("APIGW.0101", scene.Get($"/v1/{{p}}/cloudservers/{server.Id}/os-resetpwd-flag").Code);
        Assert.Equal("APIGW.0101", scene.Get("/v1.1/{p}/cloudservers/detail").Code);
        Server running = scene.Server("web-01");
        object stopFirst = new { keyname = scene.Credentials.KeyPairName, userid = scene.Tenant.UserId, mode = "withStopServer" };
        Assert.Equal("Ecs.0100", scene.Reinstall(running, stopFirst).Code);
    }

    [Fact]
    public void Huawei_stops_a_running_server_first_when_asked()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-01");

        Reply reply = scene.Reinstall(server, new { keyname = scene.Credentials.KeyPairName, userid = scene.Tenant.UserId, mode = "withStopServer" });

        Assert.Equal("SUCCESS", scene.WaitFor(reply.JobId).Text("status"));
        Assert.Equal((ServerPhase.Running, 1), (server.Phase, server.Wipes));
    }

    [Fact]
    public void Huawei_v1_sets_a_password()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        string path = $"/v1/{{p}}/cloudservers/{server.Id}/reinstallos";
        Dictionary<string, object> body(object options) => new() { ["os-reinstall"] = options };

        Assert.Equal("Ecs.0005", scene.Post(path, body(new { metadata = new { user_data = "I2Nsb3VkLWNvbmZpZwo=" } })).Code);
        Reply reply = scene.Post(path, body(new { adminpass = "Made-Up.Pass1" }));

        Assert.Equal("huawei:POST v1 reinstallos", reply.Operation);
        scene.WaitFor(reply.JobId);
        Assert.Equal(("Made-Up.Pass1", null), (server.Password, server.KeyPairName));
    }

    [Fact]
    public void A_second_task_is_refused_while_one_is_at_work()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        scene.Reinstall(server);

        Assert.Equal("Ecs.0100", scene.Reinstall(server).Code);
        Assert.Equal("Ecs.0100", scene.WaitFor(scene.Act("os-start", null, server).JobId).Text("entities.sub_jobs[0].error_code"));
    }

    [Fact]
    public void A_second_task_may_be_refused_as_one_too_many()
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { BusyIsOtherCommandsRunning = true });
        scene.Reinstall(scene.Server("db-01"));

        Reply again = scene.Reinstall(scene.Server("db-01"));

        Assert.Equal((501, "Ecs.0603"), (again.Status, again.Code));
    }

    [Theory]
    [InlineData("Ecs.0202", false, 0)]
    [InlineData("Ecs.0204", true, 0)]
    [InlineData("Ecs.1002", false, 0)]
    [InlineData("Ecs.0226", false, 1)]
    public void A_failure_may_be_tried_again(string code, bool keepsDisk, int wipes)
    {
        using HuaweiEmulatorFixture scene = new(
            choices: new HuaweiUndocumentedBehavior { ReinstallFailureCode = code, FailedReinstallKeepsDisk = keepsDisk },
            faults: "ReinstallFails:1");
        Server server = scene.Server("db-01");
        int disks = scene.World.LooseDisks.Count;

        Reply job = scene.WaitFor(scene.Reinstall(server).JobId);

        Assert.Equal(("FAIL", code), (job.Text("status"), job.Text("error_code")));
        JsonShapeComparer.Same(Body("ecs.job.fail"), job.Body);
        Assert.Equal("SHUTOFF", (string?)Show(scene, server)["status"]);
        Assert.Equal(keepsDisk || wipes == 1, server.SystemDisk is not null);
        Assert.Equal(wipes, server.Wipes);
        Assert.DoesNotContain(scene.World.Servers, s => s.IsTemporary);

        Assert.Equal("SUCCESS", scene.WaitFor(scene.Reinstall(server).JobId).Text("status"));
        Assert.Equal(disks, scene.World.LooseDisks.Count);
        Assert.False(server.LastReinstallFailed);
    }

    [Fact]
    public void A_failure_may_leave_an_error()
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { FailedReinstallIsError = true }, faults: "ReinstallFails:1");
        Server server = scene.Server("db-01");

        scene.WaitFor(scene.Reinstall(server).JobId);
        Reply show = scene.Get($"/v1/{{p}}/cloudservers/{server.Id}");

        JsonShapeComparer.Same(Body("ecs.server.show.error-fault"), show.Body, "addresses");
        Assert.Equal("ERROR", show.Text("server.status"));
        Assert.Equal(200, scene.Reinstall(server).Status);
    }

    [Fact]
    public void Laying_hands_on_the_temporary_server_fails_the_reinstallation()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("db-01");
        Reply accepted = scene.Reinstall(server);
        scene.Advance(25);
        scene.Get("/v1/{p}/cloudservers/detail");
        Server temporary = scene.World.Servers.Single(s => s.IsTemporary);

        scene.Post("/v1/{p}/cloudservers/delete", new { servers = new[] { new { id = temporary.Id } }, delete_publicip = false, delete_volume = false });

        Assert.Equal("FAIL", scene.WaitFor(accepted.JobId).Text("status"));
    }

    [Fact]
    public void A_windows_password_is_empty_for_a_while_and_opens_with_the_private_key()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Server server = scene.Server("win-01");
        string path = $"/v2.1/{{p}}/servers/{server.Id}/os-server-password";
        string before = scene.Get(path).Text("password");
        Assert.Equal(server.Password, Decrypt(scene, before));
        Assert.Equal(before, scene.Get(path).Text("password"));

        scene.WaitFor(scene.Act("os-stop", null, server).JobId);
        scene.WaitFor(scene.Reinstall(server).JobId);
        Assert.Equal("", scene.Get(path).Text("password"));
        scene.Advance(301);
        string after = Decrypt(scene, scene.Get(path).Text("password"));

        Assert.Equal(server.Password, after);
        Assert.Equal(204, scene.Send("DELETE", path).Status);
        Assert.Equal("", scene.Get(path).Text("password"));
        Assert.Equal("", scene.Get($"/v2/{{p}}/servers/{scene.Server("web-01").Id}/os-server-password").Text("password"));
    }

    [Fact]
    public void Switching_a_guest_that_still_takes_its_key_loses_the_password()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("win-01");
        scene.WaitFor(scene.Act("os-stop", null, server).JobId);
        scene.WaitFor(scene.Reinstall(server).JobId);

        scene.WaitFor(scene.Act("reboot", "SOFT", server).JobId);
        scene.Advance(3600);

        Assert.Equal("", scene.Get($"/v1/{{p}}/cloudservers/{server.Id}/os-server-password").Text("password"));
    }

    [Fact]
    public void A_stale_windows_password_may_stay()
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { ReinstallEmptiesStoredPassword = false });
        Server server = scene.Server("win-01");
        string path = $"/v1/{{p}}/cloudservers/{server.Id}/os-server-password";
        string before = scene.Get(path).Text("password");
        scene.WaitFor(scene.Act("os-stop", null, server).JobId);
        scene.WaitFor(scene.Reinstall(server).JobId);

        Assert.Equal(before, scene.Get(path).Text("password"));
        scene.Advance(301);
        Assert.NotEqual(before, scene.Get(path).Text("password"));
    }

    [Fact]
    public void Byol_needs_a_dedicated_host_for_windows()
    {
        using HuaweiEmulatorFixture scene = new();
        object byol = new { keyname = scene.Credentials.KeyPairName, userid = scene.Tenant.UserId, metadata = new { BYOL = "true" } };
        Server shared = scene.Server("win-01");
        scene.WaitFor(scene.Act("os-stop", null, shared).JobId);

        Assert.Equal("Ecs.0005", scene.Reinstall(shared, byol).Code);
        Assert.Equal(200, scene.Reinstall(scene.Server("byol-01"), byol).Status);
    }

    [Fact]
    public void Byol_may_be_missing_in_a_region()
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { ByolIsAvailable = false });
        object byol = new { keyname = scene.Credentials.KeyPairName, userid = scene.Tenant.UserId, metadata = new { BYOL = "true" } };

        Assert.Equal("Ecs.0090", scene.Reinstall(scene.Server("db-01"), byol).Code);
    }

    [Fact]
    public void A_change_of_system_changes_the_image_and_may_grow_the_disk()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Server server = scene.Server("db-01");
        Image image = scene.World.Images.First(i => i.Platform == "Windows");
        string path = $"/v2/{{p}}/cloudservers/{server.Id}/changeos";
        object body(string id) => new Dictionary<string, object> { ["os-change"] = new { imageid = id, keyname = scene.Credentials.KeyPairName } };

        Assert.Equal("Ecs.0005", scene.Post(path, body("windows")).Code);
        Assert.Equal("Ecs.0031", scene.Post(path, body(scene.World.NewUuid())).Code);
        Reply job = scene.WaitFor(scene.Post(path, body(image.Id)).JobId);

        Assert.Equal("SUCCESS", job.Text("status"));
        JToken after = Show(scene, server);
        Assert.Equal((image.Id, image.Id, "Windows"), ((string?)after["image"]!["id"], (string?)after["metadata"]!["metering.image_id"], (string?)after["metadata"]!["os_type"]));
        Assert.Equal(1, scene.World.Effects["replace"]);
    }

    [Fact]
    public void A_dearer_image_on_a_subscription_waits_for_payment()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("prepaid-01");
        string image = scene.World.Images.First(i => i.Platform == "RedHat").Id;

        Reply reply = scene.Post($"/v2/{{p}}/cloudservers/{server.Id}/changeos", new Dictionary<string, object> { ["os-change"] = new { imageid = image } });
        scene.Advance(3600);

        Assert.Equal("PENDING_PAYMENT", scene.Job(reply.JobId!).Text("status"));
        Assert.Equal("ORDER", (string?)Show(scene, server)["metadata"]!["lockSource"]);
        Assert.Equal(0, server.Wipes);
    }

    private static string Decrypt(HuaweiEmulatorFixture scene, string text)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(scene.Sandbox.ExportPrivateKey());
        return Encoding.UTF8.GetString(rsa.Decrypt(Convert.FromBase64String(text), RSAEncryptionPadding.Pkcs1));
    }

    private static int Volumes(HuaweiEmulatorFixture scene) =>
        (int)scene.Get($"/v2/{{p}}/os-quota-sets/{scene.World.AccountId}?usage=True", "evs").Body!["quota_set"]!["volumes"]!["in_use"]!;

    private static JToken Show(HuaweiEmulatorFixture scene, Server server) => scene.Get($"/v1/{{p}}/cloudservers/{server.Id}").Body!["server"]!;

    private static JToken? SystemDisk(HuaweiEmulatorFixture scene, Server server) => scene.Get($"/v1/{{p}}/cloudservers/{server.Id}/block_device")
        .Body!["volumeAttachments"]!.FirstOrDefault(a => (int)a["bootIndex"]! == 0)?["volumeId"];

    private static JToken? Body(string sample) => SampleFiles.Read("huawei", sample)["response"]!["body"];
}
