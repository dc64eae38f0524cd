using System.Globalization;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Asks for prices (docs/contracts/alibaba-ecs-lifecycle.md 4): one call for each question, since no call takes several.</summary>
internal sealed class AlibabaPrices(AlibabaApi api) : IPriceReader
{
    public async Task<IReadOnlyList<EcsPrice>> ReadPricesAsync(IReadOnlyList<PriceQuery> queries, CancellationToken cancellation) =>
        await queries.ForEachAsync(q => ReadAsync(q, cancellation), cancellation).ConfigureAwait(false);

    private async Task<EcsPrice> ReadAsync(PriceQuery query, CancellationToken cancellation)
    {
        string action = query.Kind switch
        {
            EcsPriceKind.Change => "DescribeInstanceModificationPrice",
            EcsPriceKind.Renewal => "DescribeRenewalPrice",
            _ => "DescribePrice",
        };
        try
        {
            JObject answer = await api.CallAsync(action, Parameters(query), RequestIdempotency.ReadOnly, query.InstanceId, cancellation).ConfigureAwait(false);
            return Read(query, action, answer.Object("PriceInfo").Object("Price"));
        }
        catch (EcsException error)
        {
            return Price.Unknown(query, action, error);
        }
    }

    private AlibabaParameters Parameters(PriceQuery query) => query.Kind switch
    {
        EcsPriceKind.Size => New("instance", query).Add("InstanceType", query.Size).Add("ImageId", query.ImageId),
        EcsPriceKind.Disk when query.Size is null => AddDisk(New("disk", query), "DataDisk.1", query),

        // Disks alone are priced by the hour only: a subscription's is a part of the price of its server.
        EcsPriceKind.Disk => AddDisk(New("instance", query).Add("InstanceType", query.Size), "DataDisk.1", query),
        EcsPriceKind.Bandwidth => AddBandwidth(New("bandwidth", query), query),
        EcsPriceKind.Renewal => new AlibabaParameters()
            .Add("ResourceId", query.InstanceId)
            .Add("PriceUnit", IsWholeYears(query) ? "Year" : query.Unit.ToString())
            .Add("Period", IsWholeYears(query) ? query.Period / 12 : query.Period),
        _ => AddChange(new AlibabaParameters().Add("InstanceId", query.InstanceId), query),
    };

    // Ten months and more are priced by the year only.
    private static bool IsWholeYears(PriceQuery query) => query is { Unit: EcsPeriodUnit.Month, Period: > 9 } && query.Period % 12 == 0;

    private static AlibabaParameters New(string resource, PriceQuery query) => new AlibabaParameters()
        .Add("ResourceType", resource)
        .Add("PriceUnit", query.Unit.ToString())
        .Add("Period", query.Period)
        .Add("Amount", 1);

    private AlibabaParameters AddChange(AlibabaParameters parameters, PriceQuery query) => AddTerm(
        query.DiskCategory is not null ? AddDisk(parameters, query.IsSystemDisk ? "SystemDisk" : "DataDisk.1", query)
        : query.BandwidthMbps is not null ? AddBandwidth(parameters, query)
        : parameters.Add("InstanceType", query.Size),
        query);

    // The formats are those of the changes themselves: an end to the hour for a bandwidth, to the minute for a size.
    private AlibabaParameters AddTerm(AlibabaParameters parameters, PriceQuery query) => query.EndTime is not { } end ? parameters : parameters
        .Add("StartTime", Format(api.Connection.Wall.GetUtcNow().AddMinutes(1), "yyyy-MM-dd'T'HH:mm'Z'"))
        .Add("EndTime", query.BandwidthMbps is null
            ? Format(AlibabaResizePreflightContext.RoundUp(end), "yyyy-MM-dd'T'HH:mm'Z'")
            : Format(AlibabaBandwidthPreflightContext.RoundUp(end), "yyyy-MM-dd'T'HH'Z'"));

    private static string Format(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private static AlibabaParameters AddDisk(AlibabaParameters parameters, string name, PriceQuery query) => parameters
        .Add(name + ".Category", query.DiskCategory)
        .Add(name + ".Size", query.DiskSizeGiB)
        .Add(name + ".PerformanceLevel", query.PerformanceLevel);

    private static AlibabaParameters AddBandwidth(AlibabaParameters parameters, PriceQuery query) => parameters
        .Add("InternetChargeType", query.IsBilledByTraffic ? "PayByTraffic" : "PayByBandwidth")
        .Add("InternetMaxBandwidthOut", query.BandwidthMbps);

    private static EcsPrice Read(PriceQuery query, string action, JObject? price)
    {
        string? currency = price.Text("Currency");
        bool isPart = query is { Kind: EcsPriceKind.Size } or { Kind: EcsPriceKind.Disk, Size: not null };
        JObject[] parts = isPart ? [.. Details(price).Where(d => Belongs(query, d.Text("Resource") ?? ""))] : [];
        if (isPart && parts.Length == 0)
        {
            // The total has a system disk in it, and whatever else the service adds by itself.
            return Price.Unknown(query, action, "the parts of the price are missing", "The provider returned only a total, which includes more than was requested.");
        }

        IReadOnlyList<JObject?> rows = isPart ? [.. parts] : [price];
        return Sum(rows, "TradePrice") is { } amount
            ? Price.Known(query, action, amount, Sum(rows, "OriginalPrice"), Sum(rows, "DiscountPrice"), currency)
            : Price.Unknown(query, action, "the amount is missing", "The provider's answer contains no amount.");
    }

    // The model calls the inner list DetailInfo, an example ResourcePriceModel (docs/contracts/alibaba-ecs-lifecycle.md 4).
    private static IEnumerable<JObject> Details(JObject? price) =>
        price.Object("DetailInfos").Objects("DetailInfo").Concat(price.Object("DetailInfos").Objects("ResourcePriceModel"));

    private static bool Belongs(PriceQuery query, string resource) => query.Kind == EcsPriceKind.Disk
        ? Same(resource, "dataDisk")
        : Same(resource, "instanceType") || Same(resource, "image");

    private static decimal? Sum(IReadOnlyList<JObject?> rows, string name) =>
        rows.All(r => r.Amount(name) is not null) ? rows.Sum(r => r.Amount(name)) : null;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
