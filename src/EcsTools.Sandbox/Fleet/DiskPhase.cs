namespace EcsTools.Sandbox.Fleet;

internal enum DiskPhase
{
    InUse,
    Available,
    Creating,
    Attaching,
    Detaching,

    /// <summary>Alibaba's ReInitDisk: the disk stays in place.</summary>
    Reinitializing,
    RollingBack,

    /// <summary>Huawei and OTC: it reads so before its size changes.</summary>
    Extending,

    /// <summary>Huawei and OTC: its type is being changed.</summary>
    Retyping,
    Deleting,
}
