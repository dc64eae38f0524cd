namespace EcsTools.Model;

/// <summary>The unit of a term or of the period of a price.</summary>
public enum EcsPeriodUnit : long
{
    /// <summary>Hours; of pay-as-you-go prices only.</summary>
    Hour,

    /// <summary>Weeks; not on every cloud.</summary>
    Week,

    /// <summary>Months.</summary>
    Month,

    /// <summary>Years.</summary>
    Year,
}
