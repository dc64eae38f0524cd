using System.Text;

namespace EcsTools.Core.Security;

/// <summary>
/// A file that is to take what comes once, a private key or a picture of a screen: created for this user alone, and filled to the size that a key
/// may need, before it is asked for. It stays open, so that what is written goes into the file that was checked. Without a content it is deleted again.
/// </summary>
public sealed class NewPrivateFile : IDisposable
{
    // No private key in PEM form is longer; blanks until the key comes, so that a full disk is noticed before.
    private const int MostBytes = 32 * 1024;
    private readonly FileStream _stream;
    private bool _isKept;

    private NewPrivateFile(string path, FileStream stream)
    {
        Path = path;
        _stream = stream;
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>Refuses a path where no new file can be, and creates none.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if there is something, or no folder.</exception>
    public static void Check(string path)
    {
        if (File.Exists(path) || Directory.Exists(path))
        {
            throw Exists(path);
        }

        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            throw Refused(path, "its folder does not exist", "Create the folder first, or specify another file.", null);
        }
    }

    /// <summary>Creates the file.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if there is something of that name, it cannot be created, or others could read it.</exception>
    public static NewPrivateFile Claim(string path)
    {
        FileStream? stream = null;
        try
        {
            if (!SecureFiles.TryCreate(path, lasts: true))
            {
                throw Exists(path);
            }

            stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 1);
            if (UnixFileStatus.Read(stream.SafeFileHandle) is { } status && (status.CanBeReadByOthers || status.CanBeChangedByOthers || !status.IsRegularFile))
            {
                throw new IOException("Other users could read it there.");
            }

            byte[] blanks = Encoding.ASCII.GetBytes(new string('\n', MostBytes));
            stream.Write(blanks, 0, blanks.Length);
            stream.Flush(flushToDisk: true);
            return new NewPrivateFile(path, stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            if (stream is not null)
            {
                stream.Dispose();
                File.Delete(path);
            }

            throw Refused(path, error.Message.TrimEnd('.'), "Specify a file in a folder that only you can write to.", error);
        }
    }

    /// <summary>Writes the secret, and flushes it. The file is kept from then on.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string text)
    {
        byte[] content = Encoding.ASCII.GetBytes(text);
        Write(content);
        Array.Clear(content, 0, content.Length);
    }

    /// <summary>Writes the content, and flushes it. The file is kept from then on.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(byte[] content)
    {
        _stream.Position = 0;
        _stream.Write(content, 0, content.Length);
        _stream.SetLength(content.Length);
        _stream.Flush(flushToDisk: true);
        _isKept = true;
    }

    /// <summary>Gives up a secret that turned out to be of no use.</summary>
    public void Discard() => _isKept = false;

    /// <summary>Closes the file, and deletes it if it holds no secret.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (!_isKept)
        {
            File.Delete(Path);
        }
    }

    private static EcsException Exists(string path) => Refused(path, "something of that name exists, and no file is overwritten", "Specify a new file.", null);

    private static EcsException Refused(string path, string why, string action, Exception? inner) =>
        new(EcsErrorId.InvalidInput, $"Cannot create the file {path}: {why}.", inner) { WasNotCarriedOut = true, RecommendedAction = action };
}
