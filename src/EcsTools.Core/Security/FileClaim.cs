namespace EcsTools.Core.Security;

/// <summary>Files that one process at a time holds. The operating system releases them when the process ends, however it ends.</summary>
internal static class FileClaim
{
    // Looking whether a file is held takes it for an instant: that alone must not refuse whoever claims it just then.
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Takes a file, and creates it for this user alone if it does not exist.</summary>
    /// <returns>The claim; dispose it to release the file. Null if another process or command holds it.</returns>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be opened.</exception>
    public static FileStream? TryTake(string file)
    {
        int attempt = 1;
        return TryTake(file, Pause, () => attempt++ < Attempts);
    }

    /// <summary>Takes a file, waiting for another process or command that holds it.</summary>
    /// <param name="mayTryAgain">Asked each time the file is found held: whether to wait for <paramref name="pause"/> and try again.</param>
    /// <returns>The claim, as for <see cref="TryTake(string)"/>. Null if the file is still held when there are no more tries.</returns>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be opened.</exception>
    public static FileStream? TryTake(string file, TimeSpan pause, Func<bool> mayTryAgain)
    {
        while (true)
        {
            try
            {
                SecureFiles.TryCreate(file, lasts: false);
                return new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (File.Exists(file))
            {
                if (!mayTryAgain())
                {
                    return null;
                }
            }

            // Another process cannot tell when it is done, and no clock of a test can stand in for it.
            Thread.Sleep(pause);
        }
    }

    /// <summary>Checks whether a process or command holds a file.</summary>
    public static bool IsHeld(string file)
    {
        try
        {
            using FileStream probe = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
