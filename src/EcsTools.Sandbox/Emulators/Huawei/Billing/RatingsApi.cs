using System.Globalization;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Billing;

/// <summary>Prices (docs/contracts/huawei-ecs-lifecycle.md 4).</summary>
internal static class RatingsApi
{
    private const string TypePrefix = "hws.resource.type.";
    private const int Cents = 1;

    public static ApiResponse OnDemand(RequestContext call)
    {
        (string Id, decimal Amount)[] rows = [.. Products(call).Select(p => (p.Text("id") ?? "", PerHour(call, p) * (BssPeriods.Number(p, "usage_value") ?? 1)))];
        return ApiResponse.Ok(w =>
        {
            WriteSum(w, rows.Sum(r => r.Amount), 0);
            w.Put("measure_id", Cents);
            w.Put("currency", PriceList.Currency(call.Backend));
            w.PutObjects("product_rating_results", rows, (row, product) =>
            {
                row.Put("id", product.Id);
                WriteSum(row, product.Amount, 0);
                row.Put("measure_id", Cents);
            });
        });
    }

    public static ApiResponse Period(RequestContext call)
    {
        (string Id, decimal Amount)[] rows =
        [
            .. Products(call).Select(p =>
            {
                (string unit, int count) = BssPeriods.Read(p) ?? throw BssPeriods.Refuse();
                return (p.Text("id") ?? "", PriceList.ForTerm(PerHour(call, p), unit, count));
            }),
        ];
        return ApiResponse.Ok(w =>
        {
            w.PutObject("official_website_rating_result", o =>
            {
                o.Put("official_website_amount", rows.Sum(r => r.Amount));
                o.Put("measure_id", Cents);
                o.PutObjects("product_rating_results", rows, (row, product) =>
                {
                    row.Put("id", product.Id);
                    row.Put("official_website_amount", product.Amount);
                    row.Put("measure_id", Cents);
                });
            });
            w.PutObjects("optional_discount_rating_results", [0], (offer, _) =>
            {
                offer.Put("discount_id", "68d4cb8f-0000-4000-8000-000000000001");
                WriteSum(offer, rows.Sum(r => r.Amount), rows.Sum(r => Discount(r.Amount)));
                offer.Put("measure_id", Cents);
                offer.Put("best_offer", 1);
                offer.PutObjects("product_rating_results", rows, (row, product) =>
                {
                    row.Put("id", product.Id);
                    WriteSum(row, product.Amount, Discount(product.Amount));
                    row.Put("measure_id", Cents);
                });
            });
            w.Put("currency", PriceList.Currency(call.Backend));
        });
    }

    /// <summary>Amounts are texts here.</summary>
    public static ApiResponse Renewal(RequestContext call)
    {
        IReadOnlyList<string> ids = call.Body.Texts("resource_ids");
        (string unit, int count) = BssPeriods.Read(call.Body) ?? throw BssPeriods.Refuse();
        if (ids.Count is 0 or > 10)
        {
            throw call.Malformed("resource_ids");
        }

        bool all = call.Body.IsTrue("include_relative_resources");
        (string Id, decimal Amount)[] rows =
        [
            .. ids.Select(id =>
            {
                Server server = SubscriptionsApi.Subscription(call, id);
                decimal perHour = all ? PriceList.ServerPerHour(call.Backend, server) : PriceList.SizePerHour(call.Backend.Sizes.Find(server.Size)!);
                return (id, PriceList.ForTerm(perHour, unit, count));
            }),
        ];
        return ApiResponse.Ok(w =>
        {
            w.Put("currency", PriceList.Currency(call.Backend));
            w.PutObjects("renew_inquiry_results", rows, (row, resource) =>
            {
                row.Put("resource_id", resource.Id);
                row.Put("amount", Text(resource.Amount));
            });
            w.PutObject("official_website_rating_result", o => o.Put("official_website_amount", Text(rows.Sum(r => r.Amount))));
            w.PutObjects("optional_discount_rating_results", Array.Empty<string>(), (_, _) => { });
            w.PutObjects("fail_resource_infos", Array.Empty<string>(), (_, _) => { });
        });
    }

    private static IReadOnlyList<JObject> Products(RequestContext call) =>
        call.Body.Text("project_id") is not null && call.Body.Objects("product_infos") is { Count: > 0 } products ? products : throw call.Malformed("product_infos");

    // One product of which there is no price fails the whole question.
    private static decimal PerHour(RequestContext call, JObject product)
    {
        string spec = product.Text("resource_spec") ?? "";
        int size = BssPeriods.Number(product, "resource_size") ?? 0;
        return (product.Text("region") == call.Backend.Region ? (product.Text("cloud_service_type"), product.Text("resource_type")) : (null, null)) switch
        {
            ("hws.service.type.ec2", TypePrefix + "vm") => SizePerHour(call, spec),
            ("hws.service.type.ebs", TypePrefix + "volume") when size > 0 && spec is "SATA" or "SAS" or "GPSSD" or "SSD" or "ESSD" => PriceList.DiskPerHour(spec, size),
            ("hws.service.type.vpc", TypePrefix + "bandwidth") when size > 0 && spec is "19_bgp" => PriceList.BandwidthPerHour(size),
            _ => throw NoProduct(),
        };
    }

    private static decimal SizePerHour(RequestContext call, string spec)
    {
        int dot = spec.LastIndexOf('.');
        string system = spec.Substring(dot + 1);
        Size? size = dot < 0 ? null : call.Backend.Sizes.Find(spec.Substring(0, dot));
        return size is not null && system is "linux" or "win" ? PriceList.SizePerHour(size!) + (system == "win" ? 0.1m : 0) : throw NoProduct();
    }

    private static void WriteSum(JsonTextWriter w, decimal official, decimal discount)
    {
        w.Put("amount", official - discount);
        w.Put("discount_amount", discount);
        w.Put("official_website_amount", official);
    }

    private static decimal Discount(decimal amount) => Math.Round(amount * PriceList.TermDiscount, 2);

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static ApiErrorException NoProduct() => ErrorResponses.Identity("CBC.99006006", "The product does not exist.", 400);
}
