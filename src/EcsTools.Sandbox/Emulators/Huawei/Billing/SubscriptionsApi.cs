using System.Globalization;

using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Billing;

/// <summary>Resources of subscriptions (docs/contracts/huawei-ecs-lifecycle.md 3.2, 3.4): a server is the main one, its disks are parts.</summary>
internal static class SubscriptionsApi
{
    // What becomes of a subscription at its end, as expire_policy tells it; a grace period without either.
    private const string ToPayPerUse = "1";
    private const string RenewedAutomatically = "3";
    private const int InUse = 2;
    private const int Expired = 5;

    public static ApiResponse Find(RequestContext call)
    {
        IReadOnlyList<string> ids = call.Body.Texts("resource_ids");
        string? order = call.Body.Text("order_id");
        if (ids.Count > 50)
        {
            throw call.Malformed("resource_ids");
        }

        bool mainOnly = BssPeriods.Number(call.Body, "only_main_resource") == 1;
        (Server Server, Disk? Disk)[] rows =
        [
            .. call.Backend.Servers.Where(s => s.IsSubscription)
                .Where(s => order is null || call.Backend.Orders.Find(order)?.Server == s)
                .SelectMany(s => s.Disks.Select(d => (s, (Disk?)d)).Prepend((s, null)))
                .Where(r => (!mainOnly || r.Item2 is null) && (ids.Count == 0 || ids.Contains(r.s.Id) || ids.Contains(r.Item2?.Id))),
        ];
        int offset = BssPeriods.Number(call.Body, "offset") ?? 0;
        int limit = BssPeriods.Number(call.Body, "limit") ?? 10;
        return ApiResponse.Ok(w =>
        {
            w.PutObjects("data", rows.Skip(offset).Take(limit), (row, resource) => Write(row, call, resource.Server, resource.Disk));
            w.Put("total_count", rows.Length);
        });
    }

    /// <summary>A bad id fails alone, inside a success; whether it is so is not known.</summary>
    public static ApiResponse Renew(RequestContext call)
    {
        IReadOnlyList<string> ids = call.Body.Texts("resource_ids");
        (string unit, int count) = BssPeriods.Read(call.Body) ?? throw BssPeriods.Refuse();
        if (ids.Count is 0 or > 10)
        {
            throw call.Malformed("resource_ids");
        }

        bool pays = BssPeriods.Number(call.Body, "is_auto_pay") == 1;
        List<string> orders = [];
        List<(string Id, string Code, string Text)> failed = [];
        foreach (string id in ids)
        {
            if (FindFlaw(call, id) is { } flaw)
            {
                failed.Add((id, flaw.Code, flaw.Text));
                continue;
            }

            Server server = call.Backend.FindServer(id)!;
            decimal amount = PriceList.ForTerm(PriceList.ServerPerHour(call.Backend, server), unit, count);
            orders.Add(call.Backend.Orders.Place(server, OrdersApi.Renewal, amount, pays, () => Extend(call.Backend, server, unit, count)).Id);
        }

        return ApiResponse.Ok(w =>
        {
            w.PutTexts("order_ids", orders);
            w.PutObjects("fail_resource_infos", failed, (row, f) =>
            {
                row.Put("resource_id", f.Id);
                row.Put("error_code", f.Code);
                row.Put("error_msg", f.Text);
            });
        });
    }

    public static ApiResponse StartAutoRenewal(RequestContext call) => SetPolicy(call, Subscription(call, call.Path["resource"]), RenewedAutomatically);

    public static ApiResponse EndAutoRenewal(RequestContext call) => SetPolicy(call, Subscription(call, call.Path["resource"]), "");

    public static ApiResponse ToOnDemand(RequestContext call)
    {
        string policy = call.Body.Text("operation") switch
        {
            "SET_UP" => ToPayPerUse,
            "CANCEL" => "",
            _ => throw call.Malformed("operation"),
        };
        IReadOnlyList<string> ids = call.Body.Texts("resource_ids");
        if (ids.Count is 0 or > 100)
        {
            throw call.Malformed("resource_ids");
        }

        Server[] servers = [.. ids.Select(id => Subscription(call, id))];
        foreach (Server server in servers)
        {
            SetPolicy(call, server, policy);
        }

        return new ApiResponse(204);
    }

    /// <summary>The subscription whose main resource it is.</summary>
    public static Server Subscription(RequestContext call, string id) => FindFlaw(call, id) is { } flaw
        ? throw ErrorResponses.Identity(flaw.Code, flaw.Text, 400)
        : call.Backend.FindServer(id)!;

    private static (string Code, string Text)? FindFlaw(RequestContext call, string id)
    {
        Server? server = call.Backend.FindServer(id);
        return server is null && call.Backend.FindDisk(id) is not null ? ("CBC.30010036", "not a main resource")
            : server is not { IsSubscription: true } ? ("CBC.99003012", "The resource does not exist.")
            : ServerPreconditions.IsFrozen(server) || server.ExpiresAt <= call.Backend.Now ? ("CBC.99003602", "The resource has expired or is frozen.")
            : server.HasUnpaidOrder ? ("CBC.99003623", "Another transaction is running on the resource.")
            : null;
    }

    private static ApiResponse SetPolicy(RequestContext call, Server server, string policy)
    {
        call.Backend.Count("expire-policy");
        server.AutoRenewal = policy;
        ScheduleEnd(call.Backend, server);
        return new ApiResponse(204);
    }

    private static void ScheduleEnd(RegionBackend backend, Server server)
    {
        if (server.ExpiresAt is not { } end || end <= backend.Now)
        {
            return;
        }

        backend.Events.After(end - backend.Now, () =>
        {
            if (server.ExpiresAt == end && server.AutoRenewal == RenewedAutomatically)
            {
                Extend(backend, server, "Month", 1);
                ScheduleEnd(backend, server);
            }
            else if (server.ExpiresAt == end && server.AutoRenewal == ToPayPerUse)
            {
                (server.IsSubscription, server.ExpiresAt, server.AutoRenewal) = (false, null, "");
            }
        });
    }

    private static void Extend(RegionBackend backend, Server server, string unit, int count)
    {
        backend.Count("renew");
        server.ExpiresAt = BssPeriods.Add(server.ExpiresAt ?? backend.Now, unit, count);
    }

    private static void Write(JsonTextWriter w, RequestContext call, Server server, Disk? disk)
    {
        w.Put("id", "01001-" + (disk?.Id ?? server.Id).Substring(0, 8));
        w.Put("resource_id", disk?.Id ?? server.Id);
        w.Put("resource_name", disk?.Name ?? server.Name);
        w.Put("region_code", call.Backend.Region);
        w.Put("service_type_code", disk is null ? "hws.service.type.ec2" : "hws.service.type.ebs");
        w.Put("resource_type_code", disk is null ? "hws.resource.type.vm" : "hws.resource.type.volume");
        w.Put("resource_spec_code", disk is null ? server.Size + (server.IsWindows ? ".win" : ".linux") : disk.Category);
        w.Put("project_id", call.Backend.AccountId);
        w.Put("parent_resource_id", disk is null ? "" : server.Id);
        w.Put("is_main_resource", disk is null ? 1 : 0);
        w.Put("status", server.ExpiresAt <= call.Backend.Now ? Expired : InUse);
        w.Put("effective_time", Text(server.CreatedAt));
        w.Put("expire_time", Text(server.ExpiresAt ?? call.Backend.Now));
        w.Put("expire_policy", server.AutoRenewal.Length == 0 ? 0 : int.Parse(server.AutoRenewal, CultureInfo.InvariantCulture));
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
