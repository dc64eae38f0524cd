namespace EcsTools.Loading;

/// <summary>
/// Brings in the module's views and type data with its first command. For any module that has some the engine reads all its own again,
/// which takes longer than the rest of the import.
/// </summary>
internal static class ModuleViews
{
    private const string Name = "EcsTools.Views";

    // Beside the assembly: the module that a command came from may be another's, which names ours among its nested ones.
    private static readonly string _path = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(ModuleViews).Assembly.Location)!, "..", "..", "Views", Name + ".psd1"));

    /// <summary>Imports the views into the module, so that they go with it; once for each import.</summary>
    /// <param name="module">
    /// The module that a running command came from; null where a host has brought in the cmdlets without one. One without a session state is
    /// the assembly by itself (<c>Import-Module (Get-Module EcsTools).Path</c>): no manifest has named views then, and there are none.
    /// </param>
    public static void Ensure(PSModuleInfo? module)
    {
        if (module?.SessionState is not null && !module.NestedModules.Any(static m => m.Name == Name))
        {
            module.Invoke(ScriptBlock.Create("Import-Module $args[0] -ErrorAction Stop -Verbose:$false"), _path);
        }
    }
}
