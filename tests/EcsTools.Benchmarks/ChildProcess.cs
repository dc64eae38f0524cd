using System.Diagnostics;
using System.Reflection;

namespace EcsTools.Benchmarks;

/// <summary>This program, started again.</summary>
internal static class ChildProcess
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>What the build has noted in this assembly.</summary>
    public static string Metadata(string key) => typeof(ChildProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;

    public static Process Start(params string[] args) => Start(new ProcessStartInfo(Environment.ProcessPath!, args));

    /// <summary>Runs to the end and reads what it prints.</summary>
    public static string Ask(params string[] args) => Ask(new ProcessStartInfo(Environment.ProcessPath!, args));

    /// <summary>Runs a script in the packaged PowerShell, with a journal of its own, and reads what it prints.</summary>
    public static string AskPowerShell(string script)
    {
        string state = Directory.CreateTempSubdirectory("ecstools-benchmark-").FullName;
        try
        {
            ProcessStartInfo program = new("dotnet", [Metadata("PowerShell"), "-NoProfile", "-NonInteractive", "-Command", script]);
            program.Environment["ECSTOOLS_STATE"] = state;
            program.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
            return Ask(program);
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    private static string Ask(ProcessStartInfo program)
    {
        using Process process = Start(program);
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text.Trim() : throw new InvalidOperationException($"{program.FileName} {program.ArgumentList[0]} ended with {process.ExitCode}.");
    }

    private static Process Start(ProcessStartInfo program)
    {
        program.RedirectStandardInput = true;
        program.RedirectStandardOutput = true;
        return Process.Start(program)!;
    }
}
