using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Http;

public sealed class RequestTextTests
{
    private const string Secret = "Canary4711";

    [Theory]
    [InlineData("RegionId=cn-hangzhou&InstanceIds=%5B%22i-1%22%5D&PageSize=100", "RegionId=cn-hangzhou&InstanceIds=[\"i-1\"]&PageSize=100")]
    [InlineData("DiskId=d-1&Password=Canary4711&KeyPairName=ops", "DiskId=d-1&Password=*&KeyPairName=ops")]
    [InlineData("Tag.1.Key=Canary4711&Tag.1.Value=Canary4711&Disk.1.Category=cloud_essd", "Tag.1.Key=*&Tag.1.Value=*&Disk.1.Category=cloud_essd")]
    [InlineData("UserData=Canary4711&CommandContent=Canary4711&Description=Canary4711", "UserData=*&CommandContent=*&Description=*")]
    [InlineData("SecurityToken=Canary4711&Signature=Canary4711&AccessKeyId=Canary4711&SignatureNonce=Canary4711&NextToken=Canary4711", "SecurityToken=*&Signature=*&AccessKeyId=*&SignatureNonce=*&NextToken=*")]
    [InlineData("secret_id=Canary4711&passwordId=Canary4711&user-data-id=1", "secret_id=*&passwordId=*&user-data-id=*")]
    public void Describe_Query_ShowsIdsAndChoicesOnly(string query, string expected)
    {
        string text = Describe(new CloudRequest("Do", HttpMethod.Post, new Uri($"https://ecs.example/?{query}"), RequestIdempotency.NonIdempotent));

        Assert.Equal($"Do: POST https://ecs.example/?{expected} -> HTTP 200, 34 ms", text);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"os-stop":{"type":"SOFT","servers":[{"id":"s-1"}]}}""", """{"os-stop":{"type":"SOFT","servers":[{"id":"s-1"}]}}""")]
    [InlineData("""{"os-reinstall":{"adminpass":"Canary4711","keyname":"k","metadata":{"__system__id":"Canary4711"},"ok":true}}""", """{"os-reinstall":{"adminpass":"*","keyname":"*","metadata":"*","ok":true}}""")]
    [InlineData("""{"rebuild":{"imageRef":"i-1","user_data":"Canary4711","personality":[{"path":"Canary4711","contents":"Canary4711"}]}}""", """{"rebuild":{"imageRef":"i-1","user_data":"*","personality":[{"path":"*","contents":"*"}]}}""")]
    [InlineData("""{"auth":{"identity":{"password":{"user":{"name":"Canary4711","password":"Canary4711"}},"token":{"id":"Canary4711"}}}}""", """{"auth":{"identity":{"password":{"user":{"name":"*","password":"*"}},"token":"*"}}}""")]
    [InlineData("""{"passcode":4711,"tags":[{"key":"Canary4711","value":"Canary4711"}]}""", """{"passcode":"*","tags":"*"}""")]
    [InlineData("Canary4711", "*")]
    [InlineData("""["Canary4711"]""", "*")]
    [InlineData("""{"adminpass":"Canary4711""", "*")]
    public void Describe_Body_ShowsIdsAndChoicesOnly(string body, string expected)
    {
        string text = Describe(new CloudRequest("Do", HttpMethod.Post, new Uri("https://ecs.example/v1/servers/action"), RequestIdempotency.NonIdempotent)
        {
            Body = body,
            Headers = new Dictionary<string, string> { ["X-Auth-Token"] = Secret },
        });

        Assert.Equal($"Do: POST https://ecs.example/v1/servers/action {expected} -> HTTP 200, 34 ms", text);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-acs-request-id")]
    [InlineData("x-request-id")]
    [InlineData("x-openstack-request-id")]
    public void Outcome_Response_HasTheIdOfTheRequest(string header) =>
        Assert.Equal("HTTP 403, RequestId abc", RequestText.Outcome(new CloudResponse(403, [], new Dictionary<string, string> { [header] = "abc" })));

    private static string Describe(CloudRequest request) => RequestText.Describe(request, "HTTP 200", TimeSpan.FromMilliseconds(34));
}
