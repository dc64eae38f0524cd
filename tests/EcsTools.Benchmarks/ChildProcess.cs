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

    /// <summary>Runs to the end and reads the number it prints.</summary>
    public static double Measure(params string[] args) => Measure(new ProcessStartInfo(Environment.ProcessPath!, args));

    /// <summary>Runs any program to the end and reads the number it prints.</summary>
    public static double Measure(ProcessStartInfo program)
    {
        using Process process = Start(program);
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Process Start(ProcessStartInfo program)
    {
        program.RedirectStandardInput = true;
        program.RedirectStandardOutput = true;
        return Process.Start(program)!;
    }
}
