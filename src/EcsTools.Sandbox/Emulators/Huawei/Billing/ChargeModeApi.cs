using System.Globalization;

using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Billing;

/// <summary>Turns servers that are paid per use into subscriptions (docs/contracts/huawei-ecs-lifecycle.md 3.1). Which code stands for which
/// refusal is a choice: the contract lists codes only.</summary>
internal static class ChargeModeApi
{
    public static ApiResponse Change(RequestContext call)
    {
        IReadOnlyList<string> ids = call.Body.Texts("server_ids");
        JObject options = call.Body.Object("prepaid_options") ?? throw call.Malformed("prepaid_options is missing");
        if (ids.Count is 0 or > 10 || call.Body.Text("charge_mode") != "prePaid")
        {
            throw call.Malformed("server_ids, charge_mode");
        }

        (string unit, int count) = ReadPeriod(call, options);
        Server[] servers = [.. ids.Select(id => call.Backend.FindServer(id) ?? throw ErrorResponses.NoServer(Service.Ecs, id))];
        foreach (Server server in servers)
        {
            ApiErrorException? error = server.IsSubscription ? ErrorResponses.Error("Ecs.7000", "the server is a subscription already")
                : server.IsOnDedicatedHost ? ErrorResponses.Error("Ecs.0701", "the server is on a dedicated host")
                : ServerPreconditions.Frozen(server) ?? ServerPreconditions.Locked(server) ?? ServerPreconditions.Busy(call, server);
            if (error is not null)
            {
                throw error;
            }
        }

        if (call.Body.IsTrue("dry_run"))
        {
            return new ApiResponse(202);
        }

        bool pays = options.IsTrue("auto_pay");
        string orderId = "";
        foreach (Server server in servers)
        {
            decimal amount = PriceList.ForTerm(PriceList.ServerPerHour(call.Backend, server), unit, count) * (1 - PriceList.TermDiscount);
            server.ProviderLocks.Add(ServerPreconditions.Order);
            Order order = call.Backend.Orders.Place(
                server,
                OrdersApi.ToSubscription,
                amount,
                pays,
                () =>
                {
                    call.Backend.Count("charge-type");
                    (server.IsSubscription, server.ExpiresAt) = (true, BssPeriods.Add(call.Backend.Now, unit, count));
                    server.AutoRenewal = options.IsTrue("auto_renew") ? "3" : "";
                },
                () => server.ProviderLocks.Remove(ServerPreconditions.Order));
            orderId = order.Id;
        }

        return ApiResponse.Ok(w => w.Put("order_id", orderId));
    }

    // The number is a text here.
    private static (string Unit, int Count) ReadPeriod(RequestContext call, JObject options)
    {
        bool isNumber = int.TryParse(options.Text("period_num"), NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        return (options.Text("period_type"), isNumber ? count : 0) switch
        {
            ("month", >= 1 and <= 9) => ("Month", count),
            ("year", >= 1 and <= 3) => ("Year", count),
            _ => throw call.Malformed("period_type, period_num"),
        };
    }
}
