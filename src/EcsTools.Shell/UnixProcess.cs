using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EcsTools.Shell;

/// <summary>
/// Replaces this process by another program, so that signals, job control and the exit code need nobody between the terminal and PowerShell.
/// </summary>
internal static class UnixProcess
{
    private const int SigPipe = 13;

    /// <summary>Runs a program in place of this one, with the environment as it is set now.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static int Replace(string program, string[] arguments)
    {
        // The runtime ignores SIGPIPE, which the new program would inherit and pass on to its own children.
        _ = signal(SigPipe, IntPtr.Zero);
        _ = execve(
            program,
            [program, .. arguments, null],
            [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => $"{v.Key}={v.Value}"), null]);
        throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Cannot start {program}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    // On Unix LPStr is UTF-8.
    [DllImport("libc", SetLastError = true)]
    private static extern int execve(
        [MarshalAs(UnmanagedType.LPStr)] string path,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] environment);

    [DllImport("libc")]
    private static extern IntPtr signal(int number, IntPtr handler);
}
