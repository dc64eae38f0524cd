using System.ComponentModel;

namespace EcsTools.Internal;

/// <summary>Closes the session's accounts and its sandbox when the module is removed. Called by the engine.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => EcsSession.CloseCurrent();
}
