using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Billing;

/// <summary>Orders (docs/contracts/huawei-ecs-lifecycle.md 3.2).</summary>
internal static class OrdersApi
{
    public const int Renewal = 2;
    public const int Change = 3;
    public const int ToSubscription = 11;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static ApiResponse Show(RequestContext call)
    {
        Order order = Find(call, call.Path["order"]);
        return ApiResponse.Ok(w =>
        {
            w.Put("total_count", 1);
            w.PutObject("order_info", o =>
            {
                o.Put("order_id", order.Id);
                o.Put("service_type_code", "hws.service.type.ec2");
                o.Put("source_type", 1);
                o.Put("status", order.Status switch
                {
                    OrderStatus.Processing => 3,
                    OrderStatus.Cancelled => 4,
                    OrderStatus.Completed => 5,
                    _ => 6,
                });
                o.Put("order_type", order.Type);
                o.Put("amount_after_discount", order.Amount);
                o.Put("official_amount", order.Amount);
                o.Put("measure_id", 1);
                o.Put("create_time", order.CreatedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
                o.Put("payment_time", order.PaidAt?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
                o.Put("currency", PriceList.Currency(call.Backend));
                o.Put("pending_payment_end_time", order.CreatedAt.AddDays(7).UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            });
            w.PutObjects("order_line_items", Array.Empty<string>(), (_, _) => { });
        });
    }

    public static ApiResponse Pay(RequestContext call)
    {
        Order order = Find(call, call.Body.Text("order_id"));
        bool isWhole = call.Body.Text("use_coupon") is not null && call.Body.Text("use_discount") is not null;
        return !isWhole ? throw call.Malformed("use_coupon, use_discount")
            : call.Backend.Orders.Pay(order) ? new ApiResponse(204)
            : throw ErrorResponses.Identity("CBC.30050006", "The payment failed.", 400);
    }

    public static ApiResponse Cancel(RequestContext call) => call.Backend.Orders.Cancel(Find(call, call.Body.Text("order_id")))
        ? new ApiResponse(204)
        : throw ErrorResponses.Identity("CBC.0100", "The order is not unpaid.", 400);

    private static Order Find(RequestContext call, string? id) => id is not null && call.Backend.Orders.Find(id) is { } order
        ? order
        : throw ErrorResponses.Identity("CBC.0100", "The order does not exist.", 400);
}
