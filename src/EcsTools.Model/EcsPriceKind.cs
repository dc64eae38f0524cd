namespace EcsTools.Model;

/// <summary>What a price is for.</summary>
public enum EcsPriceKind : long
{
    /// <summary>A size, without disks and bandwidth.</summary>
    Size,

    /// <summary>A disk.</summary>
    Disk,

    /// <summary>Public bandwidth.</summary>
    Bandwidth,

    /// <summary>A change of a subscription until the end of its term.</summary>
    Change,

    /// <summary>The renewal of a subscription.</summary>
    Renewal,
}
