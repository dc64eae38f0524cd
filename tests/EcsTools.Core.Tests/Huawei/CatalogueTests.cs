using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Tests.Huawei;

public class CatalogueTests
{
    private static readonly KeystoneLogin Login = new()
    {
        UserName = "ops",
        Password = "Made-Up.Pass1",
        UserDomainName = "OTC00000000001000012345",
        ProjectId = SampleNetwork.Project,
    };

    [Fact]
    public async Task The_hosts_are_those_of_the_catalogue()
    {
        SampleNetwork network = Network("https://ecs.somewhere.example:8443/v1/project");
        using HuaweiCloud cloud = HuaweiCloud.Open(network.Connect(EcsCloud.OpenTelekom), Login);

        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        Assert.Equal("https://ecs.somewhere.example:8443", network.Requests[^1].Uri.GetLeftPart(UriPartial.Authority));
        Assert.Equal($"/v1/{SampleNetwork.Project}/cloudservers/detail", network.Requests[^1].Path);
    }

    [Theory]
    [InlineData("http://ecs.somewhere.example/v1")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task An_address_in_the_clear_or_none_is_passed_over(string address)
    {
        SampleNetwork network = Network(address);
        using HuaweiCloud cloud = HuaweiCloud.Open(network.Connect(EcsCloud.OpenTelekom), Login);

        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        // Nova stands in the catalogue too and is the same service.
        Assert.Equal("https://ecs.eu-de.otc.t-systems.com", network.Requests[^1].Uri.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task Where_the_user_has_given_an_endpoint_the_catalogue_is_not_asked_for()
    {
        SampleNetwork network = Network("https://ecs.somewhere.example/v1");
        using HuaweiCloud cloud = HuaweiCloud.Open(network.Connect(EcsCloud.OpenTelekom) with { Endpoint = new Uri("https://proxy.example") }, Login);

        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        network.Requests[0].AssertIs(Sample.Load("iam.token.password-project-nocatalog"));
        Assert.All(network.Requests, r => Assert.Equal("proxy.example", r.Uri.Host));
    }

    [Fact]
    public void Only_what_is_public_and_of_this_region_is_taken()
    {
        HuaweiEndpoints hosts = new(new SampleNetwork().Connect(EcsCloud.OpenTelekom));

        hosts.Learn(JArray.Parse("""
            [
              { "type": "volumev2", "endpoints": [ { "interface": "public", "region_id": "eu-de", "url": "https://v2.example/v2/p" } ] },
              { "type": "volumev3", "endpoints": [ { "interface": "internal", "region_id": "eu-de", "url": "https://inside.example" }, { "region": "eu-nl", "url": "https://nl.example" }, { "url": "https://v3.example/v3/p" } ] },
              { "type": "image", "endpoints": "none" },
              null, 7, { "type": "ecs" }
            ]
            """));

        Assert.Equal(new Uri("https://v3.example"), hosts.Find(ApiService.Volume));
        Assert.Equal(new Uri("https://ims.eu-de.otc.t-systems.com"), hosts.Find(ApiService.Image));
        Assert.Equal(new Uri("https://ecs.eu-de.otc.t-systems.com"), hosts.Find(ApiService.Compute));
    }

    [Theory]
    [InlineData("file:/a:/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("i:///x")]
    [InlineData("")]
    public void Learn_AddressOnThisMachineThatIsNoHost_IsPassedOver(string url)
    {
        HuaweiEndpoints hosts = new(new SampleNetwork().Connect(EcsCloud.OpenTelekom) with { Endpoint = new Uri("http://127.0.0.1:5000/") });

        hosts.Learn(new JArray(new JObject { ["type"] = "image", ["endpoints"] = new JArray(new JObject { ["url"] = url }) }));

        Assert.Equal(new Uri("http://127.0.0.1:5000"), hosts.Find(ApiService.Image));
    }

    private static SampleNetwork Network(string ecs) => new SampleNetwork()
        .Answer("GET", "/cloudservers/detail", Sample.Load("ecs.servers.detail.page1"))
        .Answer("POST", "/v3/auth/tokens", Sample.Load("iam.token.password-project").With(body =>
        {
            JToken service = body["token"]!["catalog"]!.Single(s => (string?)s["type"] == "ecs");
            service["endpoints"]![0]!["url"] = ecs;
        }));
}
