using System.IO;
using System.Runtime.InteropServices;

namespace EcsTools.Core.Security;

/// <summary>Files and folders that only their user may read. On Windows the user's own state folder already has an ACL of his own.</summary>
internal static class PrivateFiles
{
    private const uint OwnerOnlyFolder = 0x1C0; // 0700
    private const uint OwnerOnlyFile = 0x180; // 0600

    /// <summary>Makes a folder its owner's only.</summary>
    /// <exception cref="IOException">The mode cannot be changed.</exception>
    public static void MakePrivateFolder(string path) => Change(path, OwnerOnlyFolder);

    /// <summary>Makes a file its owner's only.</summary>
    /// <exception cref="IOException">The mode cannot be changed.</exception>
    public static void MakePrivateFile(string path) => Change(path, OwnerOnlyFile);

    private static void Change(string path, uint mode)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && chmod(path, mode) != 0)
        {
            throw new IOException($"The mode of {path} cannot be changed (errno {Marshal.GetLastWin32Error()}).");
        }
    }

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int chmod(string path, uint mode);
}
