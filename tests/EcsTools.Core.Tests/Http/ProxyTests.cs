using System.Net;

using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Tests.Http;

public sealed class ProxyTests
{
    private const string Challenge = "Proxy-Authenticate: Basic realm=\"proxy\"\r\nConnection: close\r\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Send_ToLoopback_UsesNoProxy(string host)
    {
        await using RawServer proxy = new();
        await using RawServer cloud = new();
        using CloudHttp http = Sender(proxy);
        UriBuilder address = new(cloud.Address("/secret")) { Host = host };

        await http.SendAsync(new CloudRequest("Read", HttpMethod.Get, address.Uri, RequestIdempotency.ReadOnly), Cancellation);

        Assert.Empty(proxy.Received);
        Assert.Equal(["GET /secret"], cloud.Received);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", false)]
    [InlineData("http://127.9.9.9/", false)]
    [InlineData("http://[::1]/", false)]
    [InlineData("http://localhost:8080/", false)]
    [InlineData("https://ecs.example/", true)]
    public void Handler_ByDefault_ProxiesOtherMachinesOnly(string address, bool isProxied)
    {
        using HttpClientHandler handler = CloudHttp.CreateNetworkHandler(new WebProxy("http://proxy.example:3128"));

        Assert.Equal(isProxied, handler.Proxy!.GetProxy(new Uri(address)) is not null);
        Assert.Equal(!isProxied, handler.Proxy.IsBypassed(new Uri(address)));
        using HttpClientHandler usual = CloudHttp.CreateNetworkHandler();
        Assert.IsType<DirectLoopback>(usual.Proxy);
    }

    [Theory]
    [InlineData(407, "NonIdempotent")]
    [InlineData(407, "Idempotent")]
    [InlineData(407, "ReadOnly")]
    [InlineData(502, "NonIdempotent")]
    [InlineData(403, "NonIdempotent")]
    public async Task Send_ProxyMakesNoTunnel_WasNotCarriedOut(int status, string safety)
    {
        await using RawServer proxy = new([.. System.Linq.Enumerable.Repeat(RawServer.Reaction.Reply(status, Challenge), 9)]);
        using CloudHttp http = Sender(proxy);
        CloudRequest call = new("Write", HttpMethod.Post, new Uri("https://ecs.example/"), Enum.Parse<RequestIdempotency>(safety)) { Body = "{}" };

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(call, Cancellation));

        Assert.Equal((EcsErrorId.CannotConnect, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.All(proxy.Received, r => Assert.Equal("CONNECT ecs.example:443", r));
        Assert.True(status != 407 || (proxy.Received.Count == 1 && error.HttpStatus == 407));
    }

    // A proxy that nobody has set, in between.
    [Fact]
    public async Task Send_407AsAnswer_WasNotCarriedOut()
    {
        await using RawServer server = new(RawServer.Reaction.Reply(407, Challenge));
        using CloudHttp http = Sender(server);

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => http.SendAsync(new CloudRequest("Write", HttpMethod.Post, server.Address("/"), RequestIdempotency.NonIdempotent), Cancellation));

        Assert.Equal((EcsErrorId.CannotConnect, true, 407), (error.ErrorId, error.WasNotCarriedOut, error.HttpStatus));
        Assert.Single(server.Received);
    }

    private static CloudHttp Sender(RawServer proxy) => new(
        CloudHttp.CreateNetworkHandler(new WebProxy(proxy.Address("/"))),
        new AlibabaDialect(new StaticAccessKeyProvider(new AccessKey("id", "secret")), TimeProvider.System),
        new DelegatedTimeProvider(() => TimeSpan.Zero, (_, _) => Task.CompletedTask));
}
