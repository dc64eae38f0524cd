using System.Text;

using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiSignatureTests
{
    [Theory]
    [InlineData("doc-get-vpcs")]
    [InlineData("go-sdk-test-get")]
    [InlineData("go-sdk-test-post")]
    [InlineData("reinstall-v2-post")]
    [InlineData("list-get-with-security-token")]
    [InlineData("stop-post-utf8-body")]
    [InlineData("delete-no-body")]
    public void Vectors_are_met(string name)
    {
        JToken vector = SampleFiles.Read("huawei", "signing-vectors")["vectors"]!.Single(v => (string)v["name"]! == name);
        JToken input = vector["input"]!;
        Dictionary<string, string> headers = ((JObject)input["headers"]!).Properties().ToDictionary(p => p.Name.ToLowerInvariant(), p => (string)p.Value!);
        headers["host"] = (string)input["host"]!;
        string[]? only = input["signOnly"]?.ToObject<string[]>();
        string query = HuaweiSignature.CanonicalQuery(((JObject)input["query"]!).Properties().Select(p => KeyValuePair.Create(p.Name, (string)p.Value!)));
        Uri uri = new($"https://{input["host"]}{input["path"]}{(query.Length == 0 ? "" : "?" + query)}");

        HuaweiSignature signature = HuaweiSignature.Create(
            (string)input["method"]!,
            uri,
            headers.Where(h => only is null || only.Contains(h.Key)),
            Encoding.UTF8.GetBytes((string?)input["body"] ?? ""),
            new AccessKey((string)input["ak"]!, (string)input["sk"]!));

        Assert.Equal((string?)vector["expected"]!["canonicalRequest"], signature.CanonicalRequest);
        Assert.Equal((string?)vector["expected"]!["stringToSign"], signature.StringToSign);
        Assert.Equal((string?)vector["expected"]!["authorization"], signature.Authorization);
    }

    [Fact]
    public void All_vectors_are_tested()
    {
        string[] tested = [.. typeof(HuaweiSignatureTests).GetMethod(nameof(Vectors_are_met))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>().Select(d => (string)d.Data[0]!).Order()];

        Assert.Equal(tested, SampleFiles.Read("huawei", "signing-vectors")["vectors"]!.Select(v => (string)v["name"]!).Order());
    }

    [Fact]
    public void Queries_are_sorted_and_encoded_as_the_contract_has_it()
    {
        JToken vector = SampleFiles.Read("huawei", "signing-vectors")["canonicalQuery"]![0]!;
        IEnumerable<KeyValuePair<string, string>> pairs =
            from property in ((JObject)vector["params"]!).Properties()
            from value in property.Value is JArray list ? list.AsEnumerable() : [property.Value]
            select KeyValuePair.Create(property.Name, value.Type == JTokenType.Boolean ? value.ToString().ToLowerInvariant() : value.ToString());

        Assert.Equal((string?)vector["expected"], HuaweiSignature.CanonicalQuery(pairs));
    }

    [Fact]
    public async Task What_is_sent_is_what_was_signed()
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.action.start");
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        await cloud.SendPowerAsync(StepCalls.Power(OperationKind.Start), [new EcsInstance { Id = SampleNetwork.Web01 }]);

        RecordedRequest sent = Assert.Single(network.Requests);
        string[] names = ["content-type", "host", "x-project-id", "x-sdk-date"];
        HuaweiSignature expected = HuaweiSignature.Create(
            sent.Method, sent.Uri, names.Select(n => KeyValuePair.Create(n, sent.Headers[n])), sent.Bytes, new AccessKey("TESTACCESSKEY0000001", SampleNetwork.Secret));
        Assert.Equal("ecs.eu-de.otc.t-systems.com", sent.Headers["host"]);
        Assert.Equal("20260918T064000Z", sent.Headers["x-sdk-date"]);
        Assert.Equal(SampleNetwork.Project, sent.Headers["x-project-id"]);
        Assert.Equal("application/json", sent.Headers["content-type"]);
        Assert.Equal(expected.Authorization, sent.Headers["authorization"]);
    }

    [Fact]
    public async Task A_temporary_key_sends_and_signs_its_token()
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.action.start");
        using HuaweiCloud cloud = HuaweiCloud.Open(
            network.Connect(EcsCloud.Huawei), new StaticAccessKeyProvider(new AccessKey("TEMP", "s", "temporaryTokenABC")), SampleNetwork.Project, null);

        await cloud.SendPowerAsync(StepCalls.Power(OperationKind.Start), [new EcsInstance { Id = SampleNetwork.Web01 }]);

        Assert.Equal("temporaryTokenABC", network.Requests[0].Headers["x-security-token"]);
        Assert.Contains("x-sdk-date;x-security-token,", network.Requests[0].Headers["authorization"], StringComparison.Ordinal);
    }
}
