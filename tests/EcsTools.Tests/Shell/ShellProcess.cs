using System.Diagnostics;

namespace EcsTools.Tests.Shell;

/// <summary>One run of the shell in a process of its own.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ShellProcess(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the shell to its end.</summary>
    /// <param name="input">Its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>What came of it.</returns>
    public static Task<ShellProcess> RunAsync(string input, IEnumerable<string> arguments, CancellationToken cancellation) =>
        RunAsync(input, arguments, new Dictionary<string, string?>(), cancellation);

    /// <summary>Runs the shell to its end in an environment of its own.</summary>
    /// <param name="input">Its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are set or, by null, removed.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>What came of it.</returns>
    public static async Task<ShellProcess> RunAsync(
        string input, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellation)
    {
        // Whoever runs the tests has a profile of their own.
        ProcessStartInfo start = new("dotnet", [Repository.Shell, .. environment.ContainsKey("HOME") ? [] : new[] { "-NoProfile" }, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (KeyValuePair<string, string?> variable in environment)
        {
            start.Environment[variable.Key] = variable.Value;
        }

        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            return new ShellProcess(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
