using System.Globalization;

using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Asks BSS for prices (docs/contracts/huawei-ecs-lifecycle.md 4): many products in one call, renewals one by one.</summary>
internal sealed class HuaweiPrices(HuaweiProjectTransport api, HuaweiBillingClient billing) : IPriceReader
{
    private const string OnDemand = "ListOnDemandResourceRatings";
    private const string ByPeriod = "ListRateOnPeriodDetail";
    private const string Renewal = "ListRenewRateOnPeriod";
    private const string DefaultCurrency = "CNY";
    private const int ProductsPerCall = 50;

    public async Task<IReadOnlyList<EcsPrice>> ReadPricesAsync(IReadOnlyList<PriceQuery> queries, CancellationToken cancellation)
    {
        string project = (await api.GetOriginAsync(cancellation).ConfigureAwait(false)).ProjectId;
        PriceQuery[][] calls =
        [
            .. queries.Where(q => FindGap(q) is null && q.Kind == EcsPriceKind.Renewal).InBatches(1),
            .. queries.Where(q => FindGap(q) is null && q.Kind != EcsPriceKind.Renewal).GroupBy(q => q.Unit == EcsPeriodUnit.Hour).SelectMany(g => g.InBatches(ProductsPerCall)),
        ];
        IReadOnlyList<EcsPrice>[] answers = await Task.WhenAll(calls.EachAsync(
            c => c[0].Kind == EcsPriceKind.Renewal ? RateRenewalAsync(c[0], cancellation) : RateAsync(c, project, cancellation), cancellation)).ConfigureAwait(false);
        Dictionary<PriceQuery, EcsPrice> prices = calls.SelectMany(c => c)
            .Zip(answers.SelectMany(a => a), (q, p) => (q, p))
            .ToDictionary(p => p.q, p => p.p);
        return [.. queries.Select(q => FindGap(q) ?? prices[q])];
    }

    // What there is no question for, or a part of the question is not known.
    private static EcsPrice? FindGap(PriceQuery query) => query switch
    {
        { Kind: EcsPriceKind.Change } => Price.Unknown(
            query, null, "the provider does not rate changes", "Huawei Cloud has prices of products and renewals, but not of a change within a term. The order shows the amount before it is paid."),
        { Kind: EcsPriceKind.Size, OsType: EcsOsType.Unknown } => Price.Unknown(
            query, null, "the operating system is unknown", "The price of a size depends on the operating system."),
        { Kind: EcsPriceKind.Bandwidth, IsBilledByTraffic: true } => Price.Unknown(
            query, null, "traffic is billed by volume", "The size of a bandwidth that is billed by traffic is not charged."),
        { Unit: EcsPeriodUnit.Week } => Price.Unknown(query, null, "there are no weekly terms", "Huawei Cloud has terms of months and years."),
        _ => null,
    };

    // One wrong product spoils the whole question (CBC.99006006): then each is asked for by itself.
    private async Task<IReadOnlyList<EcsPrice>> RateAsync(IReadOnlyList<PriceQuery> queries, string project, CancellationToken cancellation)
    {
        bool isOnDemand = queries[0].Unit == EcsPeriodUnit.Hour;
        string operation = isOnDemand ? OnDemand : ByPeriod;
        JObject body = new()
        {
            ["project_id"] = project,
            ["product_infos"] = new JArray(queries.Select((q, i) => Product(q, i.ToString(CultureInfo.InvariantCulture)))),
        };
        try
        {
            if (!isOnDemand)
            {
                JObject periods = await billing.RateAsync(operation, "period-resources/subscribe-rate", body, cancellation).ConfigureAwait(false);
                return [.. queries.Select((q, i) => ReadPeriod(q, i.ToString(CultureInfo.InvariantCulture), periods))];
            }

            body["inquiry_precision"] = 0;
            JObject answer = await billing.RateAsync(operation, "on-demand-resources", body, cancellation).ConfigureAwait(false);
            return [.. queries.Select((q, i) => Read(
                q, operation, FindRow(answer, i.ToString(CultureInfo.InvariantCulture)), FindRow(answer, i.ToString(CultureInfo.InvariantCulture)), answer.Text("currency")))];
        }
        catch (EcsException error) when (queries.Count > 1 && error.ErrorId is not (EcsErrorId.InvalidCredential or EcsErrorId.AccessDenied or EcsErrorId.CannotConnect))
        {
            IReadOnlyList<EcsPrice>[] single = await Task.WhenAll(queries.EachAsync(q => RateAsync([q], project, cancellation), cancellation)).ConfigureAwait(false);
            return [.. single.SelectMany(p => p)];
        }
        catch (EcsException error)
        {
            return [.. queries.Select(q => Price.Unknown(q, operation, error))];
        }
    }

    private async Task<IReadOnlyList<EcsPrice>> RateRenewalAsync(PriceQuery query, CancellationToken cancellation)
    {
        JObject body = new()
        {
            ["resource_ids"] = new JArray(query.InstanceId ?? ""),
            ["period_type"] = HuaweiPeriods.Type(query.Unit),
            ["period_num"] = query.Period,

            // Without it the disks that are renewed with the server are missing.
            ["include_relative_resources"] = true,
        };
        try
        {
            JObject answer = await billing.RateAsync(Renewal, "period-resources/renew-rate", body, cancellation).ConfigureAwait(false);
            return [ReadRenewal(query, answer)];
        }
        catch (EcsException error)
        {
            return [Price.Unknown(query, Renewal, error)];
        }
    }

    private static EcsPrice ReadRenewal(PriceQuery query, JObject answer)
    {
        if (answer.Objects("fail_resource_infos").FirstOrDefault() is { } failed)
        {
            return Price.Unknown(query, Renewal, failed.Text("error_code") ?? "the provider returned no reason", failed.Text("error_msg") ?? "The provider returned no reason.");
        }

        // Without a discount only the sum of all resources is told.
        JObject? official = answer.Object("official_website_rating_result");
        return Read(query, Renewal, FindBestOffer(answer) ?? official, official, answer.Text("currency"));
    }

    private static EcsPrice ReadPeriod(PriceQuery query, string id, JObject answer)
    {
        JObject? official = FindRow(answer.Object("official_website_rating_result"), id);
        return Read(query, ByPeriod, FindRow(FindBestOffer(answer), id) ?? official, official, answer.Text("currency"));
    }

    private static JObject? FindBestOffer(JObject answer) =>
        answer.Objects("optional_discount_rating_results").FirstOrDefault(o => o.Integer("best_offer") == 1);

    private static JObject? FindRow(JObject? result, string id) => result.Objects("product_rating_results").FirstOrDefault(r => r.Text("id") == id);

    private static EcsPrice Read(PriceQuery query, string operation, JObject? row, JObject? official, string? currency)
    {
        decimal? original = row.Amount("official_website_amount") ?? official.Amount("official_website_amount");
        return (row.Amount("amount") ?? original) is { } amount
            ? Price.Known(query, operation, amount, original, row.Amount("discount_amount") ?? (original - amount), currency ?? DefaultCurrency)
            : Price.Unknown(query, operation, "the amount is missing", "The provider's answer contains no amount.");
    }

    private JObject Product(PriceQuery query, string id)
    {
        JObject product = new()
        {
            ["id"] = id,
            ["region"] = api.Region,
            ["subscription_num"] = 1,
        };
        if (query.Zone is not null)
        {
            product["available_zone"] = query.Zone;
        }

        (string service, string type, string spec) = query.Kind switch
        {
            EcsPriceKind.Size => ("ec2", "vm", query.Size + (query.OsType == EcsOsType.Windows ? ".win" : ".linux")),
            EcsPriceKind.Disk => ("ebs", "volume", query.DiskCategory ?? ""),
            _ => ("vpc", "bandwidth", "19_bgp"),
        };
        product["cloud_service_type"] = "hws.service.type." + service;
        product["resource_type"] = "hws.resource.type." + type;
        product["resource_spec"] = spec;
        if (query.Kind == EcsPriceKind.Disk)
        {
            (product["resource_size"], product["size_measure_id"]) = (query.DiskSizeGiB, 17);
        }
        else if (query.Kind == EcsPriceKind.Bandwidth)
        {
            (product["resource_size"], product["size_measure_id"]) = (query.BandwidthMbps, 15);
        }

        if (query.Unit == EcsPeriodUnit.Hour)
        {
            (product["usage_factor"], product["usage_value"], product["usage_measure_id"]) = ("Duration", query.Period, 4);
        }
        else
        {
            (product["period_type"], product["period_num"]) = (HuaweiPeriods.Type(query.Unit), query.Period);
        }

        return product;
    }
}
