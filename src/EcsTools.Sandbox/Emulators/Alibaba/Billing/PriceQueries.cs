using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Billing;

/// <summary>DescribePrice, DescribeInstanceModificationPrice and DescribeRenewalPrice (docs/contracts/alibaba-ecs-lifecycle.md 4).</summary>
internal static class PriceQueries
{
    private const int DefaultSystemDiskGiB = 40;

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribePrice", IsWrite: false, DescribePrice) { NeedsRegion = true },
        new("DescribeInstanceModificationPrice", IsWrite: false, DescribeModificationPrice) { NeedsRegion = true },
        new("DescribeRenewalPrice", IsWrite: false, DescribeRenewalPrice) { NeedsRegion = true },
    ];

    private static void DescribePrice(AlibabaRequestContext call, ResponseWriter response)
    {
        string kind = call.Text("ResourceType") ?? "instance";
        string unit = call.Text("PriceUnit") ?? "Hour";
        int period = call.Number("Period") ?? 1;
        if (unit is not ("Hour" or "Week" or "Month" or "Year") || period < 1)
        {
            throw Unit();
        }

        if (call.Number("Amount") is < 1 or > 1000)
        {
            throw new AlibabaApiError(403, "InvalidAmount.Malformed", "The specified Amount is not valid.");
        }

        (string Resource, decimal PerHour)[] parts = kind switch
        {
            "instance" => InstanceParts(call),
            "disk" when unit != "Hour" => throw Unit(),
            "disk" => [("dataDisk", Disk(call, "DataDisk.1") ?? throw MissingCategory())],
            "bandwidth" => [("bandwidth", Bandwidth(call) ?? throw AlibabaErrors.Missing("InternetMaxBandwidthOut"))],
            _ => throw new AlibabaApiError(400, "InvalidResourceType.ValueNotSupported", "The specified ResourceType is not supported."),
        };
        int amount = call.Number("Amount") ?? 1;
        Write(call, response, unit == "Hour"
            ? parts.Select(p => (p.Resource, p.PerHour * period * amount, 0m))
            : parts.Select(p => Discounted(p.Resource, PriceList.ForTerm(p.PerHour, unit, period) * amount)));
    }

    private static void DescribeModificationPrice(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Server();
        if (!server.IsSubscription)
        {
            throw AlibabaErrors.ChargeType();
        }

        if (server.ExpiresAt < call.Backend.Now)
        {
            throw new AlibabaApiError(403, "InstanceExpired", "The specified instance has expired.");
        }

        decimal? system = Disk(call, "SystemDisk");
        decimal? added = Disk(call, "DataDisk.1");
        decimal? bandwidth = Bandwidth(call);
        Size? size = call.Text("InstanceType") is { } type ? FindSize(call, type) : null;
        if (size is null && (system ?? added ?? bandwidth) is null)
        {
            throw new AlibabaApiError(400, "MissingParameter.InstanceTypeOrDataDisk", "The input parameter InstanceType or DataDisk must be supplied.");
        }

        decimal more = size is null ? 0 : PriceList.SizePerHour(size) - (call.Backend.Sizes.Find(server.Size) is { } present ? PriceList.SizePerHour(present) : 0);
        more += system is null || server.SystemDisk is not { } disk ? 0 : system.Value - PriceList.DiskPerHour(disk.Category, disk.SizeGiB);
        if (more < 0 || (size?.Id == server.Size))
        {
            throw new AlibabaApiError(403, "InvalidInstanceType.NotSupportUpgrade", "The specified InstanceType does not support the upgrade.");
        }

        more += bandwidth is null ? 0 : Math.Max(0, bandwidth.Value - (server.IsBilledByBandwidth ? PriceList.BandwidthPerHour(server.BandwidthOut) : 0));
        Write(call, response, [Discounted("instanceType", PriceList.ForRest(call.Backend, server, more + (added ?? 0), ReadEnd(call)))]);
    }

    /// <summary>The end of a temporary change, which a size has to the minute and a bandwidth to the hour (docs/contracts/alibaba-ecs-lifecycle.md 1.3 and 3.4).</summary>
    private static DateTimeOffset? ReadEnd(AlibabaRequestContext call) => call.Text("EndTime") switch
    {
        null => null,
        { } text when DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end) => end,
        _ => throw AlibabaErrors.Invalid("EndTime"),
    };

    private static void DescribeRenewalPrice(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Backend.FindServer(call.Required("ResourceId")) ?? throw AlibabaErrors.InstanceNotFound();
        if (!server.IsSubscription)
        {
            throw AlibabaErrors.ChargeType();
        }

        string unit = call.Text("PriceUnit") ?? "Month";
        int period = call.Number("Period") ?? 1;
        bool isOffered = unit switch
        {
            "Month" => period is >= 1 and <= 9,
            "Year" => period is >= 1 and <= 3,
            _ => throw Unit(),
        };
        if (!isOffered)
        {
            throw new AlibabaApiError(400, "InvalidPeriod", "The specified period is not valid.");
        }

        Write(call, response, [Discounted("instance", PriceList.ForTerm(PriceList.ServerPerHour(call.Backend, server), unit, period))]);
    }

    // A system disk belongs to every server; without a word it is one of the default kind.
    private static (string Resource, decimal PerHour)[] InstanceParts(AlibabaRequestContext call)
    {
        Size size = FindSize(call, call.Text("InstanceType")
            ?? throw new AlibabaApiError(404, "InvalidInstanceType.Missing", "The specified InstanceType should not be null."));
        Image? image = call.Text("ImageId") is { } id
            ? call.Backend.FindImage(id) ?? throw new AlibabaApiError(404, "InvalidImageId.NotFound", "The specified ImageId does not exist.")
            : null;
        return
        [
            ("instanceType", PriceList.SizePerHour(size)),
            ("systemDisk", Disk(call, "SystemDisk") ?? PriceList.DiskPerHour("cloud_efficiency", DefaultSystemDiskGiB)),
            .. Disk(call, "DataDisk.1") is { } disk ? [("dataDisk", disk)] : Array.Empty<(string, decimal)>(),
            ("bandwidth", Bandwidth(call) ?? 0),
            ("image", PriceList.ImagePerHour(image)),
        ];
    }

    private static Size FindSize(AlibabaRequestContext call, string type)
    {
        Size size = call.Backend.Sizes.Find(type) ?? throw new AlibabaApiError(400, "PriceNotFound", "The price of your queried resource is not available now.");
        return size.IsInStock ? size : throw new AlibabaApiError(403, "OperationDenied", "The resource is out of stock.");
    }

    private static decimal? Disk(AlibabaRequestContext call, string name) => (call.Text(name + ".Category"), call.Number(name + ".Size")) switch
    {
        (null, null) => null,
        (null, _) => throw MissingCategory(),
        ({ } category, { } size) => PriceList.DiskPerHour(category, size, call.Text(name + ".PerformanceLevel")),
        _ => throw AlibabaErrors.Missing(name + ".Size"),
    };

    // What is billed by traffic has no price for its size.
    private static decimal? Bandwidth(AlibabaRequestContext call) =>
        call.Number("InternetMaxBandwidthOut") is { } mbps ? call.Text("InternetChargeType") == "PayByBandwidth" ? PriceList.BandwidthPerHour(mbps) : 0 : null;

    private static (string Resource, decimal Original, decimal Discount) Discounted(string resource, decimal amount) =>
        (resource, amount, Math.Round(amount * PriceList.TermDiscount, 2));

    private static void Write(AlibabaRequestContext call, ResponseWriter response, IEnumerable<(string Resource, decimal Original, decimal Discount)> parts)
    {
        (string Resource, decimal Original, decimal Discount)[] rows = [.. parts];
        response.Object("PriceInfo", () =>
        {
            response.Object("Price", () =>
            {
                response.Text("Currency", PriceList.Currency(call.Backend));
                WriteAmounts(response, rows.Sum(r => r.Original), rows.Sum(r => r.Discount));
                response.List("DetailInfos", "DetailInfo", rows, row =>
                {
                    response.Text("Resource", row.Resource);
                    WriteAmounts(response, row.Original, row.Discount);
                    response.Texts("SubRules", "Rule");
                });
            });
            response.Texts("Rules", "Rule");
        });
    }

    private static void WriteAmounts(ResponseWriter response, decimal original, decimal discount)
    {
        response.Money("OriginalPrice", original);
        response.Money("DiscountPrice", discount);
        response.Money("TradePrice", original - discount);
    }

    private static AlibabaApiError Unit() => new(400, "InvalidPriceUnit.ValueNotSupported", "The specified PriceUnit is not supported.");

    private static AlibabaApiError MissingCategory() => new(404, "InvalidDiskCategory.Missing", "The specified Category should not be null.");
}
