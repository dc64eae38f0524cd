namespace EcsTools.Sandbox.Fleet;

/// <summary>Invented prices, in every cloud's own currency. Months cost less than their hours, so that a change of the charge type shows.</summary>
internal static class PriceList
{
    private const int HoursPerMonth = 480;

    /// <summary>What subscriptions are cheaper by.</summary>
    public const decimal TermDiscount = 0.15m;

    public static decimal SizePerHour(Size size) => (0.2m * size.Vcpu) + (0.05m * size.MemoryMiB / 1024);

    /// <summary>A surcharge on the size.</summary>
    public static decimal ImagePerHour(Image? image) => image?.IsWindows == true ? 0.1m : 0;

    public static decimal DiskPerHour(string category, int sizeGiB, string? performanceLevel = null) =>
        sizeGiB * 0.001m * (category is "cloud_efficiency" or "SATA" or "SAS" ? 1 : 2 + (performanceLevel is "PL2" or "PL3" ? 2 : 0));

    public static decimal BandwidthPerHour(int mbps) => 0.06m * mbps;

    /// <summary>An amount for a term, before the discount.</summary>
    public static decimal ForTerm(decimal perHour, string unit, int period) => Math.Round(
        perHour * HoursPerMonth * period * (unit switch
        {
            "Week" => 0.25m,
            "Year" => 12,
            _ => 1,
        }),
        2);

    /// <summary>Everything that is renewed with a subscription.</summary>
    public static decimal ServerPerHour(RegionBackend backend, Server server) =>
        (backend.Sizes.Find(server.Size) is { } size ? SizePerHour(size) : 0)
        + ImagePerHour(backend.FindImage(server.ImageId))
        + server.Disks.Sum(d => DiskPerHour(d.Category, d.SizeGiB));

    /// <summary>What a more expensive configuration costs until the end of the term, or of a temporary change.</summary>
    public static decimal ForRest(RegionBackend backend, Server server, decimal morePerHour, DateTimeOffset? end = null) =>
        Math.Round(morePerHour * HoursPerMonth / 30 * (decimal)Math.Max(0, ((end ?? server.ExpiresAt ?? backend.Now) - backend.Now).TotalDays), 2);

    public static string Currency(RegionBackend backend) => backend.Region.StartsWith("cn-", StringComparison.Ordinal) ? "CNY" : "USD";
}
