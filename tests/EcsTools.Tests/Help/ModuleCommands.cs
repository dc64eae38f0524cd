using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Help;

/// <summary>The commands of the packed module, as the engine knows them.</summary>
public sealed class ModuleCommands : IDisposable
{
    private readonly ModuleSession _session = new();

    /// <summary>Reads them.</summary>
    public ModuleCommands() =>
        All = _session.Run("Get-Command -Module EcsTools").Select(c => (CmdletInfo)c.BaseObject).ToDictionary(c => c.Name);

    /// <summary>All commands by name.</summary>
    public IReadOnlyDictionary<string, CmdletInfo> All { get; }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
