using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Huawei;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public class IdentityTests
{
    [Theory]
    [InlineData(SandboxCloud.Huawei, "cn-north-4")]
    [InlineData(SandboxCloud.OpenTelekom, "eu-de")]
    public void A_password_gives_a_token_that_opens_its_project_only(SandboxCloud cloud, string region)
    {
        using HuaweiEmulatorFixture scene = new(cloud);

        Reply login = scene.Send("POST", "/v3/auth/tokens", scene.PasswordLogin(new { project = new { name = region } }), "iam");
        string token = login.Headers["X-Subject-Token"];

        Assert.Equal(201, login.Status);
        Assert.False(login.IsWrite);
        JsonShapeComparer.Same(Body("iam.token.password-project"), login.Body);
        Assert.Equal(scene.World.AccountId, login.Text("token.project.id"));
        Assert.Equal($"https://ecs.{region}.{scene.Suffix}/v1/{scene.World.AccountId}", login.Text("token.catalog[2].endpoints[0].url"));
        Assert.Equal(200, scene.Send("GET", "/v1/{p}/cloudservers/detail", token: token).Status);
        Reply other = scene.Send("GET", $"/v1/{Guid.NewGuid():N}/cloudservers/detail", token: token);
        Assert.Equal((400, "Ecs.0023"), (other.Status, other.Code));
    }

    [Fact]
    public void Catalogues_are_left_out_on_request_and_scopes_are_told()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Reply project = scene.Send("POST", "/v3/auth/tokens?nocatalog=true", scene.PasswordLogin(new { project = new { id = scene.World.AccountId } }), "iam");
        Reply domain = scene.Send("POST", "/v3/auth/tokens", scene.PasswordLogin(new { domain = new { name = scene.Credentials.DomainName } }), "iam");

        JsonShapeComparer.Same(Body("iam.token.password-project-nocatalog"), project.Body);
        JsonShapeComparer.Same(Body("iam.token.password-domain"), domain.Body);
        Reply servers = scene.Send("GET", "/v1/{p}/cloudservers/detail", token: domain.Headers["X-Subject-Token"]);
        Assert.Equal((400, "Ecs.0023"), (servers.Status, servers.Code));
    }

    [Fact]
    public void On_loopback_the_catalogue_leads_back_to_the_same_port()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Reply login = scene.Send("POST", "/v3/auth/tokens", scene.PasswordLogin(new { project = new { name = "eu-de" } }), host: "127.0.0.1:8443");

        Assert.Equal($"http://127.0.0.1:8443/v2.1/{scene.World.AccountId}", login.Text("token.catalog[1].endpoints[0].url"));
        string token = login.Headers["X-Subject-Token"];
        Assert.Equal("otc:GET cloudimages", scene.Send("GET", "/v2/cloudimages", token: token, host: "127.0.0.1:8443").Operation);
    }

    [Fact]
    public void Wrong_logins_are_refused()
    {
        using HuaweiEmulatorFixture scene = new();
        object scope = new { project = new { name = "cn-north-4" } };

        Reply wrong = scene.Send("POST", "/v3/auth/tokens", scene.PasswordLogin(scope, "wrong"), "iam");
        Reply elsewhere = scene.Send("POST", "/v3/auth/tokens", scene.PasswordLogin(new { project = new { name = "eu-de" } }), "iam");
        Reply malformed = scene.Send("POST", "/v3/auth/tokens", "{]", "iam");

        Assert.Equal((401, "IAM.0062"), (wrong.Status, wrong.Code));
        JsonShapeComparer.Same(Body("error.401.IAM.0062"), wrong.Body);
        Assert.Equal(401, elsewhere.Status);
        Assert.Equal(400, malformed.Status);
    }

    [Fact]
    public void Wrong_logins_in_Keystones_form()
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { LoginIsRefusedByKeystone = true });

        JsonShapeComparer.Same(Body("error.401.keystone"), scene.Send("POST", "/v3/auth/tokens", scene.PasswordLogin(null, "wrong"), "iam").Body);
    }

    [Fact]
    public void A_second_factor_must_be_brought_where_there_is_one()
    {
        using HuaweiEmulatorFixture scene = new(choices: new HuaweiUndocumentedBehavior { Passcode = "123456" });
        JObject login = JObject.FromObject(scene.PasswordLogin(new { project = new { name = "cn-north-4" } }));

        Assert.Equal(401, scene.Send("POST", "/v3/auth/tokens", login.ToString(), "iam").Status);

        JObject identity = (JObject)login["auth"]!["identity"]!;
        identity["methods"] = new JArray("password", "totp");
        identity["totp"] = JObject.FromObject(new { user = new { id = scene.Tenant.UserId, passcode = "123456" }, passcode = "123456" });
        Assert.Equal(201, scene.Send("POST", "/v3/auth/tokens", login.ToString(), "iam").Status);
    }

    [Fact]
    public void Tokens_end_after_a_day_or_when_told_to()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        string token = scene.Token();
        string other = scene.Token();
        Reply list(string t) => scene.Send("GET", "/v1/{p}/cloudservers/detail", token: t);

        scene.Wall = scene.Wall.AddHours(23);
        Assert.Equal(200, list(token).Status);
        SandboxRequest drop = WithSubject(scene, "DELETE", token, other);
        Assert.Equal(204, scene.Send(drop).Status);
        Assert.Equal((401, "Common.0013"), (list(other).Status, list(other).Code));
        scene.Wall = scene.Wall.AddHours(2);
        Assert.Equal(401, list(token).Status);
        token = scene.Token();
        scene.Door.Tokens.DropAll();
        Assert.Equal(401, list(token).Status);
    }

    [Fact]
    public void A_fault_ends_a_token_once()
    {
        using HuaweiEmulatorFixture scene = new(faults: "TokenExpired:1");
        string token = scene.Token();

        Assert.Equal(401, scene.Send("GET", "/v1/{p}/cloudservers/detail", token: token).Status);
        Assert.Equal(401, scene.Send("GET", "/v1/{p}/cloudservers/detail", token: token).Status);
        Assert.Equal(200, scene.Send("GET", "/v1/{p}/cloudservers/detail", token: scene.Token()).Status);
    }

    [Fact]
    public void Tokens_are_checked_by_name()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        string token = scene.Token();

        JsonShapeComparer.Same(Body("iam.token.validate"), scene.Send(WithSubject(scene, "GET", token, token)).Body);
        Reply head = scene.Send(WithSubject(scene, "HEAD", token, token));
        Assert.Equal(200, head.Status);
        Assert.Null(head.Body);
        Assert.Equal(404, scene.Send(WithSubject(scene, "GET", token, "unknown")).Status);
    }

    [Fact]
    public void Projects_by_name_and_of_the_user()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Reply byName = scene.Get("/v3/projects?name=eu-de", "iam");
        Reply unknown = scene.Get("/v3/projects?name=mars-1", "iam");
        Reply mine = scene.Send("GET", "/v3/auth/projects", service: "iam", token: scene.Token());

        JsonShapeComparer.Same(Body("iam.projects.by-name"), byName.Body);
        Assert.Equal(scene.World.AccountId, byName.Text("projects[0].id"));
        Assert.Empty(unknown.Body!["projects"]!);
        JsonShapeComparer.Same(Body("iam.projects.of-user"), mine.Body);
        Assert.Equal(scene.Tenant.DomainId, scene.Send("GET", "/v3/auth/domains", service: "iam", token: scene.Token()).Text("domains[0].id"));
        Assert.Equal(5, scene.Send("GET", "/v3/auth/catalog", service: "iam", token: scene.Token()).Body!["catalog"]!.Count());
    }

    [Fact]
    public void On_loopback_a_regions_name_finds_the_cloud()
    {
        using HuaweiEmulatorFixture scene = new();

        Reply otc = scene.Send("GET", "/v3/projects?name=eu-de", host: "localhost:80");
        Reply huawei = scene.Send("GET", "/v3/projects?name=cn-north-4", host: "localhost:80");

        Assert.NotEqual(scene.World.AccountId, otc.Text("projects[0].id"));
        Assert.Equal(scene.World.AccountId, huawei.Text("projects[0].id"));
    }

    [Theory]
    [InlineData("agency_name")]
    [InlineData("xrole_name")]
    public void An_agency_is_assumed_under_either_name_of_the_field(string field)
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);
        Dictionary<string, object> role = new() { ["domain_name"] = scene.Credentials.DomainName, [field] = "sandbox-agency" };
        object body = new { auth = new { identity = new { methods = new[] { "assume_role" }, assume_role = role }, scope = new { project = new { name = "eu-de" } } } };

        Reply reply = scene.Send("POST", "/v3/auth/tokens?nocatalog=1", body, "iam", scene.Token());

        Assert.Equal(201, reply.Status);
        JsonShapeComparer.Same(Body("iam.token.assume-role"), reply.Body);
        Assert.Equal(200, scene.Send("GET", "/v1/{p}/cloudservers/detail", token: reply.Headers["X-Subject-Token"]).Status);
    }

    [Fact]
    public void Temporary_keys_need_their_security_token_and_end()
    {
        using HuaweiEmulatorFixture scene = new();
        string token = scene.Token();
        object body = new { auth = new { identity = new { methods = new[] { "token" }, token = new { duration_seconds = 900 } } } };

        Reply reply = scene.Send("POST", "/v3.0/OS-CREDENTIAL/securitytokens", body, "iam", token);

        Assert.Equal(201, reply.Status);
        JsonShapeComparer.Same(Body("iam.securitytoken.by-token"), reply.Body);
        Assert.Equal(200, WithKey(scene, reply, reply.Text("credential.securitytoken"), signToken: true).Status);
        Assert.Equal(200, WithKey(scene, reply, reply.Text("credential.securitytoken"), signToken: false).Status);
        Assert.Equal(401, WithKey(scene, reply, "wrong", signToken: true).Status);
        scene.Wall = scene.Wall.AddMinutes(16);
        Assert.Equal(401, WithKey(scene, reply, reply.Text("credential.securitytoken"), signToken: true).Status);
    }

    private static Reply WithKey(HuaweiEmulatorFixture scene, Reply key, string securityToken, bool signToken)
    {
        Dictionary<string, string> headers = new() { ["host"] = $"ecs.{scene.World.Region}.{scene.Suffix}" };
        SandboxRequest request = new()
        {
            Method = "GET",
            RawPath = $"/v1/{scene.World.AccountId}/cloudservers/detail",
            RawQuery = "limit=1",
            Headers = headers,
        };
        if (signToken)
        {
            headers["x-security-token"] = securityToken;
        }

        HuaweiEmulatorFixture.Sign(request, headers, key.Text("credential.access"), key.Text("credential.secret"), scene.Wall);
        headers["x-security-token"] = securityToken;
        return scene.Send(request);
    }

    private static SandboxRequest WithSubject(HuaweiEmulatorFixture scene, string method, string token, string subject) => new()
    {
        Method = method,
        RawPath = "/v3/auth/tokens",
        RawQuery = "",
        Headers = new Dictionary<string, string>
        {
            ["host"] = $"iam.{scene.World.Region}.{scene.Suffix}",
            ["x-auth-token"] = token,
            ["x-subject-token"] = subject,
        },
    };

    private static JToken? Body(string sample) => SampleFiles.Read("huawei", sample)["response"]!["body"];
}
