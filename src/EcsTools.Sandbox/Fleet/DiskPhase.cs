namespace EcsTools.Sandbox.Fleet;

/// <summary>What a disk of the sandbox is doing.</summary>
internal enum DiskPhase
{
    /// <summary>Attached and at rest.</summary>
    InUse,

    /// <summary>Not attached.</summary>
    Available,

    /// <summary>Being made.</summary>
    Creating,

    /// <summary>Being attached.</summary>
    Attaching,

    /// <summary>Being detached.</summary>
    Detaching,

    /// <summary>Being made anew in place (Alibaba's ReInitDisk).</summary>
    Reinitialising,

    /// <summary>Being rolled back.</summary>
    RollingBack,

    /// <summary>Being deleted.</summary>
    Deleting,
}
