namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>An elastic address as the VPC API describes it (docs/contracts/alibaba-ecs-lifecycle.md 1.6).</summary>
/// <param name="BandwidthMbps">Null if the cloud does not tell.</param>
/// <param name="PackageId">The shared bandwidth it is in, whose own bandwidth decides; null for none.</param>
internal sealed record AlibabaElasticIp(string Id, string Status, int? BandwidthMbps, string? PackageId, bool IsSubscription)
{
    /// <summary>True if nothing is under way on it.</summary>
    public bool IsAtRest => Status is "InUse" or "Available";
}
