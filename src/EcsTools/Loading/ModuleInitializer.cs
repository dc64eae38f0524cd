using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;

namespace EcsTools.Loading;

/// <summary>
/// Runs when the engine has looked over the cmdlets, before any of them runs: from then on the packages that EcsTools brings are
/// found in its own folder, and by EcsTools alone. No public type of this assembly needs EcsTools.Core for the engine's look, so that
/// an import loads neither it nor any package.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Puts the resolver in place. Importing again changes nothing; it stays when the module is removed, since the
    /// assemblies stay loaded too and may still ask for others.</summary>
    public void OnImport()
    {
        string folder = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            FrameworkResolver.Install(folder);
            return;
        }

        // netstandard2.0 knows no load contexts, so what uses them lies in an assembly of its own, built for .NET 8. The call below
        // is the only reflection; the test of the packed module holds both names together.
        string contexts = Path.GetFullPath(Path.Combine(folder, "..", "net8.0", "EcsTools.Loader.Core.dll"));
        Assembly.LoadFrom(contexts)
            .GetType("EcsTools.Loader.Core.PackageContext", throwOnError: true)!
            .GetMethod("Install", BindingFlags.Public | BindingFlags.Static)!
            .Invoke(null, [folder]);
    }
}
