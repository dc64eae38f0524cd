namespace EcsTools.Core.Contracts;

/// <summary>What an operation is made of.</summary>
public enum StepKind
{
    /// <summary>Stop the server.</summary>
    Stop,

    /// <summary>Start the server.</summary>
    Start,

    /// <summary>Make the system disk anew: reinstall, reset or switch, by <see cref="OperationOptions"/>.</summary>
    RebuildSystemDisk,

    /// <summary>Give the server another size.</summary>
    Resize,

    /// <summary>Release the server.</summary>
    Release,

    /// <summary>Make a snapshot of a disk.</summary>
    CreateSnapshot,

    /// <summary>Make an image of the system disk.</summary>
    CreateImage,

    /// <summary>Roll a disk back to a snapshot.</summary>
    RestoreSnapshot,

    /// <summary>Set a new password through the cloud's API.</summary>
    ResetPassword,

    /// <summary>Erase the password that the cloud keeps for a Windows server.</summary>
    DeletePassword,

    /// <summary>Restart the server.</summary>
    Restart,

    /// <summary>Apply an automatic snapshot policy to a new system disk.</summary>
    ApplySnapshotPolicy,

    /// <summary>Confirm a new size, where the cloud asks for that.</summary>
    ConfirmResize,

    /// <summary>Go back to the former size, where the cloud has kept it.</summary>
    RevertResize,

    /// <summary>Change the bandwidth of the server's public address.</summary>
    ChangeBandwidth,

    /// <summary>Renew a subscription.</summary>
    RenewSubscription,

    /// <summary>Switch the automatic renewal of a subscription on or off.</summary>
    SetAutoRenewal,

    /// <summary>Make a server a subscription, or pay-as-you-go.</summary>
    ChangeChargeType,

    /// <summary>Make a disk larger.</summary>
    ExtendDisk,

    /// <summary>Change category and performance level of a disk.</summary>
    ChangeDiskType,

    /// <summary>Extend partition and file system in the guest.</summary>
    GrowFileSystem,

    /// <summary>Change whether a disk is deleted with its server.</summary>
    ChangeDiskRetention,

    /// <summary>Create a server.</summary>
    CreateInstance,

    /// <summary>Attach a disk to the server.</summary>
    AttachDisk,

    /// <summary>Detach a disk from the server.</summary>
    DetachDisk,

    /// <summary>Boot the server from a rescue image, or attach its system disk to another server.</summary>
    StartRescue,

    /// <summary>Boot the server from its own disk again, or detach its system disk from the other server.</summary>
    StopRescue,
}
