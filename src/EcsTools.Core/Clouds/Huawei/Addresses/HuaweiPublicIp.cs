namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A public address (EIP) as the VPC service describes it (docs/contracts/huawei-ecs-lifecycle.md 1.1).</summary>
/// <param name="BandwidthId">The bandwidth that it has, perhaps together with others.</param>
internal sealed record HuaweiPublicIp(string Id, string Address, string Status, string BandwidthId);
