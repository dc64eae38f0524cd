using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>The kind of an operation: what a user asks for.</summary>
/// <remarks>The names are data. Plans, journals and policy files contain them; the numbers are in no file. Messages use the descriptions.</remarks>
public enum OperationKind : long
{
    /// <summary>An operation that this version of EcsTools does not know. It can be listed, and neither run nor resumed.</summary>
    [Description("operation")]
    Unknown,

    /// <summary>Reinstall the operating system: the whole procedure, ending in a running server.</summary>
    [Description("OS reinstall")]
    OsReinstall,

    /// <summary>The system disk as it was at first installation.</summary>
    [Description("system disk reset")]
    SystemDiskReset,

    /// <summary>Another image on the system disk.</summary>
    [Description("system disk replacement")]
    SystemDiskSwitch,

    /// <summary>Another size.</summary>
    [Description("resize")]
    Resize,

    /// <summary>Release the server for good.</summary>
    [Description("deletion")]
    Release,

    /// <summary>A snapshot of a disk.</summary>
    [Description("snapshot creation")]
    SnapshotCreate,

    /// <summary>A disk rolled back to a snapshot.</summary>
    [Description("snapshot restore")]
    SnapshotRestore,

    /// <summary>An image of the system disk.</summary>
    [Description("image creation")]
    ImageCreate,

    /// <summary>A new password.</summary>
    [Description("password reset")]
    PasswordReset,

    /// <summary>The password that the cloud keeps for a Windows server erased.</summary>
    [Description("password removal")]
    PasswordRemove,

    /// <summary>A restart.</summary>
    [Description("restart")]
    Restart,

    /// <summary>A start.</summary>
    [Description("start")]
    Start,

    /// <summary>A stop.</summary>
    [Description("stop")]
    Stop,
}
