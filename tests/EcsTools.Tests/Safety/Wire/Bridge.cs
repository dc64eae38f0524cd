using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>Stands between a client and the listening sandbox, on sockets of its own: writes down every call and holds or cuts what it is told to.</summary>
internal sealed class Bridge : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<WireCall> _calls = new();
    private readonly Uri _sandbox;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="sandbox">Where calls are handed on to.</param>
    public Bridge(Uri sandbox)
    {
        _sandbox = sandbox;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Tells what becomes of a call; asked for each, one at a time.</summary>
    public Func<WireCall, Passage> Rule { get; set; } = _ => Passage.Free;

    /// <summary>Called whenever a call is held from then on: one that is to be done first has been done.</summary>
    public Action Held { get; set; } = () => { };

    /// <summary>All calls so far.</summary>
    public IReadOnlyCollection<WireCall> Calls => _calls;

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
        List<Task> serving = [];
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient upstream = new() { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await upstream.ConnectAsync(_sandbox.Host, _sandbox.Port, _end.Token);
                while (await ReadAsync(client.GetStream()) is { } request)
                {
                    if (await PassAsync(request, upstream.GetStream()) is not { } answer)
                    {
                        client.LingerState = new LingerOption(enable: true, seconds: 0);
                        return;
                    }

                    await client.GetStream().WriteAsync(answer, _end.Token);
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
            {
                // The client was killed, or the test is over.
                return;
            }
        }
    }

    private async Task<byte[]?> PassAsync(byte[] request, NetworkStream upstream)
    {
        WireCall call = new(Encoding.UTF8.GetString(request));
        _calls.Enqueue(call);
        Passage passage;
        lock (_calls)
        {
            passage = Rule(call);
        }

        if (passage == Passage.HeldBefore)
        {
            Held();
            await Task.Delay(Timeout.Infinite, _end.Token);
        }

        if (passage == Passage.CutBefore)
        {
            return null;
        }

        await upstream.WriteAsync(request, _end.Token);
        byte[] answer = await ReadAsync(upstream) ?? throw new IOException("The sandbox has closed the connection.");
        string text = Encoding.UTF8.GetString(answer);
        call.Answer = text;
        call.Status = int.Parse(text.Split(' ', 3)[1], CultureInfo.InvariantCulture);
        if (passage == Passage.HeldAfter)
        {
            Held();
            await Task.Delay(Timeout.Infinite, _end.Token);
        }

        return passage == Passage.CutAfter ? null : answer;
    }

    // A message with Content-Length, or none at all when the other side has closed.
    private async Task<byte[]?> ReadAsync(NetworkStream stream)
    {
        List<byte> message = [];
        byte[] buffer = new byte[16 * 1024];
        int? whole = null;
        while (whole is null || message.Count < whole)
        {
            int count = await stream.ReadAsync(buffer, _end.Token);
            if (count == 0)
            {
                return null;
            }

            message.AddRange(buffer.AsSpan(0, count));
            whole ??= Measure(message);
        }

        return [.. message];
    }

    private static int? Measure(List<byte> message)
    {
        string text = Encoding.Latin1.GetString([.. message]);
        int head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
        {
            return null;
        }

        string? length = text[..head].Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return head + 4 + (length is null ? 0 : int.Parse(length.Split(':', 2)[1], CultureInfo.InvariantCulture));
    }
}
