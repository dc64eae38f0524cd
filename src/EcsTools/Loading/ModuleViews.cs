using System.IO;
using System.Linq;
using System.Management.Automation;

namespace EcsTools.Loading;

/// <summary>
/// Brings in the module's views and type data with its first command. For any module that has some the engine reads all its own again,
/// which takes longer than the rest of the import.
/// </summary>
internal static class ModuleViews
{
    private const string Name = "EcsTools.Views";

    /// <summary>Imports the views into the module, so that they go with it; once for each import.</summary>
    /// <param name="module">The module that a running command came from, or null: a host may bring in the cmdlets without one.</param>
    public static void Ensure(PSModuleInfo? module)
    {
        if (module is not null && !module.NestedModules.Any(static m => m.Name == Name))
        {
            module.Invoke(
                ScriptBlock.Create("Import-Module $args[0] -ErrorAction Stop -Verbose:$false"),
                Path.Combine(module.ModuleBase, "Views", Name + ".psd1"));
        }
    }
}
