using System.Net;
using System.Net.Sockets;

using EcsTools.Core.Accounts;
using EcsTools.Core.Guests;
using EcsTools.Core.Tests.Operations;

namespace EcsTools.Core.Tests.Guests;

/// <summary>At which address a guest is asked whether it answers.</summary>
public sealed class GuestAddressTests : IDisposable
{
    private const string Elsewhere = "127.0.0.2";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public GuestAddressTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("127.0.0.1", Elsewhere)]
    [InlineData(null, "127.0.0.1")]
    [InlineData("", "127.0.0.1")]
    public async Task FindAsync_SshServerAtTheAddressOfALogin_Answers(string? publicIp, string privateIp)
    {
        Task<IReadOnlyCollection<string>> asked = FindAsync(publicIp, privateIp);

        using (TcpClient client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken))
        {
            await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(["i-1"], await asked);
    }

    [Theory]
    [InlineData(Elsewhere, "127.0.0.1")] // its private address may be another machine's here
    [InlineData(null, null)]
    public async Task FindAsync_NobodyAtTheAddressOfALogin_IsSilent(string? publicIp, string? privateIp)
    {
        Assert.Empty(await FindAsync(publicIp, privateIp));
        Assert.False(_listener.Pending());
    }

    private async Task<IReadOnlyCollection<string>> FindAsync(string? publicIp, string? privateIp)
    {
        using ConnectedAccount account = new ScriptedCloud().Open();
        EcsInstance server = ScriptedCloud.Make(EcsInstanceStatus.Running) with { PublicIp = publicIp, PrivateIp = privateIp };
        return await new GuestAnswers(account, Port).FindAsync([server], TestContext.Current.CancellationToken);
    }
}
