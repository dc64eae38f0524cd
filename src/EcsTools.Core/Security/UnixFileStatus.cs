using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace EcsTools.Core.Security;

/// <summary>What a Unix file system says of a file or folder: what it is, whose, and who may do what with it.</summary>
internal readonly record struct UnixFileStatus(int Mode, uint UserId, uint GroupId)
{
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int WritableByOthers = 0x12; // 022
    private const int ReadableByOthers = 0x24; // 044
    private const int Permissions = 0xFFF;
    private const int NotFound = 2; // ENOENT, the same on every Unix
    private const int NotAFolder = 20; // ENOTDIR
    private const int Executable = 0x49; // 0111

    // The runtime's own library is asked, since the layout of stat differs from system to system; its fields are only ever added to.
    private const int Fields = 64;

    public bool IsExecutable => (Mode & Executable) != 0;

    public bool IsRegularFile => (Mode & TypeMask) == RegularType;

    public bool CanBeReadByOthers => (Mode & ReadableByOthers) != 0;

    /// <summary>Somebody who is neither this user nor root can change it: its owner, its group or all.</summary>
    public bool CanBeChangedByOthers => (Mode & WritableByOthers) != 0 || (UserId != 0 && UserId != geteuid());

    public uint ModeBits => (uint)(Mode & Permissions);

    /// <summary>Reads the status; of a link that of its target.</summary>
    /// <returns>The status; null on Windows, or if there is nothing.</returns>
    /// <exception cref="IOException">This user cannot find out.</exception>
    public static UnixFileStatus? TryRead(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return null;
        }

        int[] status = new int[Fields];
        if (SystemNative_Stat(path, status) == 0)
        {
            return From(status);
        }

        int error = Marshal.GetLastWin32Error();
        return error is NotFound or NotAFolder ? null : throw new IOException($"The status of {path} cannot be read (errno {error}).");
    }

    /// <summary>Reads the status of an open file.</summary>
    /// <returns>The status; null on Windows.</returns>
    /// <exception cref="IOException">It cannot be found out.</exception>
    public static UnixFileStatus? Read(SafeFileHandle file)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return null;
        }

        int[] status = new int[Fields];
        return SystemNative_FStat(file, status) == 0 ? From(status) : throw new IOException($"The status of the file cannot be read (errno {Marshal.GetLastWin32Error()}).");
    }

    private static UnixFileStatus From(int[] status) => new(status[1], unchecked((uint)status[2]), unchecked((uint)status[3]));

    [DllImport("libSystem.Native", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SystemNative_Stat(string path, [Out] int[] status);

    [DllImport("libSystem.Native", SetLastError = true)]
    private static extern int SystemNative_FStat(SafeFileHandle file, [Out] int[] status);

    [DllImport("libc")]
    private static extern uint geteuid();
}
