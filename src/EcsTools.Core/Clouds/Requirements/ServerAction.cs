namespace EcsTools.Core.Clouds;

/// <summary>What is done to a server, as far as a lock may forbid it.</summary>
internal enum ServerAction
{
    /// <summary>Start.</summary>
    Start,

    /// <summary>Stop.</summary>
    Stop,

    /// <summary>Restart.</summary>
    Restart,

    /// <summary>Change the name, description or protection.</summary>
    Edit,

    /// <summary>Run a command through the cloud's agent.</summary>
    Command,

    /// <summary>Rebuild the system disk.</summary>
    Rebuild,

    /// <summary>Restore a disk from a snapshot.</summary>
    Restore,

    /// <summary>Change the size.</summary>
    Resize,

    /// <summary>Release.</summary>
    Release,

    /// <summary>Extend a disk, or change its type.</summary>
    Disk,

    /// <summary>Create a snapshot.</summary>
    Snapshot,

    /// <summary>Create an image.</summary>
    Image,

    /// <summary>Change the bandwidth of the public address.</summary>
    Bandwidth,

    /// <summary>Set a password through the cloud's API.</summary>
    Password,

    /// <summary>Renew a subscription, or change its automatic renewal.</summary>
    Renew,

    /// <summary>Change the charge type.</summary>
    ChargeType,
}
