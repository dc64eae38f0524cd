using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;

namespace EcsTools.Benchmarks;

/// <summary>This program, started again.</summary>
internal static class Self
{
    public static string RepositoryRoot { get; } = typeof(Self).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == "RepositoryRoot").Value!;

    public static Process Start(params string[] args) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, args)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Runs to the end and reads the number it prints.</summary>
    public static double Measure(params string[] args)
    {
        using Process process = Start(args);
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
