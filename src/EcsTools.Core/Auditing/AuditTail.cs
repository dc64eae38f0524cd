using System;
using System.IO;
using System.Text;

using EcsTools.Core.Http;

namespace EcsTools.Core.Auditing;

/// <summary>How a file of the log ends.</summary>
/// <param name="Length">How long it is, in bytes.</param>
/// <param name="IsTorn">True if its last line was not ended.</param>
internal sealed record AuditTail(long Length, long Sequence, string Hash, bool IsTorn)
{
    /// <summary>The end of no file.</summary>
    public static readonly AuditTail None = new(0, 0, AuditLog.Genesis, IsTorn: false);

    /// <summary>Reads the end of a file.</summary>
    /// <param name="atMost">How long the last lines are together at most.</param>
    /// <exception cref="IOException">It cannot be read, or its last lines are no records.</exception>
    public static AuditTail Read(string file, int atMost)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        long length = stream.Length;
        if (length == 0)
        {
            return None;
        }

        byte[] end = new byte[(int)Math.Min(length, atMost)];
        stream.Seek(length - end.Length, SeekOrigin.Begin);
        for (int read = 0; read < end.Length;)
        {
            int more = stream.Read(end, read, end.Length - read);
            read += more > 0 ? more : throw new EndOfStreamException($"{file} has become shorter.");
        }

        bool isTorn = end[end.Length - 1] != (byte)'\n';
        int last = isTorn ? end.Length : end.Length - 1;
        int start = last == 0 ? 0 : Array.LastIndexOf(end, (byte)'\n', last - 1) + 1;
        byte[] line = new byte[last - start];
        Array.Copy(end, start, line, 0, line.Length);

        // The line counts as it stands, also one that somebody was killed in; its number may have to come from the one before.
        return new AuditTail(length, FindSequence(end, last, file), HexDigest.Sha256(line), isTorn);
    }

    private static long FindSequence(byte[] end, int last, string file)
    {
        long skipped = 0;
        while (last > 0)
        {
            int start = Array.LastIndexOf(end, (byte)'\n', last - 1) + 1;
            if (AuditLine.TryRead(Encoding.UTF8.GetString(end, start, last - start)) is { } record)
            {
                return record.Sequence + skipped;
            }

            skipped++;
            last = start - 1;
        }

        throw new IOException($"The end of {file} holds no record.");
    }
}
