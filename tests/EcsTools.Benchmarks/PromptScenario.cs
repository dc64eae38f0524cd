using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EcsTools.Benchmarks;

/// <summary>
/// The time to the first prompt in a terminal, which <c>script</c> of util-linux plays: of the built Shell with its sandbox running, and of the
/// same pwsh started bare with the same module imported.
/// </summary>
internal static class PromptScenario
{
    private const string Prompt = "> ";
    private const string CursorQuery = "\e[6n";
    private const string CursorReport = "\e[1;1R";
    private static readonly string Launcher = Path.Combine(
        ChildProcess.RepositoryRoot, "src", "EcsTools.Shell", "bin", ChildProcess.Metadata("Configuration"), Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "EcsTools.Shell");

    public static bool CanRun { get; } = OperatingSystem.IsLinux()
        && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "script")));

    public static PromptTime TimeShell() => Time($"'{Launcher}' -NoLogo -NoProfile");

    public static PromptTime TimeBare() => Time(
        $"dotnet '{ChildProcess.Metadata("PowerShell")}' -NoLogo -NoProfile -NoExit -Command \"Import-Module '{Path.Combine(ChildProcess.RepositoryRoot, "out", "EcsTools", "EcsTools.psd1")}'\"");

    private static PromptTime Time(string command)
    {
        long begun = Stopwatch.GetTimestamp();
        using Process terminal = Process.Start(new ProcessStartInfo("script", ["--quiet", "--return", "--command", $"exec {command}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        WaitForPrompt(terminal);
        double wall = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        using Process shell = Process.GetProcessById(ChildOf(terminal));
        double cpu = shell.TotalProcessorTime.TotalMilliseconds;

        // Not killed: the session takes its sandbox's key file away.
        terminal.StandardInput.Write("exit\r");
        terminal.StandardInput.Flush();
        Answer(terminal, screen => false);
        terminal.WaitForExit();
        return terminal.ExitCode == 0 ? new PromptTime(wall, cpu) : throw new InvalidOperationException($"{command} ended with {terminal.ExitCode}.");
    }

    private static void WaitForPrompt(Process terminal)
    {
        if (!Answer(terminal, screen => screen.Contains(Prompt, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException("It ended before its prompt.");
        }
    }

    /// <summary>Reads until something has been shown, or to the end; tells whoever asks that the cursor is at the top.</summary>
    private static bool Answer(Process terminal, Func<string, bool> isEnough)
    {
        StringBuilder screen = new();
        char[] buffer = new char[4096];
        int queries = 0;
        while (terminal.StandardOutput.Read(buffer, 0, buffer.Length) is > 0 and int read)
        {
            screen.Append(buffer, 0, read);
            string shown = screen.ToString();
            for (int asked = shown.Split(CursorQuery).Length - 1; queries < asked; queries++)
            {
                terminal.StandardInput.Write(CursorReport);
                terminal.StandardInput.Flush();
            }

            if (isEnough(shown))
            {
                return true;
            }
        }

        return false;
    }

    private static int ChildOf(Process terminal) =>
        int.Parse(File.ReadAllText($"/proc/{terminal.Id}/task/{terminal.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture);
}
