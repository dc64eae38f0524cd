using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Serves requests over loopback. It works on sockets and not on <see cref="HttpListener"/>, since that one, told to abort a
/// connection, first sends a status line: a cut before the response could not be played.</summary>
internal sealed class SandboxListener : IDisposable
{
    private readonly RequestRouter _router;
    private readonly List<TcpListener> _listeners = [];
    private readonly ConcurrentDictionary<TcpClient, byte> _clients = new();
    private readonly CancellationTokenSource _stopping = new();

    private SandboxListener(RequestRouter router, int port)
    {
        _router = router;
        TcpListener main = new(IPAddress.Loopback, port);
        main.Start();
        _listeners.Add(main);
        int taken = ((IPEndPoint)main.LocalEndpoint).Port;
        Url = new Uri(FormattableString.Invariant($"http://127.0.0.1:{taken}/"));
        AddIPv6(taken);
    }

    public Uri Url { get; }

    /// <summary>0 is any free port. Throws a <see cref="SocketException"/> if the port is taken.</summary>
    public static SandboxListener Open(RequestRouter router, int port)
    {
        SandboxListener open = new(router, port);
        foreach (TcpListener listener in open._listeners)
        {
            _ = Task.Run(() => open.Accept(listener));
        }

        return open;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        foreach (TcpListener listener in _listeners)
        {
            listener.Stop();
        }

        foreach (TcpClient client in _clients.Keys)
        {
            client.Close();
        }
    }

    /// <summary>Where <c>localhost</c> resolves to IPv6 first, the sandbox should be found there too; nothing depends on it.</summary>
    private void AddIPv6(int port)
    {
        if (!Socket.OSSupportsIPv6)
        {
            return;
        }

        TcpListener second = new(IPAddress.IPv6Loopback, port);
        try
        {
            second.Start();
            _listeners.Add(second);
        }
        catch (SocketException)
        {
            // No such address on this machine, or the port is another program's there: 127.0.0.1 serves.
            second.Stop();
        }
    }

    private async Task Accept(TcpListener listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // The listener was stopped.
                return;
            }

            _clients[client] = 0;
            _ = Task.Run(() => Serve(client));
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            await new LoopbackConnection(client, _router).Serve(_stopping.Token).ConfigureAwait(false);
        }

        _clients.TryRemove(client, out _);
    }
}
