namespace EcsTools.Core.Clouds;

/// <summary>A question for a price. Equal questions are asked once in an invocation (<see cref="PriceMemory"/>).</summary>
public sealed record PriceQuery(EcsPriceKind Kind)
{
    /// <summary>Change and renewal: the server.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Size: the size. Disk of a subscription: the size of its server, which some clouds want to know. Change: the new size, or null.</summary>
    public string? Size { get; init; }

    /// <summary>Size: the operating system, by which prices differ.</summary>
    public EcsOsType OsType { get; init; }

    /// <summary>Size: the image, where it decides the price of the operating system; null for Linux.</summary>
    public string? ImageId { get; init; }

    /// <summary>The zone, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>Disk and change: the kind of disk.</summary>
    public string? DiskCategory { get; init; }

    /// <summary>Disk and change: the size of the disk.</summary>
    public int? DiskSizeGiB { get; init; }

    /// <summary>Disk and change: the performance level, or null.</summary>
    public string? PerformanceLevel { get; init; }

    /// <summary>Disk and change: true for the system disk.</summary>
    public bool IsSystemDisk { get; init; }

    /// <summary>Bandwidth and change: Mbit/s.</summary>
    public int? BandwidthMbps { get; init; }

    /// <summary>Bandwidth and change: true if traffic is billed, false if the bandwidth is.</summary>
    public bool IsBilledByTraffic { get; init; }

    /// <summary>Change: when the provider takes it back; null for a change that stays.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The unit of the period.</summary>
    public EcsPeriodUnit Unit { get; init; } = EcsPeriodUnit.Hour;

    /// <summary>How many units the price is for.</summary>
    public int Period { get; init; } = 1;

    /// <summary>Asks for the price of a server's size.</summary>
    /// <param name="instance">The server: its operating system and its kind of charge.</param>
    /// <param name="size">The size; not necessarily the server's own.</param>
    public static PriceQuery ForSize(EcsInstance instance, string size) => new(EcsPriceKind.Size)
    {
        Size = size,
        OsType = instance.OsType,
        ImageId = instance.OsType == EcsOsType.Linux || instance.ImageId.Length == 0 ? null : instance.ImageId,
        Zone = instance.Zone.Length == 0 ? null : instance.Zone,
        Unit = UnitOf(instance),
    };

    /// <summary>Asks for the price of a server's disk.</summary>
    /// <param name="instance">The server: its size and its kind of charge.</param>
    /// <param name="category">The kind of disk, in the cloud's word.</param>
    /// <param name="performanceLevel">The performance level, or null.</param>
    public static PriceQuery ForDisk(EcsInstance instance, string category, int sizeGiB, string? performanceLevel, bool isSystemDisk = false) => new(EcsPriceKind.Disk)
    {
        Size = UnitOf(instance) == EcsPeriodUnit.Hour ? null : instance.Size,
        Zone = instance.Zone.Length == 0 ? null : instance.Zone,
        DiskCategory = category,
        DiskSizeGiB = sizeGiB,
        PerformanceLevel = performanceLevel,
        IsSystemDisk = isSystemDisk,
        Unit = UnitOf(instance),
    };

    /// <summary>Asks for the price of public bandwidth.</summary>
    /// <param name="instance">The server: its kind of charge.</param>
    public static PriceQuery ForBandwidth(EcsInstance instance, int mbps, bool isBilledByTraffic) => new(EcsPriceKind.Bandwidth)
    {
        BandwidthMbps = mbps,
        IsBilledByTraffic = isBilledByTraffic,
        Unit = UnitOf(instance),
    };

    /// <summary>Asks for the price of a renewal by the term that was chosen.</summary>
    /// <returns>The question; null for a server that is no subscription.</returns>
    internal static PriceQuery? ForRenewal(StepTarget target)
    {
        SubscriptionTerm term = SubscriptionTerm.Of(target.Options);
        return target.Instance.ChargeType != EcsChargeType.Subscription ? null : new PriceQuery(EcsPriceKind.Renewal)
        {
            InstanceId = target.Instance.Id,
            Unit = term.Unit,
            Period = term.Count,
        };
    }

    /// <summary>What a server is priced by: subscriptions by the month, everything else by the hour.</summary>
    internal static EcsPeriodUnit UnitOf(EcsInstance instance) =>
        instance.ChargeType == EcsChargeType.Subscription ? EcsPeriodUnit.Month : EcsPeriodUnit.Hour;

    /// <summary>What it asks for, in words.</summary>
    /// <returns>For example <c>disk cloud_essd PL1 100 GiB</c>.</returns>
    public override string ToString() => Kind switch
    {
        EcsPriceKind.Size => $"size {Size}",
        EcsPriceKind.Disk => Disk,
        EcsPriceKind.Bandwidth => Bandwidth,
        EcsPriceKind.Renewal => $"renewal of {InstanceId}",
        _ => $"change of {InstanceId} to {(Size is not null ? $"size {Size}" : DiskCategory is not null ? Disk : Bandwidth)}",
    };

    private string Disk => $"{(IsSystemDisk ? "system disk" : "disk")} {DiskCategory}{(PerformanceLevel is null ? "" : " " + PerformanceLevel)} {DiskSizeGiB} GiB";

    private string Bandwidth => $"bandwidth {BandwidthMbps} Mbit/s{(IsBilledByTraffic ? ", by traffic" : "")}";
}
