using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Alibaba;

public class AlibabaSignatureTests
{
    [Theory]
    [InlineData("official-doc")]
    [InlineData("repeat-list")]
    [InlineData("special-chars")]
    [InlineData("sts")]
    [InlineData("empty-value")]
    [InlineData("form-body")]
    public void A_vector_is_reproduced_step_by_step(string name)
    {
        JObject vector = JsonParser.ParseObject($$"""{"vectors":{{SampleFiles.ReadText("alibaba", "signature-vectors")}}}""")
            .Objects("vectors").Single(v => v.Text("name") == name);
        Dictionary<string, string> headers = vector["headers"]!.ToObject<Dictionary<string, string>>()!;
        AlibabaParameters parameters = new();
        foreach (JProperty parameter in ((JObject)vector["query"]!).Properties())
        {
            parameters.Add(parameter.Name, (string?)parameter.Value);
        }

        string method = (string)vector["method"]!;
        string query = parameters.ToQuery();
        string canonical = AlibabaSignature.CanonicalRequest(method, query, headers);

        Assert.Equal((string)vector["canonicalQuery"]!, query);
        Assert.Equal(headers["x-acs-content-sha256"], HexDigest.Sha256((string)vector["body"]!));
        Assert.Equal((string)vector["canonicalRequest"]!, canonical);
        Assert.Equal((string)vector["hashedCanonicalRequest"]!, HexDigest.Sha256(canonical));
        AccessKey key = new((string)vector["accessKeyId"]!, (string)vector["accessKeySecret"]!);
        Assert.Equal((string)vector["authorization"]!, AlibabaSignature.Authorize(key, method, query, headers));
    }

    [Fact]
    public void Lists_and_nested_values_have_the_styles_of_the_contract()
    {
        AlibabaParameters parameters = new AlibabaParameters()
            .AddList("InstanceId", ["i-a", "i-b"])
            .AddJson("InstanceIds", new[] { "i-a", "i-\"b" })
            .AddPairs("Tag", [new("env", "prod"), new("role", null)])
            .Add("SystemDisk.Size", 40)
            .Add("ForceStop", true)
            .Add("Left", (string?)null)
            .Add("Empty", "");

        Assert.Equal(
            "Empty=&ForceStop=true&InstanceId.1=i-a&InstanceId.2=i-b&InstanceIds=%5B%22i-a%22%2C%22i-%5C%22b%22%5D&SystemDisk.Size=40"
            + "&Tag.1.Key=env&Tag.1.Value=prod&Tag.2.Key=role",
            parameters.ToQuery());
    }

    [Fact]
    public async Task What_is_sent_is_what_is_signed()
    {
        AccessKey key = new("STS.example", "canary-secret", "CAIS/token==");
        StubEcsHandler ecs = new() { Keys = new StaticAccessKeyProvider(key), Endpoint = new Uri("http://127.0.0.1:8080/") };
        ecs.On("DescribeInstances", Json.Servers());
        using AlibabaCloud cloud = ecs.Open();

        await cloud.ListInstancesAsync(new() { Tags = new Dictionary<string, string?> { ["note"] = "a b*'!()~ü" } }, null, TestContext.Current.CancellationToken);

        SentCall call = Assert.Single(ecs.Calls);
        Assert.Equal("2026-09-10T03:04:05Z", call.Headers["x-acs-date"]);
        Assert.Equal("127.0.0.1:8080", call.Headers["host"]);
        Assert.Equal(("CAIS/token==", "STS.example"), (call.Headers["x-acs-security-token"], call.Headers["x-acs-accesskey-id"]));
        Assert.Equal("2014-05-26", call.Headers["x-acs-version"]);
        Assert.Equal("a b*'!()~ü", call["Tag.1.Value"]);
        Assert.Equal(AlibabaSignature.Authorize(key, "POST", call.Uri.Query.TrimStart('?'), call.Headers), call.Headers["authorization"]);
    }

    [Fact]
    public async Task Every_attempt_has_a_nonce_of_its_own()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Answer.Error(500, "InternalError"), Answer.Cut, Json.Servers());
        using AlibabaCloud cloud = ecs.Open();

        await cloud.ListInstancesAsync(new(), null, TestContext.Current.CancellationToken);

        Assert.Equal(3, ecs.Calls.Select(c => c.Headers["x-acs-signature-nonce"]).Distinct().Count());
    }

    [Theory]
    [InlineData("cn-hangzhou", "ecs-cn-hangzhou.aliyuncs.com")]
    [InlineData("cn-beijing-gov-1", "ecs.aliyuncs.com")]
    [InlineData("eu-central-1", "ecs.eu-central-1.aliyuncs.com")]
    public async Task A_region_has_its_endpoint(string region, string host)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Json.Servers());
        using AlibabaCloud cloud = ecs.Open(region);

        await cloud.ListInstancesAsync(new(), null, TestContext.Current.CancellationToken);

        Assert.Equal((host, "https", region), (ecs.Calls[0].Uri.Host, ecs.Calls[0].Uri.Scheme, ecs.Calls[0]["RegionId"]));
    }
}
