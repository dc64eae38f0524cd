namespace EcsTools.Sandbox.Fleet;

internal enum DiskPhase
{
    InUse,
    Available,
    Creating,
    Attaching,
    Detaching,

    /// <summary>Alibaba's ReInitDisk: the disk stays in place.</summary>
    Reinitialising,
    RollingBack,
    Deleting,
}
