using System.Diagnostics;

namespace EcsTools.Tests.Shell;

/// <summary>The shell in a terminal, which tmux plays.</summary>
internal sealed class ShellTerminal : IDisposable
{
    private static readonly string? Tmux = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "tmux"))
        .FirstOrDefault(File.Exists);

    private readonly string _socket = $"ecstools-{Guid.NewGuid():N}";

    private ShellTerminal()
    {
    }

    /// <summary>Starts the shell with a home of its own; the test is skipped where there is no tmux.</summary>
    /// <param name="home">The user's home.</param>
    /// <param name="arguments">The shell's arguments, quoted as sh wants them.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The terminal.</returns>
    public static async Task<ShellTerminal> StartAsync(string home, string arguments, CancellationToken cancellation)
    {
        Assert.SkipWhen(Tmux is null, "The program 'tmux' is not here to play a terminal.");
        ShellTerminal terminal = new();
        await terminal.CallAsync(
            cancellation,
            "-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "50", $"HOME='{home}' TERM=xterm dotnet '{Repository.Shell}' {arguments}; echo \"ended with $?\"; cat");
        return terminal;
    }

    /// <summary>Waits until the screen shows a text; spaces at the end of a line are not seen.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The screen.</returns>
    public async Task<string> WaitForAsync(string text, CancellationToken cancellation)
    {
        while (true)
        {
            string screen = await CallAsync(cancellation, "capture-pane", "-p");
            if (screen.Contains(text, StringComparison.Ordinal))
            {
                return screen;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    /// <summary>Types a text.</summary>
    /// <param name="text">The text, as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that ends when it is sent.</returns>
    public Task TypeAsync(string text, CancellationToken cancellation) => CallAsync(cancellation, "send-keys", "-l", text);

    /// <summary>Presses keys.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="keys">Their names in tmux: Enter, Tab, Up, C-c.</param>
    /// <returns>A task that ends when they are sent.</returns>
    public Task PressAsync(CancellationToken cancellation, params string[] keys) => CallAsync(cancellation, ["send-keys", .. keys]);

    /// <inheritdoc/>
    public void Dispose() => CallAsync(CancellationToken.None, "kill-server").GetAwaiter().GetResult();

    private async Task<string> CallAsync(CancellationToken cancellation, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Tmux!, ["-L", _socket, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        string error = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, error);
        return output;
    }
}
