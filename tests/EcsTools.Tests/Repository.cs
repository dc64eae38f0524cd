using System.Reflection;

namespace EcsTools.Tests;

/// <summary>Where things lie.</summary>
internal static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The packed module's folder.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "EcsTools");

    /// <summary>The packed module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(Module, "EcsTools.psd1");

    /// <summary>The module's assemblies for both editions.</summary>
    public static string Assemblies { get; } = Path.Combine(Module, "bin", "netstandard2.0");

    /// <summary>The shell, built as these tests are.</summary>
    public static string Shell { get; } = Program("src", "EcsTools.Shell") + ".dll";

    /// <summary>The long runs and benchmarks, built as these tests are.</summary>
    public static string Benchmarks { get; } = Program("tests", "EcsTools.Benchmarks") + (OperatingSystem.IsWindows() ? ".exe" : "");

    private static string Program(string area, string name) => Path.Combine(
        Root, area, name, "bin", Metadata("Configuration"), Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), name);

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
