using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace EcsTools.Shell;

/// <summary>Finds the packed module.</summary>
internal static class ModuleLocation
{
    /// <summary>The manifest that the build of this program has staged, or the nearest <c>out/EcsTools</c> above this program if
    /// both were moved together.</summary>
    /// <returns>The full path of EcsTools.psd1.</returns>
    /// <exception cref="ModuleNotLoadedException">There is none.</exception>
    public static string Find()
    {
        string built = typeof(ModuleLocation).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "ModulePath").Value!;
        if (File.Exists(built))
        {
            return built;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "out", "EcsTools", "EcsTools.psd1");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new ModuleNotLoadedException($"The module is neither at {built} nor above {AppContext.BaseDirectory}. Run 'dotnet build' first.");
    }
}
