using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace EcsTools.Core.Security;

/// <summary>
/// Creates and replaces what is kept on disk for this user alone: journal, audit log, claims, spent plans, known hosts. What exists already keeps
/// its mode and its owner.
/// On Windows the user's own state folder already has an ACL of its own.
/// </summary>
internal static class SecureFiles
{
    private const uint OwnerOnlyFolder = 0x1C0; // 0700
    private const uint OwnerOnlyFile = 0x180; // 0600
    private const int InvalidArgument = 22; // EINVAL: a file system that cannot flush folders
    private const int AlreadyExists = 17; // EEXIST
    private const uint GroupBits = 0x38; // 0070

    // For reading and writing, not inherited by programs, created, and only if there is nothing: as the runtime's own library counts on every Unix.
    private const int CreateNewPrivate = 0x0002 | 0x0010 | 0x0020 | 0x0040;

    // Only runtimes that can run on Unix have it.
    private static readonly MethodInfo? ResolveLink = typeof(File).GetMethod("ResolveLinkTarget", [typeof(string), typeof(bool)]);

    private static bool IsUnix => !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Creates a folder, and those above it that are missing, for this user alone; what exists is not changed.</summary>
    /// <exception cref="IOException">A folder cannot be created.</exception>
    public static void CreateFolder(string path)
    {
        if (!IsUnix)
        {
            Directory.CreateDirectory(path);
            return;
        }

        Stack<string> missing = new();
        string full = Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar);
        for (string? folder = full; folder is { Length: > 0 } && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            missing.Push(folder);
        }

        foreach (string folder in missing)
        {
            // The mode at once, not afterwards: a umask can only take rights away.
            if (mkdir(folder, OwnerOnlyFolder) != 0 && (Marshal.GetLastWin32Error() is var error) && !(error == AlreadyExists && Directory.Exists(folder)))
            {
                throw new IOException($"The folder {folder} cannot be created (errno {error}).");
            }

            FlushFolder(Path.GetDirectoryName(folder)!);
        }
    }

    /// <summary>Creates an empty file for this user alone. Of several processes that try only one creates it, and a link does not count as a file.</summary>
    /// <param name="lasts">True to flush its folder, so that it is still there after a power failure; a file that is only locked need not be.</param>
    /// <returns>False if there is something of that name.</returns>
    /// <exception cref="IOException">It cannot be created.</exception>
    public static bool TryCreate(string path, bool lasts)
    {
        if (!IsUnix)
        {
            return TryCreateOnWindows(path);
        }

        using (SafeFileHandle file = SystemNative_Open(path, CreateNewPrivate, (int)OwnerOnlyFile))
        {
            int error = Marshal.GetLastWin32Error();
            if (file.IsInvalid)
            {
                return error == AlreadyExists ? false : throw new IOException($"The file {path} cannot be created (errno {error}).");
            }
        }

        if (lasts)
        {
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        return true;
    }

    /// <summary>Refuses what somebody else can change: what we keep there could be made to appear, vanish or lead elsewhere.</summary>
    /// <returns>What the file system says of it; null on Windows, or if it is not there.</returns>
    /// <exception cref="UnauthorizedAccessException">Other users can change it.</exception>
    /// <exception cref="IOException">This user cannot find out.</exception>
    public static UnixFileStatus? RefuseShared(string path)
    {
        UnixFileStatus? status = UnixFileStatus.TryRead(path);
        return status is { CanBeChangedByOthers: true } ? throw new UnauthorizedAccessException($"Other users can change {path}.") : status;
    }

    /// <summary>Tells whether a path leads to the device that is always empty: how users of many tools say that there is to be no such file.</summary>
    /// <exception cref="IOException">It is a link that leads nowhere.</exception>
    public static bool IsNullDevice(string path) => IsUnix && path.Length > 0 && FindTarget(Path.GetFullPath(path)) == "/dev/null";

    /// <summary>
    /// Writes a file whole or not at all, flushed with its folder. A link's target is replaced, not the link; what is no regular file is refused.
    /// An existing file keeps its mode and owner, a new one is its user's only.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, or is no regular file. The file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static void Write(string path, byte[] content)
    {
        string target = FindTarget(Path.GetFullPath(path));
        string folder = Path.GetDirectoryName(target) ?? throw new IOException($"{path} is not a file.");
        UnixFileStatus? before = UnixFileStatus.TryRead(target);
        if (Directory.Exists(target) || before is { IsRegularFile: false })
        {
            throw new IOException($"{target} is not a regular file.");
        }

        string fresh = CreateBeside(target);
        try
        {
            using (FileStream stream = new(fresh, FileMode.Open, FileAccess.Write, FileShare.None))
            {
                stream.Write(content, 0, content.Length);
                stream.Flush(flushToDisk: true);
            }

            if (before is { } old)
            {
                Inherit(fresh, old);
            }

            if (File.Exists(target))
            {
                File.Replace(fresh, target, null);
            }
            else
            {
                File.Move(fresh, target);
            }
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }

        FlushFolder(folder);
    }

    private static string FindTarget(string path)
    {
        if (ResolveLink is null)
        {
            return File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0
                ? throw new IOException($"{path} is a link.")
                : path;
        }

        try
        {
            return (ResolveLink.Invoke(null, [path, true]) as FileSystemInfo)?.FullName ?? path;
        }
        catch (TargetInvocationException error) when (error.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            return path;
        }
        catch (TargetInvocationException error) when (error.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new IOException(error.InnerException.Message, error.InnerException);
        }
    }

    private static string CreateBeside(string target)
    {
        if (!IsUnix)
        {
            string file = $"{target}.{Guid.NewGuid():N}.new";
            new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
            return file;
        }

        // Private from the first moment, and never a file that somebody else has put there.
        byte[] name = Encoding.UTF8.GetBytes($"{target}.new.XXXXXX\0");
        int handle = mkstemp(name);
        if (handle < 0)
        {
            throw new IOException($"No file can be created beside {target} (errno {Marshal.GetLastWin32Error()}).");
        }

        close(handle);
        return Encoding.UTF8.GetString(name, 0, name.Length - 1);
    }

    // Owner and group as before. A group that this user may not give is not kept, and then what it may do is nobody else's.
    private static void Inherit(string path, UnixFileStatus old)
    {
        uint mode = old.ModeBits;
        if (UnixFileStatus.TryRead(path) is { } made && (made.UserId != old.UserId || made.GroupId != old.GroupId) && chown(path, old.UserId, old.GroupId) != 0)
        {
            if (made.UserId != old.UserId && chown(path, old.UserId, uint.MaxValue) != 0)
            {
                throw new IOException($"The owner of {path} cannot be kept (errno {Marshal.GetLastWin32Error()}).");
            }

            mode &= ~GroupBits;
        }

        ChangeMode(path, mode);
    }

    private static bool TryCreateOnWindows(string path)
    {
        try
        {
            new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void ChangeMode(string path, uint mode)
    {
        if (IsUnix && chmod(path, mode) != 0)
        {
            throw new IOException($"The mode of {path} cannot be changed (errno {Marshal.GetLastWin32Error()}).");
        }
    }

    // A name lasts only once its folder is on the disk too.
    private static void FlushFolder(string folder)
    {
        if (!IsUnix)
        {
            return;
        }

        int handle = open(folder, 0);
        if (handle < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened (errno {Marshal.GetLastWin32Error()}).");
        }

        int error = fsync(handle) == 0 ? 0 : Marshal.GetLastWin32Error();
        close(handle);
        if (error is not (0 or InvalidArgument))
        {
            throw new IOException($"The folder {folder} cannot be flushed (errno {error}).");
        }
    }

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int chmod(string path, uint mode);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int chown(string path, uint user, uint group);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int mkdir(string path, uint mode);

    [DllImport("libSystem.Native", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern SafeFileHandle SystemNative_Open(string path, int flags, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkstemp([In, Out] byte[] template);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int handle);

    [DllImport("libc")]
    private static extern int close(int handle);
}
