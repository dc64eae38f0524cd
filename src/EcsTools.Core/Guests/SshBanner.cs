using System.Net.Sockets;
using System.Text;

namespace EcsTools.Core.Guests;

/// <summary>The line by which an SSH server introduces itself, before anybody logs in (RFC 4253, 4.2).</summary>
internal static class SshBanner
{
    // A server may write lines of its own before it.
    private const int MostBytes = 8192;

    /// <summary>Tells whether an SSH server answers. Nothing is sent to it.</summary>
    /// <param name="patience">How long, by the real clock: it is a network that is waited for.</param>
    public static async Task<bool> IsShownAsync(string host, int port, TimeSpan patience, CancellationToken cancellation)
    {
        using TcpClient client = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using CancellationTokenRegistration close = stop.Token.Register(client.Dispose);
        stop.CancelAfter(patience);
        try
        {
            await client.ConnectAsync(host, port).ConfigureAwait(false);
            return await ReadAsync(client.GetStream()).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static async Task<bool> ReadAsync(Stream stream)
    {
        byte[] bytes = new byte[MostBytes];
        int length = 0;
        while (length < MostBytes)
        {
            int read = await stream.ReadAsync(bytes, length, MostBytes - length).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            length += read;
            string text = Encoding.ASCII.GetString(bytes, 0, length);
            if (text.StartsWith("SSH-", StringComparison.Ordinal) || text.Contains("\nSSH-"))
            {
                return true;
            }
        }

        return false;
    }
}
