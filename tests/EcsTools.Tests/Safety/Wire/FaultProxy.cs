using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>Stands between a client and the listening sandbox, on sockets of its own: writes down every call and holds or cuts what it is told to.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<WireCall> _calls = new();
    private readonly LoopbackServer _server;
    private readonly Uri _sandbox;

    /// <summary>Begins to listen.</summary>
    /// <param name="sandbox">Where calls are handed on to.</param>
    public FaultProxy(Uri sandbox)
    {
        _sandbox = sandbox;
        _server = new LoopbackServer(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => _server.Url;

    /// <summary>Tells what becomes of a call; asked for each, one at a time.</summary>
    public Func<WireCall, ProxyAction> Rule { get; set; } = _ => ProxyAction.Free;

    /// <summary>Changes the bodies of answers; the client gets what it makes of them.</summary>
    public Func<string, string>? Rewrite { get; set; }

    /// <summary>Called whenever a call is held from then on: one that is to be done first has been done.</summary>
    public Action Held { get; set; } = () => { };

    /// <summary>All calls so far.</summary>
    public IReadOnlyCollection<WireCall> Calls => _calls;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        using TcpClient upstream = new() { NoDelay = true };
        await upstream.ConnectAsync(_sandbox.Host, _sandbox.Port, end);
        while (await ReadAsync(client.GetStream(), end) is { } request)
        {
            if (await PassAsync(request, upstream.GetStream(), end) is not { } answer)
            {
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            }

            await client.GetStream().WriteAsync(answer, end);
        }
    }

    private async Task<byte[]?> PassAsync(byte[] request, NetworkStream upstream, CancellationToken end)
    {
        WireCall call = new(Encoding.UTF8.GetString(request));
        _calls.Enqueue(call);
        ProxyAction passage;
        lock (_calls)
        {
            passage = Rule(call);
        }

        if (passage == ProxyAction.HeldBefore)
        {
            Held();
            await Task.Delay(Timeout.Infinite, end);
        }

        if (passage == ProxyAction.CutBefore)
        {
            return null;
        }

        await upstream.WriteAsync(request, end);
        byte[] answer = await ReadAsync(upstream, end) ?? throw new IOException("The sandbox has closed the connection.");
        string text = Encoding.UTF8.GetString(answer);
        call.Answer = text;
        call.Status = int.Parse(text.Split(' ', 3)[1], CultureInfo.InvariantCulture);
        if (passage == ProxyAction.HeldAfter && call.IsDone)
        {
            Held();
            await Task.Delay(Timeout.Infinite, end);
        }

        return passage == ProxyAction.CutAfter ? null : Rewrite is null ? answer : Change(text, Rewrite);
    }

    private static byte[] Change(string answer, Func<string, string> rewrite)
    {
        string[] parts = answer.Split("\r\n\r\n", 2);
        byte[] body = Encoding.UTF8.GetBytes(rewrite(parts[1]));
        IEnumerable<string> head = parts[0].Split("\r\n").Where(l => !l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Append($"Content-Length: {body.Length}");
        return [.. Encoding.UTF8.GetBytes(string.Join("\r\n", head) + "\r\n\r\n"), .. body];
    }

    // A message with Content-Length, or none at all when the other side has closed.
    private static async Task<byte[]?> ReadAsync(NetworkStream stream, CancellationToken end)
    {
        List<byte> message = [];
        byte[] buffer = new byte[16 * 1024];
        int? whole = null;
        while (whole is null || message.Count < whole)
        {
            int count = await stream.ReadAsync(buffer, end);
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
