namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>A service of the clouds: decides the host of a path and the shape of its errors (docs/contracts/huawei-ecs.md 1.1,
/// 1.6).</summary>
internal enum Service
{
    Iam,
    Ecs,

    /// <summary>Servers, by OpenStack's API; served on the host of ECS.</summary>
    Nova,
    Evs,
    Ims,

    /// <summary>Keys that encrypt disks (docs/contracts/huawei-ecs-lifecycle.md 2.5).</summary>
    Kms,

    /// <summary>Public addresses and bandwidths (docs/contracts/huawei-ecs-lifecycle.md 1).</summary>
    Vpc,

    /// <summary>Prices, orders and subscriptions (docs/contracts/huawei-ecs-lifecycle.md 3 and 4). Huawei only, and not of a project.</summary>
    Bss,
}
