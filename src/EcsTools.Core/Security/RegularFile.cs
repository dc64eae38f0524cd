using System.Text;

namespace EcsTools.Core.Security;

/// <summary>
/// Reads files that users name, or that lie where files of that name are looked for: regular ones alone, and no more than a file of that kind
/// holds. Opening a pipe would wait for its other end, and a device has no end; the one that is always empty counts as an empty file.
/// </summary>
internal static class RegularFile
{
    private const int FewBytes = 4 * 1024;

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="IOException">It cannot be read, is no regular file, or is longer; its message is a sentence without the path.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be opened.</exception>
    public static byte[] Read(string path, int mostBytes) => Read(path, mostBytes, out _);

    /// <summary>Reads a file whole, and tells who may do what with the file that was read, whatever its path leads to by now.</summary>
    /// <param name="status">The status; null on Windows.</param>
    /// <exception cref="IOException">As <see cref="Read(string, int)"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be opened.</exception>
    public static byte[] Read(string path, int mostBytes, out UnixFileStatus? status)
    {
        if (SecureFiles.IsNullDevice(path))
        {
            status = null;
            return [];
        }

        using FileStream stream = Open(path, out status);

        // Some file systems say that their files have no length.
        byte[] content = new byte[Math.Min(Math.Max(stream.Length, FewBytes), mostBytes) + 1];
        int length = 0;
        for (int read; (read = stream.Read(content, length, content.Length - length)) > 0;)
        {
            length += read;
            if (length > mostBytes)
            {
                throw TooLong(mostBytes);
            }

            if (length == content.Length)
            {
                Array.Resize(ref content, Math.Min(2 * length, mostBytes + 1));
            }
        }

        Array.Resize(ref content, length);
        return content;
    }

    /// <summary>Opens a file that others may go on writing, to read it bit by bit.</summary>
    /// <exception cref="IOException">It is no regular file, or is longer.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be opened.</exception>
    public static FileStream Open(string path, int mostBytes)
    {
        FileStream stream = Open(path, out _);
        if (stream.Length <= mostBytes)
        {
            return stream;
        }

        stream.Dispose();
        throw TooLong(mostBytes);
    }

    /// <summary>Reads a file of text: UTF-8, or what its byte order mark says.</summary>
    /// <exception cref="IOException">As <see cref="Read(string, int)"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be opened.</exception>
    public static string ReadText(string path, int mostBytes) => Decode(Read(path, mostBytes));

    /// <summary>Decodes text: UTF-8, or what its byte order mark says.</summary>
    public static string Decode(byte[] content)
    {
        using StreamReader reader = new(new MemoryStream(content), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static FileStream Open(string path, out UnixFileStatus? status)
    {
        Refuse(UnixFileStatus.TryRead(path));
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        try
        {
            status = UnixFileStatus.Read(stream.SafeFileHandle);
            Refuse(status);
            return stream.CanSeek ? stream : throw NotRegular();
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static void Refuse(UnixFileStatus? status)
    {
        if (status is { IsRegularFile: false })
        {
            throw NotRegular();
        }
    }

    private static IOException TooLong(int mostBytes) => new($"It is longer than {mostBytes / 1024} KiB.");

    private static IOException NotRegular() => new("It is not a regular file.");
}
