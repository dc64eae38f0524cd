using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tests.Sdk;

/// <summary>Stands between a client and the listening sandbox, hands every byte on unchanged and keeps what was said.</summary>
internal sealed class WireTap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Exchange> _exchanges = [];
    private readonly Uri _target;
    private readonly Task _accepting;

    /// <summary>Starts to listen.</summary>
    /// <param name="target">Where the requests go.</param>
    public WireTap(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients are pointed at.</summary>
    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>What has been said so far, in the order of the answers.</summary>
    public IReadOnlyList<Exchange> Exchanges
    {
        get
        {
            lock (_exchanges)
            {
                return [.. _exchanges];
            }
        }
    }

    /// <summary>Forgets what has been said.</summary>
    public void Clear()
    {
        lock (_exchanges)
        {
            _exchanges.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using TcpClient server = new();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_target.Host, _target.Port, _end.Token);
                await RelayAsync(client.GetStream(), server.GetStream());
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // Either side has gone, or the test is over.
            }
        }
    }

    private async Task RelayAsync(NetworkStream client, NetworkStream server)
    {
        while (await HttpMessage.ReadAsync(client, _end.Token) is { } request)
        {
            await server.WriteAsync(request.Bytes, _end.Token);
            if (await HttpMessage.ReadAsync(server, _end.Token) is not { } response)
            {
                return;
            }

            lock (_exchanges)
            {
                _exchanges.Add(new Exchange(request, response));
            }

            await client.WriteAsync(response.Bytes, _end.Token);
        }
    }
}
