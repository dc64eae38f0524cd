using System.Text;

using EcsTools.Sandbox;
using EcsTools.Sandbox.Emulators.Alibaba.Identity;
using EcsTools.Sandbox.Hosting;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Sandbox;

public class AlibabaSignatureTests
{
    private readonly SandboxServer _server = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing() });

    [Theory]
    [InlineData("official-doc")]
    [InlineData("repeat-list")]
    [InlineData("special-chars")]
    [InlineData("sts")]
    [InlineData("empty-value")]
    [InlineData("form-body")]
    public void The_door_computes_the_published_signatures(string name)
    {
        JObject vector = Vector(name);
        Dictionary<string, string> headers = ((JObject)vector["headers"]!).Properties().ToDictionary(p => p.Name, p => (string)p.Value!);
        SandboxRequest request = new()
        {
            Method = (string)vector["method"]!,
            RawPath = (string)vector["path"]!,
            RawQuery = string.Join(
                "&",
                Pairs((JObject?)vector["query"]).Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}")),
            Headers = headers,
            Body = Encoding.UTF8.GetBytes((string?)vector["body"] ?? ""),
        };

        SignatureV3 signature = SignatureV3.Of(request, SignatureV3.MandatoryHeaders(request));

        Assert.Equal((string)vector["canonicalRequest"]!, signature.CanonicalRequest);
        Assert.Equal((string)vector["stringToSign"]!, signature.StringToSign);
        Assert.Equal((string)vector["signature"]!, signature.Sign((string)vector["accessKeySecret"]!));
    }

    [Theory]
    [InlineData("rpc-official-doc")]
    [InlineData("rpc-sdk-test-1")]
    [InlineData("rpc-sdk-test-2")]
    public void The_door_computes_the_older_signatures(string name)
    {
        JObject vector = Vector(name);

        string toSign = SignatureV1.StringToSign((string)vector["method"]!, Pairs((JObject)vector["parameters"]!));

        Assert.Equal((string)vector["stringToSign"]!, toSign);
        Assert.Equal((string)vector["signature"]!, SignatureV1.Sign(toSign, (string)vector["accessKeySecret"]!));
    }

    [Fact]
    public async Task A_wrong_secret_is_told_with_what_the_server_signed()
    {
        using AlibabaCaller caller = new(_server);
        caller.Secret = "wrong";

        AlibabaAnswer answer = await caller.Call("DescribeRegions");

        Assert.Equal((400, "SignatureDoesNotMatch"), (answer.Status, answer.Code));
        Assert.Contains("x-acs-action:DescribeRegions", (string)answer.Body["Message"]!);
        Assert.DoesNotContain(_server.Credentials.AccessKeySecret, (string)answer.Body["Message"]!);
    }

    [Fact]
    public async Task A_request_changed_on_its_way_is_refused()
    {
        using AlibabaCaller caller = new(_server);
        using HttpRequestMessage request = caller.Sign("StopInstance", "InstanceId", "i-a");
        request.RequestUri = new Uri(caller.BaseAddress, "/?InstanceId=i-b");

        Assert.Equal("SignatureDoesNotMatch", (await caller.Send(request)).Code);
    }

    [Fact]
    public async Task Headers_of_the_service_have_to_be_signed()
    {
        using AlibabaCaller caller = new(_server);
        using HttpRequestMessage request = caller.Sign("DescribeRegions");
        request.Headers.TryAddWithoutValidation("x-acs-more", "1");

        Assert.Equal("IncompleteSignature", (await caller.Send(request)).Code);
    }

    [Fact]
    public async Task A_nonce_is_good_once()
    {
        using AlibabaCaller caller = new(_server) { Nonce = "n-1" };
        await caller.Ok("DescribeRegions");

        Assert.Equal("SignatureNonceUsed", await caller.Refused(400, "DescribeRegions"));
    }

    [Theory]
    [InlineData(-16, "InvalidTimeStamp.Expired")]
    [InlineData(16, "InvalidTimeStamp.Expired")]
    [InlineData(-14, null)]
    [InlineData(14, null)]
    public async Task A_clock_may_be_off_by_fifteen_minutes(int minutes, string? code)
    {
        using AlibabaCaller caller = new(_server) { Date = DateTimeOffset.UtcNow.AddMinutes(minutes) };

        Assert.Equal(code, (await caller.Call("DescribeRegions")).Code);
    }

    [Fact]
    public async Task Unknown_keys_actions_and_versions_are_refused()
    {
        using AlibabaCaller caller = new(_server);
        Assert.Equal("InvalidAction.NotFound", await caller.Refused(404, "DescribeNothing"));
        Assert.Equal("InvalidAction.NotFound", await caller.Refused(404, "GetCallerIdentity"));
        caller.Version = "2013-01-01";
        Assert.Equal("InvalidVersion", await caller.Refused(400, "DescribeRegions"));
        caller.KeyId = "nobody";
        Assert.Equal("InvalidAccessKeyId.NotFound", await caller.Refused(404, "DescribeRegions"));
    }

    [Fact]
    public async Task The_older_form_works_in_query_and_body()
    {
        using AlibabaCaller caller = new(_server);
        string[] filter = ["RegionId", "cn-hangzhou", "InstanceName", "web *+~"];
        using HttpRequestMessage get = caller.SignV1(HttpMethod.Get, "DescribeInstances", filter);
        using HttpRequestMessage post = caller.SignV1(HttpMethod.Post, "DescribeInstances", filter);
        using HttpRequestMessage forged = caller.SignV1(HttpMethod.Get, "DescribeRegions");
        forged.RequestUri = new Uri(forged.RequestUri + "&More=1");

        Assert.Equal(200, (await caller.Send(get)).Status);
        Assert.Equal(200, (await caller.Send(post)).Status);
        Assert.Equal("SignatureDoesNotMatch", (await caller.Send(forged)).Code);
    }

    [Fact]
    public async Task A_temporary_credential_needs_its_token()
    {
        using AlibabaCaller caller = new(_server) { Version = "2015-04-01" };
        JObject answer = await caller.Ok(
            "AssumeRole", "RoleArn", $"acs:ram::{_server.AccountId}:role/ops", "RoleSessionName", "tests");
        JToken credentials = answer["Credentials"]!;
        (caller.KeyId, caller.Secret) = ((string)credentials["AccessKeyId"]!, (string)credentials["AccessKeySecret"]!);

        Assert.Equal("MissingSecurityToken", await caller.Refused(400, "GetCallerIdentity"));
        caller.SecurityToken = "other";
        Assert.Equal("InvalidSecurityToken.MismatchWithAccessKey", await caller.Refused(400, "GetCallerIdentity"));
        caller.SecurityToken = (string)credentials["SecurityToken"]!;
        Assert.Equal("AssumedRoleUser", (string?)(await caller.Ok("GetCallerIdentity"))["IdentityType"]);
    }

    [Fact]
    public async Task GetCallerIdentity_says_who_one_is()
    {
        using AlibabaCaller caller = new(_server) { Version = "2015-04-01", BaseAddress = new Uri("https://sts.aliyuncs.com/") };
        using HttpRequestMessage form = caller.SignV1(HttpMethod.Post, "GetCallerIdentity");

        Assert.Equal(_server.AccountId, (string?)(await caller.Ok("GetCallerIdentity"))["AccountId"]);
        Assert.Equal(_server.AccountId, (string?)(await caller.Send(form)).Body["AccountId"]);
    }

    private static JObject Vector(string name)
    {
        // Times are signed as text.
        JsonSerializerSettings asText = new() { DateParseHandling = DateParseHandling.None };
        return JsonConvert.DeserializeObject<JObject[]>(SampleFiles.ReadText("alibaba", "signature-vectors"), asText)!
            .Single(v => (string?)v["name"] == name);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(JObject? from) =>
        from?.Properties().Select(p => KeyValuePair.Create(p.Name, (string)p.Value!)) ?? [];
}
