namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>A service of the clouds; it tells on which host a path is served and in which shape it refuses
/// (docs/contracts/huawei-ecs.md 1.1, 1.6).</summary>
internal enum Service
{
    /// <summary>Identity.</summary>
    Iam,

    /// <summary>Servers, by the cloud's own API.</summary>
    Ecs,

    /// <summary>Servers, by OpenStack's API; served on the host of ECS.</summary>
    Nova,

    /// <summary>Disks.</summary>
    Evs,

    /// <summary>Images.</summary>
    Ims,
}
