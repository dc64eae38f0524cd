using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public class PowerTests
{
    [Fact]
    public void A_stop_shows_by_its_task_and_ends_with_its_job()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Server server = scene.Server("web-01");

        Reply stop = scene.Act("os-stop", "SOFT", server, scene.Server("web-02"));
        JToken during = Show(scene, server);

        Assert.Equal(200, stop.Status);
        Assert.Equal("otc:POST os-stop", stop.Operation);
        Assert.True(stop.IsWrite);
        Assert.Equal(("ACTIVE", "powering-off"), ((string?)during["status"], (string?)during["OS-EXT-STS:task_state"]));
        Assert.Equal("INIT", scene.Job(stop.JobId!).Text("status"));
        Reply job = scene.WaitFor(stop.JobId);
        JsonShapeComparer.Same(SampleFiles.Read("huawei", "ecs.job.batch-success")["response"]!["body"], job.Body);
        Assert.Equal("SUCCESS", job.Text("status"));
        JToken after = Show(scene, server);
        Assert.Equal(("SHUTOFF", null, 4), ((string?)after["status"], (string?)after["OS-EXT-STS:task_state"], (int)after["OS-EXT-STS:power_state"]!));
        Assert.Equal(2, scene.World.Effects["stop"]);
    }

    [Fact]
    public void A_wrong_state_fails_its_own_sub_job()
    {
        using HuaweiEmulatorFixture scene = new();

        Reply stop = scene.Act("os-stop", "SOFT", scene.Server("web-01"), scene.Server("db-01"));
        Reply job = scene.WaitFor(stop.JobId);

        JsonShapeComparer.Same(SampleFiles.Read("huawei", "ecs.job.batch-partial-fail")["response"]!["body"]!["entities"]!["sub_jobs"]![1], job.Body!["entities"]!["sub_jobs"]![1]);
        Assert.Equal(["SUCCESS", "FAIL"], job.Body["entities"]!["sub_jobs"]!.Select(s => (string?)s["status"]));
        Assert.Equal("Ecs.0100", job.Text("entities.sub_jobs[1].error_code"));
        Assert.Equal("FAIL", job.Text("status"));
    }

    [Fact]
    public void A_wrong_state_may_refuse_the_call_instead()
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { WrongStateRefusesCall = true });

        Reply stop = scene.Act("os-stop", "SOFT", scene.Server("web-01"), scene.Server("db-01"));

        Assert.Equal((400, "Ecs.0100"), (stop.Status, stop.Code));
        Assert.Equal(ServerPhase.Running, scene.Server("web-01").Phase);
    }

    [Theory]
    [InlineData("protected-01", "os-stop", "Ecs.0605")]
    [InlineData("frozen-01", "os-start", "Ecs.0003")]
    [InlineData("diskless-01", "os-start", "Ecs.0105")]
    public void Some_servers_are_not_to_be_touched(string name, string verb, string code)
    {
        using HuaweiEmulatorFixture scene = new();

        Assert.Equal(code, scene.WaitFor(scene.Act(verb, null, scene.Server(name)).JobId).Text("entities.sub_jobs[0].error_code"));
    }

    [Theory]
    [InlineData("{\"reboot\":{\"servers\":[{\"id\":\"x\"}]}}")]
    [InlineData("{\"os-stop\":{\"type\":\"NOW\",\"servers\":[{\"id\":\"x\"}]}}")]
    [InlineData("{\"os-stop\":{\"servers\":[]}}")]
    [InlineData("{\"os-stop\":{},\"os-start\":{}}")]
    [InlineData("{\"explode\":{}}")]
    [InlineData("nothing")]
    public void Malformed_actions_are_refused(string body)
    {
        using HuaweiEmulatorFixture scene = new();

        Reply reply = scene.Send("POST", "/v1/{p}/cloudservers/action", body);

        Assert.Equal((400, "Ecs.0005"), (reply.Status, reply.Code));
    }

    [Fact]
    public void A_guest_that_ignores_an_orderly_stop_is_forced()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-01");
        server.IgnoresShutdown = true;

        Reply soft = scene.Act("os-stop", "SOFT", server);
        scene.Advance(120);
        Assert.Equal("RUNNING", scene.Job(soft.JobId!).Text("status"));
        Reply hard = scene.Act("os-stop", "HARD", server);

        Assert.Equal("SUCCESS", scene.WaitFor(hard.JobId).Text("status"));
        Assert.Equal("SUCCESS", scene.WaitFor(soft.JobId).Text("status"));
        Assert.Equal(ServerPhase.Stopped, server.Phase);
    }

    [Fact]
    public void An_orderly_stop_gives_up_in_the_end()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-01");
        server.IgnoresShutdown = true;

        Reply job = scene.WaitFor(scene.Act("os-stop", null, server).JobId);

        Assert.Equal("FAIL", job.Text("status"));
        Assert.Equal(ServerPhase.Running, server.Phase);
    }

    [Fact]
    public void Too_many_servers_and_unknown_jobs()
    {
        using HuaweiEmulatorFixture scene = new();

        Reply many = scene.Post("/v1/{p}/cloudservers/action", JObject.FromObject(new { reboot = new { type = "SOFT", servers = Enumerable.Range(0, 1001).Select(i => new { id = "s" + i }) } }));
        Reply job = scene.Job("not-a-job");

        Assert.Equal("Ecs.0118", many.Code);
        Assert.Equal((400, "Common.0011"), (job.Status, job.Code));
        JsonShapeComparer.Same(SampleFiles.Read("huawei", "ecs.job.query-failed")["response"]!["body"], job.Body);
    }

    [Fact]
    public void Novas_actions_have_no_job_and_conflict_in_a_wrong_state()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Server server = scene.Server("web-01");
        string path = $"/v2.1/{{p}}/servers/{server.Id}/action";

        Assert.Equal(202, scene.Send("POST", path, "{\"os-stop\":{}}").Status);
        scene.Advance(60);
        Reply again = scene.Send("POST", path, "{\"os-stop\":{}}");
        Assert.Equal(409, again.Status);
        JsonShapeComparer.Same(SampleFiles.Read("huawei", "error.409.nova")["response"]!["body"], again.Body);
        Reply locked = scene.Send("POST", path, "{\"lock\":null}");
        Assert.Equal("otc:POST lock", locked.Operation);
        Assert.True(server.IsProtected);
        Assert.Equal("Ecs.0605", scene.WaitFor(scene.Act("os-start", null, server).JobId).Text("entities.sub_jobs[0].error_code"));
        Assert.Equal(202, scene.Send("POST", path, "{\"unlock\":null}").Status);
        Assert.Equal(400, scene.Send("POST", path, "{\"reboot\":{}}").Status);
        Reply actions = scene.Get($"/v2.1/{{p}}/servers/{server.Id}/os-instance-actions");
        JsonShapeComparer.Same(SampleFiles.Read("huawei", "nova.instance-actions")["response"]!["body"], actions.Body);
        Assert.Equal(["unlock", "lock", "stop"], actions.Body!["instanceActions"]!.Select(a => (string?)a["action"]));
    }

    private static JToken Show(HuaweiEmulatorFixture scene, Server server) => scene.Get($"/v1/{{p}}/cloudservers/{server.Id}").Body!["server"]!;
}
