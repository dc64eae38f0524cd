using System.Net.Sockets;
using System.Text;

namespace EcsTools.Sandbox.Hosting;

/// <summary>HTTP/1.1 as far as a client on this machine needs it, request after request until the connection is closed.</summary>
internal sealed class LoopbackConnection(TcpClient client, RequestRouter router)
{
    private readonly NetworkStream _stream = client.GetStream();

    public async Task Serve(CancellationToken cancellation)
    {
        HttpReader reader = new(_stream);
        try
        {
            bool isOpen = true;
            while (isOpen && await reader.Read(cancellation).ConfigureAwait(false) is { } request)
            {
                SandboxResponse response = await Answer(request, cancellation).ConfigureAwait(false);
                if (response.Truncation != ResponseTruncation.Whole)
                {
                    await WriteInPart(response, cancellation).ConfigureAwait(false);
                    return;
                }

                isOpen = !string.Equals(request.Header("connection"), "close", StringComparison.OrdinalIgnoreCase);
                byte[] bytes = Write(response, isOpen);
                await _stream.WriteAsync(bytes, 0, bytes.Length, cancellation).ConfigureAwait(false);
            }
        }
        catch (ConnectionCutException)
        {
            // Without lingering the close is a reset: not one byte of an answer, as a broken line would have it.
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (NoAnswerException)
        {
            await WaitForClose(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // There is nobody left to answer.
        }
    }

    private async Task WaitForClose(CancellationToken cancellation)
    {
        try
        {
            byte[] rest = new byte[1];
            while (await _stream.ReadAsync(rest, 0, rest.Length, cancellation).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has given up.
        }
    }

    private async Task WriteInPart(SandboxResponse response, CancellationToken cancellation)
    {
        bool isEndless = response.Truncation == ResponseTruncation.Endless;
        byte[] head = WriteHead(response, isEndless ? null : Math.Max(2, Encoding.UTF8.GetByteCount(response.Body)), staysOpen: false);
        await _stream.WriteAsync(head, 0, head.Length, cancellation).ConfigureAwait(false);
        if (isEndless)
        {
            await new EndlessStream().CopyToAsync(_stream, 64 * 1024, cancellation).ConfigureAwait(false);
        }

        byte[] half = Encoding.UTF8.GetBytes(response.Body.Substring(0, response.Body.Length / 2));
        await _stream.WriteAsync(half, 0, half.Length, cancellation).ConfigureAwait(false);
    }

    private static byte[] Write(SandboxResponse response, bool staysOpen)
    {
        byte[] body = Encoding.UTF8.GetBytes(response.Body);
        return [.. WriteHead(response, body.Length, staysOpen), .. body];
    }

    // Without a length the body lasts as long as the connection.
    private static byte[] WriteHead(SandboxResponse response, int? length, bool staysOpen)
    {
        StringBuilder head = new();
        head.Append("HTTP/1.1 ").Append(response.Status).Append(" Sandbox\r\n");
        if (length is not null)
        {
            head.Append("Content-Length: ").Append(length).Append("\r\n");
        }

        if (length != 0)
        {
            head.Append("Content-Type: ").Append(response.ContentType).Append("\r\n");
        }

        foreach (KeyValuePair<string, string> header in response.Headers)
        {
            head.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
        }

        head.Append(staysOpen ? "\r\n" : "Connection: close\r\n\r\n");
        return Encoding.ASCII.GetBytes(head.ToString());
    }

    private async Task<SandboxResponse> Answer(SandboxRequest request, CancellationToken cancellation)
    {
        try
        {
            return await router.Handle(request, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (ConnectionCutException or NoAnswerException or OperationCanceledException))
        {
            // A fault of the sandbox itself: whoever tests against it must see it.
            return new SandboxResponse { Status = 500, Body = e.ToString(), ContentType = "text/plain" };
        }
    }
}
