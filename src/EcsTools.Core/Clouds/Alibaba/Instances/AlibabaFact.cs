namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Names of facts that only the steps at Alibaba Cloud know; see <see cref="StepFactKeys"/>.</summary>
internal static class AlibabaFact
{
    /// <summary>The performance level that the disk is to have; absent where its category has none.</summary>
    public const string PerformanceLevel = "performanceLevel";

    /// <summary>The data disks that are released with the server, joined with commas.</summary>
    public const string DataDiskIds = "dataDiskIds";

    /// <summary>Whether the provider puts its security agent into the fresh system (<c>Active</c>); absent where it cannot.</summary>
    public const string SecurityEnhancement = "securityEnhancement";

    /// <summary>The size that the server had.</summary>
    public const string Size = "size";

    /// <summary>Whether a subscription's size goes up or down.</summary>
    public const string Direction = "direction";

    /// <summary>The outbound bandwidth that the public address had, in Mbit/s.</summary>
    public const string Bandwidth = "bandwidth";

    /// <summary>The inbound bandwidth that the public address had, in Mbit/s.</summary>
    public const string InboundBandwidth = "inboundBandwidth";

    /// <summary>What of the bandwidth was billed.</summary>
    public const string BandwidthBilling = "bandwidthBilling";

    /// <summary>The elastic address whose bandwidth is changed; absent for a static address.</summary>
    public const string ElasticIpId = "elasticIpId";

    /// <summary>When the subscription ends.</summary>
    public const string ExpiresAt = "expiresAt";

    /// <summary>How the subscription is renewed at its end.</summary>
    public const string AutoRenewal = "autoRenewal";

    /// <summary>How the server is paid for.</summary>
    public const string ChargeType = "chargeType";
}
