namespace EcsTools.Model;

/// <summary>How an amount is due.</summary>
public enum EcsPriceDue : long
{
    /// <summary>For each period.</summary>
    PerPeriod,

    /// <summary>Charged once, at once.</summary>
    Charged,

    /// <summary>Refunded once, at once.</summary>
    Refunded,
}
