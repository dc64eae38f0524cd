namespace EcsTools.Core.Operations;

/// <summary>What a user asks for.</summary>
public enum OperationKind
{
    /// <summary>Reinstall the operating system: the whole procedure, ending in a running server.</summary>
    OsReinstall,

    /// <summary>The system disk as it was at first installation.</summary>
    SystemDiskReset,

    /// <summary>Another image on the system disk.</summary>
    SystemDiskSwitch,
}
