using System.Reflection;
using System.Runtime.Loader;

namespace EcsTools.Loader.Core;

/// <summary>
/// Holds EcsTools.Core, EcsTools.Postgres, EcsTools.Sandbox and the packages they bring, so that another module may use other versions of the same
/// packages. Everything else, EcsTools.Model and the engine above all, comes from the default context: types that cross
/// between the contexts must exist once.
/// </summary>
public sealed class PackageContext : AssemblyLoadContext
{
    // Plain sets: frozen ones take longer to make than all that an import asks of them.

    /// <summary>What the cmdlets ask for; nothing else is answered to the default context, where other modules live.</summary>
    private static readonly HashSet<string> Entrances = ["EcsTools.Core", "EcsTools.Postgres", "EcsTools.Sandbox"];

    /// <summary>What is loaded here. A name that is missing comes from the default context, or not at all.</summary>
    private static readonly HashSet<string> Own =
    [
        .. Entrances,
        "BouncyCastle.Cryptography",
        "Microsoft.Bcl.AsyncInterfaces",
        "Microsoft.Bcl.HashCode",
        "Microsoft.Bcl.TimeProvider",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Newtonsoft.Json",
        "Npgsql",
        "Polly.Core",
        "Renci.SshNet",
        "YamlDotNet",
    ];

    /// <summary>Parts of the runtime that our packages want newer than PowerShell 7.4 has them: ours, only where its own does not do.</summary>
    private static readonly HashSet<string> Substitutes = ["System.Formats.Asn1", "System.Text.Json"];

    private static PackageContext? s_installed;
    private readonly string _folder;

    private PackageContext(string folder)
        : base("EcsTools")
    {
        _folder = folder;
        Resolving += static (context, name) => ((PackageContext)context).LoadOwn(name, Substitutes);
    }

    /// <summary>Begins to answer requests for EcsTools's inner assemblies; only the first call in a process does anything.</summary>
    /// <param name="folder">The full path of the folder that holds them.</param>
    public static void Install(string folder)
    {
        PackageContext context = new(folder);
        if (Interlocked.CompareExchange(ref s_installed, context, null) is null)
        {
            Default.Resolving += (_, name) => name.Name is { } wanted && Entrances.Contains(wanted) ? context.LoadFromAssemblyName(name) : null;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => LoadOwn(assemblyName, Own);

    private Assembly? LoadOwn(AssemblyName name, HashSet<string> allowed) =>
        name.Name is { } wanted && allowed.Contains(wanted) ? LoadFromAssemblyPath(Path.Combine(_folder, wanted + ".dll")) : null;
}
