namespace EcsTools.Model;

/// <summary>How a server is paid for.</summary>
public enum EcsChargeType : long
{
    /// <summary>The cloud does not tell.</summary>
    Unknown,

    /// <summary>Pay as you go.</summary>
    PayAsYouGo,

    /// <summary>A subscription: paid in advance for months or years.</summary>
    Subscription,

    /// <summary>Spot: may be taken back by the provider.</summary>
    Spot,
}
