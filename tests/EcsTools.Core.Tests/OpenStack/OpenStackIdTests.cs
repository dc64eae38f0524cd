using System.Net;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Ids that would make another address of a call never leave the machine.</summary>
public sealed class OpenStackIdTests : IDisposable
{
    private readonly Scripted _cloud = new();
    private readonly OpenStackClient _client;

    public OpenStackIdTests()
    {
        CloudConnection connection = new()
        {
            Cloud = EcsCloud.OpenStack,
            Region = "r-1",
            AccountName = "lab",
            HandlerFactory = () => _cloud,
            Time = TimeProvider.System,
            Wall = TimeProvider.System,
        };
        OpenStackEndpoints endpoints = new(new OpenStackSettings(), "r-1");
        KeystoneTokenProvider tokens = new(
            new CloudHttp(_cloud, new KeystoneDialect(OpenStackErrorMapper.Judge), TimeProvider.System),
            new Uri("https://keystone.example.com/v3"),
            new KeystoneLogin { UserId = "u-1", Password = "canary", ProjectId = "p-1" },
            TimeProvider.System,
            endpoints.Learn);
        _client = new OpenStackClient(new CloudHttp(_cloud, new ApiDialect(new TokenAuthenticator(tokens), OpenStackErrorMapper.Judge), TimeProvider.System), tokens, endpoints, connection);
    }

    private IEnumerable<string> Asked => _cloud.Requests
        .Select(r => r.RequestUri!.AbsolutePath)
        .Where(p => p.StartsWith("/v2.1/flavors/", StringComparison.Ordinal) || p.StartsWith("/v2.1/os-keypairs", StringComparison.Ordinal) || p.StartsWith("/v2.1/servers", StringComparison.Ordinal));

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task DescribeAsync_FlavorIdsWithDotsAndSpaces_AreAskedForEscaped()
    {
        IReadOnlyDictionary<string, NovaFlavor> flavors = await new NovaFlavorsClient(_client).DescribeAsync(
            ["m1.small 2", "..", "a/b", "c\n"], TestContext.Current.CancellationToken);

        Assert.Equal(["/v2.1/flavors/detail", "/v2.1/flavors/m1.small%202"], Asked);
        Assert.Equal(4, flavors.Count);
    }

    [Fact]
    public async Task FindAsync_NameIsNoSegment_AsksNothing()
    {
        KeyPairsClient keyPairs = new(_client, "/os-keypairs", _ => Task.FromResult(OpenStackPaging.ByLinks(null, "keypairs")));

        Assert.Null(await keyPairs.FindAsync("..", TestContext.Current.CancellationToken));
        Assert.Null(await keyPairs.FindAsync("a/../b", TestContext.Current.CancellationToken));

        Assert.Empty(Asked);
    }

    [Theory]
    [InlineData("s-1\n")]
    [InlineData("s-1/action")]
    [InlineData("..")]
    public async Task DeleteAsync_NoId_SendsNothing(string id)
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => new NovaServersClient(_client).DeleteAsync(id, TestContext.Current.CancellationToken));

        Assert.Equal((EcsErrorId.InvalidInput, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Empty(Asked);
    }

    private sealed class Scripted : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            string path = request.RequestUri!.AbsolutePath;
            bool isLogin = path.EndsWith("/auth/tokens", StringComparison.Ordinal);
            bool isUnknown = !isLogin && path.Length > "/v2.1/".Length && !path.EndsWith("/detail", StringComparison.Ordinal);
            HttpResponseMessage answer = new(isUnknown ? HttpStatusCode.NotFound : HttpStatusCode.OK)
            {
                Content = new StringContent(
                    isLogin
                        ? """{"token": {"project": {"id": "p-1"}, "user": {"id": "u-1", "name": "ops"}, "catalog": [{"type": "compute", "endpoints": [{"interface": "public", "region_id": "r-1", "url": "https://nova.example.com/v2.1"}]}]}}"""
                        : """{"flavors": [], "version": {"version": "2.60", "min_version": "2.1"}}""",
                    Encoding.UTF8,
                    "application/json"),
            };
            if (isLogin)
            {
                answer.Headers.Add("X-Subject-Token", "token-1");
            }

            return Task.FromResult(answer);
        }
    }
}
