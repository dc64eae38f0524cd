using System.Runtime.InteropServices;

using EcsTools.Core.Security;

namespace EcsTools.Core.Tests.Security;

/// <summary>What the runtime has no call for.</summary>
internal static class UnixFile
{
    public static bool IsRegular(string path) => UnixFileStatus.TryRead(path) is { IsRegularFile: true };

    public static void MakePipe(string path) => Assert.Equal(0, mkfifo(path, 0x180));

    /// <summary>Sets what this process takes away from the modes of new files; returns what it was.</summary>
    [DllImport("libc")]
    public static extern uint umask(uint mask);

    public static void Give(string path, uint user, uint? group = null) => Assert.Equal(0, chown(path, user, group ?? user));

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int mkfifo(string path, uint mode);

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int chown(string path, uint user, uint group);
}
