namespace EcsTools.Model;

/// <summary>The kind of an operation: what a user asks for.</summary>
/// <remarks>The names are data. Plans, journals and policy files contain them; the numbers are in no file. Messages and questions use the words beside them.</remarks>
public enum OperationKind : long
{
    /// <summary>An operation that this version of EcsTools does not know. It can be listed, and neither run nor resumed.</summary>
    [OperationText("operation", "Continue with the operation on {0}")]
    Unknown,

    /// <summary>Reinstall the operating system: the whole procedure, ending in a running server.</summary>
    [OperationText("OS reinstall", "Reinstall the OS of {0} and erase its system disk")]
    OsReinstall,

    /// <summary>The system disk as it was at first installation.</summary>
    [OperationText("system disk reset", "Reset the system disk of {0} and erase its data")]
    SystemDiskReset,

    /// <summary>Another image on the system disk.</summary>
    [OperationText("system disk replacement", "Replace the system disk of {0} and erase its data")]
    SystemDiskSwitch,

    /// <summary>Another size.</summary>
    [OperationText("resize", "Change the size of {0}")]
    Resize,

    /// <summary>Delete the server permanently.</summary>
    [OperationText("deletion", "Delete {0} permanently")]
    Release,

    /// <summary>A snapshot of a disk.</summary>
    [OperationText("snapshot creation", "Create the snapshot of {0}")]
    SnapshotCreate,

    /// <summary>A disk rolled back to a snapshot.</summary>
    [OperationText("snapshot restore", "Restore the snapshot to {0} and erase what was written since")]
    SnapshotRestore,

    /// <summary>An image of the system disk.</summary>
    [OperationText("image creation", "Create the image of {0}")]
    ImageCreate,

    /// <summary>A new password.</summary>
    [OperationText("password reset", "Set the new password on {0}")]
    PasswordReset,

    /// <summary>The password that the cloud keeps for a Windows server erased.</summary>
    [OperationText("password removal", "Delete the stored password of {0}")]
    PasswordRemove,

    /// <summary>A restart.</summary>
    [OperationText("restart", "Restart {0}")]
    Restart,

    /// <summary>A start.</summary>
    [OperationText("start", "Start {0}")]
    Start,

    /// <summary>A stop.</summary>
    [OperationText("stop", "Stop {0}")]
    Stop,

    /// <summary>Another public bandwidth.</summary>
    [OperationText("bandwidth change", "Change the public bandwidth of {0}")]
    BandwidthChange,

    /// <summary>A subscription renewed for a term.</summary>
    [OperationText("subscription renewal", "Renew the subscription of {0}")]
    SubscriptionRenew,

    /// <summary>The automatic renewal of a subscription switched on or off.</summary>
    [OperationText("change of auto-renewal", "Change the automatic renewal of {0}")]
    AutoRenewChange,

    /// <summary>From pay-as-you-go to a subscription, or back.</summary>
    [OperationText("change of the charge type", "Change how {0} is billed")]
    ChargeTypeChange,

    /// <summary>A larger disk.</summary>
    [OperationText("disk extension", "Extend the disk of {0}, which cannot be undone")]
    DiskExtend,

    /// <summary>Another category or performance level of a disk.</summary>
    [OperationText("disk type change", "Change the type of the disk of {0}")]
    DiskTypeChange,

    /// <summary>Another answer to the question whether a disk is deleted with its server.</summary>
    [OperationText("disk retention change", "Change whether the disk is deleted together with {0}")]
    DiskRetentionChange,

    /// <summary>A new server.</summary>
    [OperationText("creation", "Create the server {0}")]
    InstanceCreate,

    /// <summary>A disk attached to a server.</summary>
    [OperationText("disk attachment", "Attach the disk to {0}")]
    DiskMount,

    /// <summary>A disk detached from its server.</summary>
    [OperationText("disk detachment", "Detach the disk from {0}")]
    DiskDismount,

    /// <summary>A server that does not come up made reachable from outside its own system.</summary>
    [OperationText("rescue", "Start the rescue of {0}")]
    RescueStart,

    /// <summary>A server brought back from its rescue to its own system.</summary>
    [OperationText("end of the rescue", "End the rescue of {0} and start its own system")]
    RescueStop,
}
