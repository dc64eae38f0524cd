using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Xunit;

namespace EcsTools.Tests.Shell;

/// <summary>The shell at a terminal, which the program <c>script</c> makes for it.</summary>
internal sealed class ShellTerminal : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _seen = new();
    private int _read;

    private ShellTerminal(Process process) => _process = process;

    /// <summary>Starts the shell; the test is skipped where there is no <c>script</c>.</summary>
    /// <param name="arguments">The shell's arguments, quoted as sh wants them.</param>
    /// <returns>The terminal.</returns>
    public static ShellTerminal Start(params string[] arguments)
    {
        string? script = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "script"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(script is null || !OperatingSystem.IsLinux(), "The program 'script' of util-linux is not here to make a terminal.");
        ProcessStartInfo start = new(script!, ["-qec", $"exec dotnet '{Repository.Shell}' {string.Join(' ', arguments)}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm" },
        };
        return new ShellTerminal(Process.Start(start)!);
    }

    /// <summary>Waits until a text has come since the last wait.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What came up to the text and with it.</returns>
    public async Task<string> WaitForAsync(string text, CancellationToken cancellation)
    {
        char[] buffer = new char[1024];
        while (true)
        {
            int end = _seen.ToString().IndexOf(text, _read, StringComparison.Ordinal);
            if (end >= 0)
            {
                end += text.Length;
                string part = _seen.ToString(_read, end - _read);
                _read = end;
                return part;
            }

            int count = await _process.StandardOutput.ReadAsync(buffer, cancellation);
            Assert.True(count > 0, $"The shell ended before it wrote '{text}'. It wrote: {_seen}");
            _seen.Append(buffer, 0, count);
        }
    }

    /// <summary>Presses keys.</summary>
    /// <param name="keys">The characters they send.</param>
    /// <returns>A task that ends when they are sent.</returns>
    public async Task PressAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the end of the shell.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync(CancellationToken cancellation)
    {
        await _process.StandardOutput.ReadToEndAsync(cancellation);
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
