using System.Globalization;
using System.Text;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Reads requests from a stream, one after the other. It writes only the interim response that a body may be sent.</summary>
internal sealed class HttpReader(Stream stream)
{
    private const int LongestLine = 1 << 18;
    private static readonly byte[] Continue = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _position;
    private int _length;

    /// <summary>Returns null at the end of the stream.</summary>
    public async Task<SandboxRequest?> Read(CancellationToken cancellation)
    {
        if (await ReadLine(cancellation).ConfigureAwait(false) is not { Length: > 0 } requestLine)
        {
            return null;
        }

        string[] parts = requestLine.Split(' ');
        if (parts.Length != 3)
        {
            throw new IOException("The request line is no HTTP.");
        }

        Dictionary<string, string> headers = await ReadHeaders(cancellation).ConfigureAwait(false);
        if (headers.TryGetValue("expect", out string? expect) && expect.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await stream.WriteAsync(Continue, 0, Continue.Length, cancellation).ConfigureAwait(false);
        }

        string[] target = parts[1].Split(['?'], 2);
        return new SandboxRequest
        {
            Method = parts[0].ToUpperInvariant(),
            RawPath = target[0],
            RawQuery = target.Length > 1 ? target[1] : "",
            Headers = headers,
            Body = await ReadBody(headers, cancellation).ConfigureAwait(false),
        };
    }

    private async Task<Dictionary<string, string>> ReadHeaders(CancellationToken cancellation)
    {
        Dictionary<string, string> headers = new(StringComparer.Ordinal) { ["host"] = "" };
        while (await ReadLine(cancellation).ConfigureAwait(false) is { Length: > 0 } line)
        {
            string[] parts = line.Split([':'], 2);
            if (parts.Length != 2)
            {
                throw new IOException("A header is no HTTP.");
            }

            string name = parts[0].ToLowerInvariant();
            string value = parts[1].Trim();
            headers[name] = headers.TryGetValue(name, out string? earlier) && earlier.Length > 0 ? $"{earlier},{value}" : value;
        }

        return headers;
    }

    private async Task<byte[]> ReadBody(Dictionary<string, string> headers, CancellationToken cancellation)
    {
        if (!headers.TryGetValue("transfer-encoding", out string? encoding))
        {
            return headers.TryGetValue("content-length", out string? length)
                ? await ReadBytes(Number(length, NumberStyles.None), cancellation).ConfigureAwait(false)
                : [];
        }

        if (!encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new IOException("The body's encoding is unknown.");
        }

        using MemoryStream body = new();
        while (true)
        {
            string head = await ReadLine(cancellation).ConfigureAwait(false) ?? throw BrokenOff();
            int size = Number(head.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier);
            byte[] chunk = await ReadBytes(size, cancellation).ConfigureAwait(false);
            body.Write(chunk, 0, chunk.Length);

            // An empty line ends every chunk; behind the last one it ends the body.
            await ReadLine(cancellation).ConfigureAwait(false);
            if (chunk.Length == 0)
            {
                return body.ToArray();
            }
        }
    }

    private async Task<byte[]> ReadBytes(int count, CancellationToken cancellation)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            if (!await Fill(cancellation).ConfigureAwait(false))
            {
                throw BrokenOff();
            }

            int part = Math.Min(count - read, _length - _position);
            Buffer.BlockCopy(_buffer, _position, bytes, read, part);
            (read, _position) = (read + part, _position + part);
        }

        return bytes;
    }

    /// <summary>Returns the line without its end, or null at the end of the stream.</summary>
    private async Task<string?> ReadLine(CancellationToken cancellation)
    {
        using MemoryStream line = new();
        while (await Fill(cancellation).ConfigureAwait(false))
        {
            int end = Array.IndexOf(_buffer, (byte)'\n', _position, _length - _position);
            int stop = end < 0 ? _length : end;
            line.Write(_buffer, _position, stop - _position);
            _position = end < 0 ? _length : end + 1;
            if (end >= 0)
            {
                return Encoding.UTF8.GetString(line.ToArray()).TrimEnd('\r');
            }

            if (line.Length > LongestLine)
            {
                throw new IOException("A line is too long.");
            }
        }

        return line.Length == 0 ? null : throw BrokenOff();
    }

    private async Task<bool> Fill(CancellationToken cancellation)
    {
        if (_position == _length)
        {
            (_position, _length) = (0, await stream.ReadAsync(_buffer, 0, _buffer.Length, cancellation).ConfigureAwait(false));
        }

        return _length > _position;
    }

    private static IOException BrokenOff() => new("The request breaks off.");

    private static int Number(string text, NumberStyles style) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out int number) && number >= 0
            ? number
            : throw new IOException("A length is no number.");
}
