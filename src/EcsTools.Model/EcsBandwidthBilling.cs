namespace EcsTools.Model;

/// <summary>What of a public bandwidth is billed.</summary>
public enum EcsBandwidthBilling : long
{
    /// <summary>What is sent, by the GB; the bandwidth is only a limit.</summary>
    ByTraffic,

    /// <summary>The bandwidth, whether it is used or not.</summary>
    ByBandwidth,
}
