using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace EcsTools.Tests;

/// <summary>Where things lie.</summary>
internal static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The packed module's folder.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "EcsTools");

    /// <summary>The packed module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(Module, "EcsTools.psd1");

    /// <summary>The module's assemblies for both editions.</summary>
    public static string Assemblies { get; } = Path.Combine(Module, "bin", "netstandard2.0");

    /// <summary>The shell, beside the tests.</summary>
    public static string Shell { get; } = Path.Combine(AppContext.BaseDirectory, "EcsTools.Shell.dll");
}
