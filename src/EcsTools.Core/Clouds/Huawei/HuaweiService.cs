namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The services that are spoken to (docs/contracts/huawei-ecs.md 1.1).</summary>
internal enum HuaweiService
{
    /// <summary>Servers.</summary>
    Ecs,

    /// <summary>Disks and snapshots.</summary>
    Evs,

    /// <summary>Images.</summary>
    Ims,

    /// <summary>Identity.</summary>
    Iam,
}
