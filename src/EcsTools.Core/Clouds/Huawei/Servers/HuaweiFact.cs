namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Names of facts that only the steps of this cloud know; see <see cref="StepFactKeys"/>.</summary>
internal static class HuaweiFact
{
    /// <summary>The dedicated host the server is on.</summary>
    public const string DedicatedHostId = "dedicatedHostId";

    /// <summary>The status of that disk.</summary>
    public const string DiskStatus = "diskStatus";

    /// <summary>When that disk was last changed, in the cloud's own words.</summary>
    public const string DiskUpdatedAt = "diskUpdatedAt";

    /// <summary>Whether the plug-in that resets passwords is in the guest.</summary>
    public const string PlugIn = "plugIn";

    /// <summary>For how many hours the recycle bin keeps a released server; empty if it goes there and the time is not known.</summary>
    public const string RetentionHours = "retentionHours";

    /// <summary>When the subscription ends.</summary>
    public const string ExpiresAt = "expiresAt";

    /// <summary>What becomes of the subscription at its end, in the cloud's number.</summary>
    public const string ExpirePolicy = "expirePolicy";

    /// <summary>How the server is paid for.</summary>
    public const string ChargeType = "chargeType";

    /// <summary>The license under which a billed system is installed.</summary>
    public const string License = "license";

    /// <summary>The bandwidth's own id.</summary>
    public const string BandwidthId = "bandwidthId";

    /// <summary>The bandwidth that the public address had, in Mbit/s.</summary>
    public const string Bandwidth = "bandwidth";

    /// <summary>What of the bandwidth was billed.</summary>
    public const string BandwidthBilling = "bandwidthBilling";

    /// <summary>Whether the bandwidth is a subscription, which is changed by an order.</summary>
    public const string BandwidthIsOrdered = "bandwidthIsOrdered";

    /// <summary>The public address's own id.</summary>
    public const string PublicIpId = "publicIpId";
}
