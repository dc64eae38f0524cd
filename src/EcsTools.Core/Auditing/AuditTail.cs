using System.Text;

using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Auditing;

/// <summary>How a file of the log ends.</summary>
/// <param name="Length">How long it is, in bytes.</param>
/// <param name="IsTorn">True if its last line was not ended.</param>
internal sealed record AuditTail(long Length, long Sequence, string Hash, bool IsTorn)
{
    /// <summary>The end of no file.</summary>
    public static readonly AuditTail None = new(0, 0, AuditChain.Genesis, IsTorn: false);

    // In bytes, the second a power of eight times the first.
    private const int FewLines = 4 * 1024;
    private const int ManyLines = 256 * 1024;

    /// <summary>Reads the end of a file.</summary>
    /// <exception cref="IOException">It cannot be read, or its last lines are no records.</exception>
    public static AuditTail Read(string file)
    {
        using FileStream stream = RegularFile.Open(file, FileAuditLog.MostBytes);
        long length = stream.Length;
        if (length == 0)
        {
            return None;
        }

        // Every change waits for this, and nearly always the last few lines are enough.
        for (int size = FewLines; size <= ManyLines; size *= 8)
        {
            byte[] end = ReadEnd(stream, (int)Math.Min(length, size), file);
            if (Find(end, length) is { } tail)
            {
                return tail;
            }
        }

        throw new IOException($"The end of {file} contains no record.");
    }

    private static byte[] ReadEnd(FileStream stream, int count, string file)
    {
        byte[] end = new byte[count];
        stream.Seek(-count, SeekOrigin.End);
        for (int read = 0; read < count;)
        {
            int more = stream.Read(end, read, count - read);
            read += more > 0 ? more : throw new EndOfStreamException($"{file} has become shorter.");
        }

        return end;
    }

    // The last line counts as it stands, also one that a process was killed in; its number may have to come from a line before it. The line
    // that the bytes begin in the middle of is no record, so that it ends the search and more is read.
    private static AuditTail? Find(byte[] end, long length)
    {
        bool isTorn = end[end.Length - 1] != (byte)'\n';
        string? hash = null;
        long unread = 0;
        for (int last = isTorn ? end.Length : end.Length - 1, start; last > 0; last = start - 1)
        {
            start = Array.LastIndexOf(end, (byte)'\n', last - 1) + 1;
            byte[] line = end.AsSpan(start, last - start).ToArray();
            hash ??= HexDigest.Sha256(line);
            if (AuditLine.TryRead(Encoding.UTF8.GetString(line)) is { } record)
            {
                return new AuditTail(length, record.Sequence + unread, hash, isTorn);
            }

            unread++;
        }

        return null;
    }
}
