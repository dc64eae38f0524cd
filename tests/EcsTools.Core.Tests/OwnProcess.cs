using System.Diagnostics;

namespace EcsTools.Core.Tests;

/// <summary>This program again, with one test of it, which does what another process is to do.</summary>
internal static class OwnProcess
{
    /// <summary>Runs a test.</summary>
    /// <param name="variable">The environment variable that tells the test what to do.</param>
    /// <param name="wrapper">A program that is to start it, with its arguments; empty for none.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Type tests, string method, string variable, string value, params string[] wrapper)
    {
        string program = Environment.ProcessPath!;
        string[] own = [program, .. Path.GetFileNameWithoutExtension(program) == "dotnet" ? new[] { tests.Assembly.Location } : []];
        string[] line = [.. wrapper, .. own, "-method", $"{tests.FullName}.{method}"];
        ProcessStartInfo info = new(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { [variable] = value } };
        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await error;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
