using System.Net;
using System.Net.Sockets;
using System.Text;

using EcsTools.Core.Guests;

namespace EcsTools.Core.Tests.Guests;

/// <summary>Servers that introduce themselves as SSH servers do, and others.</summary>
public sealed class SshBannerTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SshBannerTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", true)]
    [InlineData("Authorized use only.\r\nSSH-2.0-OpenSSH_9.2\r\n", true)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", false)]
    [InlineData("220 SSH-2.0 is spoken elsewhere\r\n", false)]
    [InlineData("", false)]
    public async Task IsShownAsync_WhatTheServerWrites_Decides(string written, bool expected)
    {
        Task<bool> asked = SshBanner.IsShownAsync("127.0.0.1", Port, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        using (TcpClient client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(written), TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, await asked);
    }

    [Fact]
    public async Task IsShownAsync_EndlessTextOfAnotherKind_EndsIt()
    {
        Task<bool> asked = SshBanner.IsShownAsync("127.0.0.1", Port, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        using TcpClient client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(new string('x', 8192)), TestContext.Current.CancellationToken);

        Assert.False(await asked);
    }

    [Fact]
    public async Task IsShownAsync_NobodyListens_IsFalse()
    {
        int port = Port;
        _listener.Stop();

        Assert.False(await SshBanner.IsShownAsync("127.0.0.1", port, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task IsShownAsync_PatienceIsOver_IsFalse() =>
        Assert.False(await SshBanner.IsShownAsync("127.0.0.1", Port, TimeSpan.Zero, TestContext.Current.CancellationToken));
}
