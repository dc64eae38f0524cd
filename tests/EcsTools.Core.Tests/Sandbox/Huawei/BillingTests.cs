using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public class BillingTests
{
    private const string Resources = "/v2/orders/subscriptions/resources";
    private const string Ratings = "/v2/bills/ratings";

    [Fact]
    public void Ratings_HaveTheShapesOfTheContract()
    {
        using HuaweiEmulatorFixture scene = new();
        object vm = Product(scene, "hws.service.type.ec2", "hws.resource.type.vm", "s3.large.2.linux");
        object disk = Product(scene, "hws.service.type.ebs", "hws.resource.type.volume", "SSD");

        Reply onDemand = scene.Post(Ratings + "/on-demand-resources", new { project_id = scene.World.AccountId, inquiry_precision = 0, product_infos = new[] { vm, disk } }, "bss");
        Reply period = scene.Post(Ratings + "/period-resources/subscribe-rate", new { project_id = scene.World.AccountId, product_infos = new[] { vm } }, "bss");
        Reply renewal = scene.Post(
            Ratings + "/period-resources/renew-rate",
            new { resource_ids = new[] { scene.Server("prepaid-01").Id }, period_type = 2, period_num = 1, include_relative_resources = true },
            "bss");

        Assert.Equal((decimal)onDemand.Body!["amount"]!, onDemand.Body["product_rating_results"]!.Sum(r => (decimal)r["amount"]!));
        Assert.Equal(1, (int)period.Body!["optional_discount_rating_results"]![0]!["best_offer"]!);
        Assert.Equal(JTokenType.String, renewal.Body!["renew_inquiry_results"]![0]!["amount"]!.Type);
    }

    [Theory]
    [InlineData("hws.service.type.ec2", "hws.resource.type.vm", "s3.none.2.linux")]
    [InlineData("hws.service.type.ec2", "hws.resource.type.vm", "s3.large.2")]
    [InlineData("hws.service.type.moon", "hws.resource.type.vm", "s3.large.2.linux")]
    public void Ratings_OneWrongProduct_FailsTheWholeQuestion(string service, string type, string spec)
    {
        using HuaweiEmulatorFixture scene = new();
        object right = Product(scene, "hws.service.type.ec2", "hws.resource.type.vm", "s3.large.2.linux");

        Reply reply = scene.Post(
            Ratings + "/on-demand-resources",
            new { project_id = scene.World.AccountId, inquiry_precision = 0, product_infos = new[] { right, Product(scene, service, type, spec) } },
            "bss");

        Assert.Equal("CBC.99006006", (string?)reply.Body!["error_code"]);
    }

    [Fact]
    public void Renew_Unpaid_WaitsForItsPayment()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("prepaid-01");
        DateTimeOffset end = server.ExpiresAt!.Value;
        string order = (string)Renew(scene, server.Id, pays: 0).Body!["order_ids"]!.Single()!;

        Assert.Equal(6, Status(scene, order));
        Assert.Equal("CBC.99003623", (string?)Renew(scene, server.Id, pays: 0).Body!["fail_resource_infos"]![0]!["error_code"]);
        Assert.Equal(204, scene.Post("/v3/orders/customer-orders/pay", new { order_id = order, use_coupon = "NO", use_discount = "NO" }, "bss").Status);
        Assert.Equal(3, Status(scene, order));
        Assert.Equal(end, server.ExpiresAt);
        scene.Advance(10);
        Assert.Equal(5, Status(scene, order));
        Assert.Equal(end.AddMonths(1), server.ExpiresAt);
    }

    [Fact]
    public void Order_Cancelled_ChangesNothing()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("prepaid-01");
        DateTimeOffset end = server.ExpiresAt!.Value;
        string order = (string)Renew(scene, server.Id, pays: 0).Body!["order_ids"]!.Single()!;

        Assert.Equal(204, scene.Send("PUT", "/v2/orders/customer-orders/cancel", new { order_id = order }, "bss").Status);
        scene.Advance(60);

        Assert.Equal((4, end), (Status(scene, order), server.ExpiresAt));
        Assert.Equal(400, scene.Send("PUT", "/v2/orders/customer-orders/cancel", new { order_id = order }, "bss").Status);
    }

    [Fact]
    public void Renew_PartOrStranger_FailsInsideASuccess()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("prepaid-01");

        Assert.Equal("CBC.30010036", Flaw(scene, server.SystemDisk!.Id));
        Assert.Equal("CBC.99003012", Flaw(scene, scene.Server("web-01").Id));
        server.ExpiresAt = scene.World.Now.AddDays(-1);
        Assert.Equal("CBC.99003602", Flaw(scene, server.Id));
        Assert.Equal(400, scene.Post(Resources + "/renew", new { resource_ids = new[] { server.Id }, period_type = 2, period_num = 12, is_auto_pay = 0 }, "bss").Status);
    }

    [Fact]
    public void Query_Server_HasItsDisksAsParts()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("prepaid-01");

        Reply all = scene.Post("/v2/orders/suscriptions/resources/query", new { only_main_resource = 0, offset = 0, limit = 50 }, "bss");

        Assert.Equal([server.Id, server.SystemDisk!.Id], all.Body!["data"]!.Select(d => (string)d["resource_id"]!));
        Assert.Equal([1, 0], all.Body["data"]!.Select(d => (int)d["is_main_resource"]!));
    }

    [Fact]
    public void ExpirePolicy_FollowsAutoRenewalAndToOnDemand()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("prepaid-01");

        Assert.Equal(204, scene.Send("POST", $"{Resources}/autorenew/{server.Id}", null, "bss").Status);
        Assert.Equal(3, Policy(scene, server));
        Assert.Equal(204, scene.Send("DELETE", $"{Resources}/autorenew/{server.Id}", null, "bss").Status);
        Assert.Equal(0, Policy(scene, server));
        Assert.Equal(204, scene.Post(Resources + "/to-on-demand", new { operation = "SET_UP", resource_ids = new[] { server.Id } }, "bss").Status);
        Assert.Equal(1, Policy(scene, server));
        scene.Clock.Advance(TimeSpan.FromDays(201));
        scene.Get($"/v1/{{p}}/cloudservers/{server.Id}");
        Assert.False(server.IsSubscription);
    }

    [Fact]
    public void ChangeChargeMode_HoldsTheServerUntilTheOrderEnds()
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-01");
        object body = Change(server.Id, "1", dryRun: false);

        Assert.Equal(202, scene.Post("/v1/{p}/cloudservers/actions/change-charge-mode", Change(server.Id, "1", dryRun: true)).Status);
        string order = scene.Post("/v1/{p}/cloudservers/actions/change-charge-mode", body).Text("order_id")!;
        Assert.Equal("ORDER", scene.Get($"/v1/{{p}}/cloudservers/{server.Id}").Text("server.metadata.lockSource"));
        Assert.Equal("Ecs.0605", scene.Post("/v1/{p}/cloudservers/actions/change-charge-mode", body).Code);
        scene.Post("/v3/orders/customer-orders/pay", new { order_id = order, use_coupon = "NO", use_discount = "NO" }, "bss");
        scene.Advance(10);

        Reply after = scene.Get($"/v1/{{p}}/cloudservers/{server.Id}");
        Assert.Equal(("1", ""), (after.Text("server.metadata.charging_mode"), after.Text("server.metadata.lockSource")));
        Assert.Equal("Ecs.7000", scene.Post("/v1/{p}/cloudservers/actions/change-charge-mode", body).Code);
        Assert.Equal("Ecs.0005", scene.Post("/v1/{p}/cloudservers/actions/change-charge-mode", Change(server.Id, "10", dryRun: false)).Code);
    }

    [Fact]
    public void OpenTelekom_HasNoneOfIt()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Assert.Equal(404, scene.Post("/v1/{p}/cloudservers/actions/change-charge-mode", Change(scene.Server("web-01").Id, "1", dryRun: false)).Status);
        Assert.Equal(404, scene.Post(Resources + "/renew", new { resource_ids = new[] { "x" }, period_type = 2, period_num = 1 }, "bss").Status);
    }

    private static Reply Renew(HuaweiEmulatorFixture scene, string id, int pays) =>
        scene.Post(Resources + "/renew", new { resource_ids = new[] { id }, period_type = 2, period_num = 1, is_auto_pay = pays }, "bss");

    private static string? Flaw(HuaweiEmulatorFixture scene, string id) => (string?)Renew(scene, id, pays: 1).Body!["fail_resource_infos"]![0]!["error_code"];

    private static int Status(HuaweiEmulatorFixture scene, string order) =>
        (int)scene.Get("/v2/orders/customer-orders/details/" + order, "bss").Body!["order_info"]!["status"]!;

    private static int Policy(HuaweiEmulatorFixture scene, Server server) => (int)scene.Post(
        "/v2/orders/suscriptions/resources/query", new { resource_ids = new[] { server.Id }, only_main_resource = 1 }, "bss").Body!["data"]![0]!["expire_policy"]!;

    private static object Product(HuaweiEmulatorFixture scene, string service, string type, string spec) => new
    {
        id = spec,
        cloud_service_type = service,
        resource_type = type,
        resource_spec = spec,
        region = scene.World.Region,
        resource_size = 40,
        size_measure_id = 17,
        usage_factor = "Duration",
        usage_value = 1,
        usage_measure_id = 4,
        subscription_num = 1,
        period_type = 2,
        period_num = 1,
    };

    private static object Change(string id, string count, bool dryRun) => new
    {
        server_ids = new[] { id },
        charge_mode = "prePaid",
        prepaid_options = new { include_data_disks = false, include_publicips = false, period_type = "month", period_num = count, auto_pay = false, auto_renew = false },
        dry_run = dryRun,
    };
}
