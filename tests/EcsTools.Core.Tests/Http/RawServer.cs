using System.Net.Sockets;
using System.Text;

using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Http;

/// <summary>
/// A server on loopback that reads whole requests from a bare socket and then does as it is told: only so it can be seen what the
/// runtime's own HTTP stack sends again when a connection drops.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly List<string> _received = [];
    private readonly Queue<Reaction> _reactions;
    private readonly LoopbackServer _server;

    /// <summary>Starts to listen.</summary>
    /// <param name="reactions">What is done with each request in turn; afterwards every request is answered with 200.</param>
    public RawServer(params Reaction[] reactions)
    {
        _reactions = new Queue<Reaction>(reactions);
        _server = new LoopbackServer(ServeAsync);
    }

    /// <summary>What a request meets.</summary>
    /// <param name="Answer">The whole answer, or null to drop the connection without any.</param>
    public sealed record Reaction(string? Answer)
    {
        /// <summary>The request is read, then the connection ends.</summary>
        public static Reaction Drop { get; } = new((string?)null);

        /// <summary>The answer breaks off inside its body.</summary>
        public static Reaction CutOff { get; } = new("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");

        /// <summary>A whole answer that keeps the connection open.</summary>
        /// <param name="status">The status.</param>
        /// <param name="headers">Further header lines, each ended.</param>
        /// <returns>The reaction.</returns>
        public static Reaction Reply(int status, string headers = "") =>
            new($"HTTP/1.1 {status} X\r\n{headers}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");
    }

    /// <summary>An address of this server.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The address.</returns>
    public Uri Address(string path) => new(_server.Url, path);

    /// <summary>The request lines that came, without the version.</summary>
    public IReadOnlyList<string> Received
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        NetworkStream stream = client.GetStream();
        while (await ReadRequestAsync(stream, end) is { } line)
        {
            Reaction reaction = Note(line);
            if (reaction.Answer is null)
            {
                return;
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(reaction.Answer), end);
            if (reaction == Reaction.CutOff)
            {
                return;
            }
        }
    }

    private Reaction Note(string line)
    {
        lock (_received)
        {
            _received.Add(line);
            return _reactions.TryDequeue(out Reaction? reaction) ? reaction : Reaction.Reply(200);
        }
    }

    /// <summary>Reads a request to its last byte, so that what is dropped is only ever the answer.</summary>
    private static async Task<string?> ReadRequestAsync(NetworkStream stream, CancellationToken end)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, end) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n");
        string? length = lines.FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
        byte[] body = new byte[length is null ? 0 : int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, end);
        return lines[0][..lines[0].LastIndexOf(' ')];
    }
}
