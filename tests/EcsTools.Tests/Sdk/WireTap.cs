using System.Net.Sockets;

using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Sdk;

/// <summary>Stands between a client and the listening sandbox, hands every byte on unchanged and keeps what was said.</summary>
internal sealed class WireTap : IAsyncDisposable
{
    private readonly List<Exchange> _exchanges = [];
    private readonly LoopbackServer _server;
    private readonly Uri _target;

    /// <summary>Starts to listen.</summary>
    /// <param name="target">Where the requests go.</param>
    public WireTap(Uri target)
    {
        _target = target;
        _server = new LoopbackServer(RelayAsync);
    }

    /// <summary>Where clients are pointed at.</summary>
    public Uri Url => _server.Url;

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
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task RelayAsync(TcpClient client, CancellationToken end)
    {
        using TcpClient server = new();
        await server.ConnectAsync(_target.Host, _target.Port, end);
        while (await HttpMessage.ReadAsync(client.GetStream(), end) is { } request)
        {
            await server.GetStream().WriteAsync(request.Bytes, end);
            if (await HttpMessage.ReadAsync(server.GetStream(), end) is not { } response)
            {
                return;
            }

            lock (_exchanges)
            {
                _exchanges.Add(new Exchange(request, response));
            }

            await client.GetStream().WriteAsync(response.Bytes, end);
        }
    }
}
