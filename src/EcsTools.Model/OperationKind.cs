namespace EcsTools.Model;

/// <summary>The kind of an operation: what a user asks for.</summary>
/// <remarks>The names are data. Plans, journals and policy files contain them; the numbers are in no file.</remarks>
public enum OperationKind : long
{
    /// <summary>An operation that this version of EcsTools does not know. It can be listed, and neither run nor resumed.</summary>
    Unknown,

    /// <summary>Reinstall the operating system: the whole procedure, ending in a running server.</summary>
    OsReinstall,

    /// <summary>The system disk as it was at first installation.</summary>
    SystemDiskReset,

    /// <summary>Another image on the system disk.</summary>
    SystemDiskSwitch,

    /// <summary>Another size.</summary>
    Resize,

    /// <summary>Release the server for good.</summary>
    Release,

    /// <summary>A snapshot of a disk.</summary>
    SnapshotCreate,

    /// <summary>A disk rolled back to a snapshot.</summary>
    SnapshotRestore,

    /// <summary>An image of the system disk.</summary>
    ImageCreate,

    /// <summary>A new password.</summary>
    PasswordReset,

    /// <summary>The password that the cloud keeps for a Windows server erased.</summary>
    PasswordRemove,

    /// <summary>A restart.</summary>
    Restart,

    /// <summary>A start.</summary>
    Start,

    /// <summary>A stop.</summary>
    Stop,
}
