using System.Globalization;
using System.Text;

namespace EcsTools.Tests.Sdk;

/// <summary>A request or an answer as it went over the wire.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="StartLine">The first line.</param>
/// <param name="Headers">Headers by lower-case name.</param>
/// <param name="Body">The body's text.</param>
internal sealed record HttpMessage(ReadOnlyMemory<byte> Bytes, string StartLine, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Reads the next message to its last byte.</summary>
    /// <param name="stream">Where it comes from.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The message, or null at the end of the stream.</returns>
    /// <exception cref="IOException">The stream breaks off, or the message has a body of unknown length.</exception>
    public static async Task<HttpMessage?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        using MemoryStream bytes = new();
        byte[] one = new byte[1];
        while (!EndsHead(bytes))
        {
            if (await stream.ReadAsync(one, cancellation) == 0)
            {
                return null;
            }

            bytes.WriteByte(one[0]);
        }

        string[] head = Encoding.UTF8.GetString(bytes.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> headers = head.Skip(1).Select(l => l.Split(':', 2))
            .ToDictionary(p => p[0].ToLowerInvariant(), p => p[1].Trim(), StringComparer.Ordinal);
        if (headers.ContainsKey("transfer-encoding"))
        {
            throw new IOException("A message in chunks cannot be told from its neighbours here.");
        }

        byte[] body = new byte[headers.TryGetValue("content-length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, cancellation);
        bytes.Write(body);
        return new HttpMessage(bytes.ToArray(), head[0], headers, Encoding.UTF8.GetString(body));
    }

    private static bool EndsHead(MemoryStream bytes) =>
        bytes.Length >= 4 && bytes.GetBuffer().AsSpan((int)bytes.Length - 4, 4).SequenceEqual("\r\n\r\n"u8);
}
