using System.Reflection;

namespace EcsTools.Loading;

/// <summary>
/// Windows PowerShell 5.1: finds what our assemblies ask for in our own folder, whatever version they name, since a module
/// cannot bring binding redirects. It has no load contexts, so an assembly that somebody else loaded first is used by us too.
/// </summary>
internal static class FrameworkResolver
{
    private static string? s_folder;

    /// <summary>Begins to answer; only the first call does anything.</summary>
    public static void Install(string folder)
    {
        if (Interlocked.CompareExchange(ref s_folder, folder, null) is null)
        {
            AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        }
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        // The engine asks for this assembly, which the objects name in their attribute for conversions.
        string name = new AssemblyName(request.Name).Name;
        if (name == typeof(FrameworkResolver).Assembly.GetName().Name)
        {
            return typeof(FrameworkResolver).Assembly;
        }

        // Others' requests are none of our business, even if the file is there.
        if (request.RequestingAssembly is not { IsDynamic: false } asking || !IsOurs(asking.Location))
        {
            return null;
        }

        string file = Path.Combine(s_folder!, name + ".dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }

    private static bool IsOurs(string location) =>
        location.Length > 0 && string.Equals(Path.GetDirectoryName(location), s_folder, StringComparison.OrdinalIgnoreCase);
}
