using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace EcsTools.Tests.Labs;

/// <summary>Takes connections on a port of this machine until it is disposed of, each served by what the test gives.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<TcpClient, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="serve">Serves a connection, which is closed afterwards.</param>
    public LoopbackServer(Func<TcpClient, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

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
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception error) when (_end.IsCancellationRequested && error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // A listener that is stopped between two calls of accept says so by InvalidOperationException.
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await _serve(client, _end.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or AuthenticationException)
            {
                // The other side has gone, was killed or trusts no certificate of the server, or the test is over.
                return;
            }
        }
    }
}
