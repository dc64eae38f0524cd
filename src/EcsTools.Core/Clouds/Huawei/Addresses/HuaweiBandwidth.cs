namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The bandwidth of a public address, a resource of its own (docs/contracts/huawei-ecs-lifecycle.md 1.1).</summary>
/// <param name="IsShared">True if a change hits other addresses too.</param>
/// <param name="IsSubscription">True if it is changed by orders.</param>
internal sealed record HuaweiBandwidth(string Id, int? Mbps, EcsBandwidthBilling Billing, bool IsShared, bool IsSubscription, bool IsFrozen);
