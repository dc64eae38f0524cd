using EcsTools.Core.Credentials;

namespace EcsTools.Core.Tests.Security;

/// <summary>What is right around this machine is asked directly: a proxy would read the keys that a metadata service gives.</summary>
public sealed class NearbyNetworkTests
{
    [Fact]
    public void NearbyNetwork_OfThisMachine_UsesNoProxyAndFollowsNothing()
    {
        using HttpClientHandler handler = Assert.IsType<HttpClientHandler>(MachineEnvironment.Current(null).NearbyNetwork());

        Assert.Equal((false, false, false), (handler.UseProxy, handler.AllowAutoRedirect, handler.UseCookies));
    }
}
