using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;
using EcsTools.Model;
using EcsTools.Sandbox;

using Xunit;

namespace EcsTools.Core.Tests.Accounts;

public sealed class AccountRegistryTests : IDisposable
{
    private readonly SandboxServer _sandbox = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing() });
    private readonly AccountRegistry _registry = new();

    public void Dispose()
    {
        _registry.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Accounts_opened_side_by_side_keep_the_order_they_were_asked_for_in()
    {
        string[] names = ["c", "a", "b", "e", "d"];

        IReadOnlyList<ConnectedAccount> opened = await _registry.ConnectAllAsync(names.Select(n => Request(n, _sandbox.Credentials.AccessKeySecret)), TestContext.Current.CancellationToken);

        Assert.Equal(names, opened.Select(a => a.Info.Name));
        Assert.Equal(names, _registry.All.Select(a => a.Info.Name));
        Assert.Equal("d", _registry.All.Single(a => a.Info.IsDefault).Info.Name);
    }

    [Fact]
    public async Task One_that_is_refused_leaves_none_open()
    {
        ConnectRequest[] requests = [Request("good", _sandbox.Credentials.AccessKeySecret), Request("bad", "no secret of this sandbox")];

        await Assert.ThrowsAsync<EcsException>(() => _registry.ConnectAllAsync(requests, TestContext.Current.CancellationToken));

        Assert.Empty(_registry.All);
    }

    private ConnectRequest Request(string name, string secret) => new()
    {
        Cloud = EcsCloud.Alibaba,
        Name = name,
        Region = "cn-hangzhou",
        AccessKeyId = _sandbox.Credentials.AccessKeyId,
        AccessKeySecret = new NetworkCredential("", secret).SecurePassword,
        HandlerFactory = _sandbox.CreateHandler,
    };
}
