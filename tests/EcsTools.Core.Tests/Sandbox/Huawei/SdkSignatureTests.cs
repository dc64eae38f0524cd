using System.Globalization;
using System.Text;

using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Huawei.Identity;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public class SdkSignatureTests
{
    public static TheoryData<string> Vectors => [.. SampleFiles.Read("huawei", "signing-vectors")["vectors"]!.Select(v => (string)v["name"]!)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Official_vectors_are_admitted_at_their_time(string name)
    {
        JToken vector = Vector(name);
        SandboxRequest request = Request(vector, (string)vector["expected"]!["authorization"]!);

        Assert.Equal((string?)vector["expected"]!["canonicalRequest"], SdkSignature.Canonical(request, SdkAuthorization.Parse(request.Header("authorization"))!.SignedHeaders));
        Assert.Null(GuardFor(vector).Authorize(request).Token);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_changed_signature_is_refused_with_the_canonical_request(string name)
    {
        JToken vector = Vector(name);
        string authorization = (string)vector["expected"]!["authorization"]!;
        SandboxRequest request = Request(vector, authorization[..^1] + (authorization[^1] == '0' ? '1' : '0'));

        EcsTools.Sandbox.Emulators.Huawei.ApiErrorException refused =
            Assert.Throws<EcsTools.Sandbox.Emulators.Huawei.ApiErrorException>(() => GuardFor(vector).Authorize(request));

        Assert.Equal(401, refused.Response.Status);
        Assert.Contains("verify aksk signature fail", refused.Response.Body);
        Assert.Contains(((string)vector["expected"]!["bodySha256"]!), refused.Response.Body);
    }

    [Fact]
    public void The_three_refusals_of_the_gateway()
    {
        using HuaweiEmulatorFixture scene = new();

        Reply unknown = Signed(scene, "NOSUCHACCESSKEY", scene.Credentials.AccessKeySecret, scene.Wall);
        Reply late = Signed(scene, scene.Credentials.AccessKeyId, scene.Credentials.AccessKeySecret, scene.Wall.AddMinutes(-16));
        Reply wrong = Signed(scene, scene.Credentials.AccessKeyId, "wrong", scene.Wall);
        Reply inTime = Signed(scene, scene.Credentials.AccessKeyId, scene.Credentials.AccessKeySecret, scene.Wall.AddMinutes(14));

        Assert.All([unknown, late, wrong], r => Assert.Equal((401, "APIGW.0301"), (r.Status, r.Code)));
        Assert.Contains("ak NOSUCHACCESSKEY not exist", unknown.Text("error_msg"));
        Assert.Contains("signature expired", late.Text("error_msg"));
        Assert.Contains("canonicalRequest:GET|/v1/", wrong.Text("error_msg"));
        Assert.Equal(wrong.Text("request_id"), wrong.Headers["X-Request-Id"]);
        Assert.Equal(200, inTime.Status);
        JsonShapeComparer.Same(SampleFiles.Read("huawei", "error.401.APIGW.0301.signature")["response"]!["body"], wrong.Body);
    }

    [Fact]
    public void Headers_outside_the_signature_may_change_and_those_inside_may_not()
    {
        using HuaweiEmulatorFixture scene = new();
        Dictionary<string, string> headers = Headers(scene);
        SandboxRequest request = List(scene, headers);
        HuaweiEmulatorFixture.Sign(request, headers, scene.Credentials.AccessKeyId, scene.Credentials.AccessKeySecret, scene.Wall);

        headers["user-agent"] = "added later";
        Assert.Equal(200, scene.Send(request).Status);

        headers["x-project-id"] = Guid.Empty.ToString("N");
        Assert.Equal(401, scene.Send(request).Status);
    }

    [Fact]
    public void A_signature_must_cover_its_date()
    {
        using HuaweiEmulatorFixture scene = new();
        Dictionary<string, string> headers = Headers(scene);
        SandboxRequest request = List(scene, headers);
        string date = scene.Wall.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        headers["x-sdk-date"] = date;
        string signature = SdkSignature.Sign(SdkSignature.Canonical(request, ["host"]), date, scene.Credentials.AccessKeySecret);
        headers["authorization"] = $"SDK-HMAC-SHA256 Access={scene.Credentials.AccessKeyId}, SignedHeaders=host, Signature={signature}";

        Assert.Equal(401, scene.Send(request).Status);
    }

    [Fact]
    public void Unsigned_payloads_are_taken_as_such()
    {
        using HuaweiEmulatorFixture scene = new();
        Dictionary<string, string> headers = Headers(scene);
        headers["x-sdk-content-sha256"] = "UNSIGNED-PAYLOAD";
        SandboxRequest request = List(scene, headers);
        HuaweiEmulatorFixture.Sign(request, headers, scene.Credentials.AccessKeyId, scene.Credentials.AccessKeySecret, scene.Wall);

        Assert.Equal(200, scene.Send(request).Status);
    }

    [Fact]
    public void Nobody_gets_in_without_a_credential()
    {
        using HuaweiEmulatorFixture scene = new();

        Assert.Equal(401, scene.Send(List(scene, Headers(scene))).Status);
    }

    private static Reply Signed(HuaweiEmulatorFixture scene, string access, string secret, DateTimeOffset at)
    {
        Dictionary<string, string> headers = Headers(scene);
        SandboxRequest request = List(scene, headers);
        HuaweiEmulatorFixture.Sign(request, headers, access, secret, at);
        return scene.Send(request);
    }

    private static Dictionary<string, string> Headers(HuaweiEmulatorFixture scene) => new()
    {
        ["host"] = $"ecs.{scene.World.Region}.{scene.Suffix}",
        ["x-project-id"] = scene.World.AccountId,
    };

    private static SandboxRequest List(HuaweiEmulatorFixture scene, Dictionary<string, string> headers) => new()
    {
        Method = "GET",
        RawPath = $"/v1/{scene.World.AccountId}/cloudservers/detail",
        RawQuery = "",
        Headers = headers,
    };

    private static JToken Vector(string name) =>
        SampleFiles.Read("huawei", "signing-vectors")["vectors"]!.First(v => (string?)v["name"] == name);

    private static SandboxRequest Request(JToken vector, string authorization)
    {
        JToken input = vector["input"]!;
        Dictionary<string, string> headers = ((JObject)input["headers"]!).Properties()
            .ToDictionary(p => p.Name.ToLowerInvariant(), p => (string)p.Value!);
        headers["host"] = (string)input["host"]!;
        headers["authorization"] = authorization;
        return new SandboxRequest
        {
            Method = (string)input["method"]!,
            RawPath = (string)input["path"]!,
            RawQuery = string.Join("&", ((JObject)input["query"]!).Properties().Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString((string)p.Value!)}")),
            Headers = headers,
            Body = Encoding.UTF8.GetBytes((string)input["body"]!),
        };
    }

    /// <summary>A guard who knows the vector's key and lives at its time; a vector's security token is outside its knowledge.</summary>
    private static RequestAuthorizer GuardFor(JToken vector)
    {
        JToken input = vector["input"]!;
        string date = (string)input["headers"]!["X-Sdk-Date"]!;
        DateTimeOffset at = DateTimeOffset.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        SandboxCredentials credentials = new()
        {
            AccessKeyId = (string)input["ak"]!,
            AccessKeySecret = (string)input["sk"]!,
            DomainName = "",
            UserName = "",
            Password = "",
            KeyPairName = "",
            SecondKeyPairName = "",
        };
        EmulatorContext context = new()
        {
            Credentials = credentials,
            Tenant = new Tenant { AccountId = "", UserId = "", RamUserId = "", UserName = "", DomainId = "", DomainName = "" },
            Backends = [],
            Faults = new FaultInjector(new FaultSchedule([]), new FixedWindowQuota(0, VirtualClock.SelfAdvancing()), new RequestMetrics()),
            UndocumentedBehavior = new UndocumentedBehavior(),
        };
        return new RequestAuthorizer(context, new TokenStore(() => at));
    }
}
