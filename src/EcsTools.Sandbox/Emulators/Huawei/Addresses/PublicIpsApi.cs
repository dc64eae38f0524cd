using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Addresses;

/// <summary>GET <c>/v1/{p}/publicips</c> (docs/contracts/huawei-ecs-lifecycle.md 1.1).</summary>
internal static class PublicIpsApi
{
    private const int MostRows = 2000;

    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", MostRows, 1, MostRows, Service.Vpc);
        List<Server> found = [.. call.Backend.Servers.Where(s => s.ElasticIp is not null && Fits(call, s))];
        int first = call.Query["marker"] is { } marker ? found.FindIndex(s => s.ElasticIp!.Id == marker) + 1 : 0;
        return ApiResponse.Ok(w => w.PutObjects("publicips", found.Skip(first).Take(limit), (p, server) =>
        {
            ElasticIp address = server.ElasticIp!;
            p.Put("id", address.Id);
            p.Put("status", address.IsFrozen ? "FREEZED" : address.IsBusy ? "NOTIFYING" : "ACTIVE");
            p.PutObject("profile", o =>
            {
                if (HasOrder(call, address))
                {
                    o.Put("order_id", BandwidthsApi.OrderOf(address));
                }
            });
            p.Put("type", "5_bgp");
            p.Put("public_ip_address", address.Address);
            p.Put("private_ip_address", server.PrivateIp);
            p.Put("port_id", ServerFields.PortId(server));
            p.Put("bandwidth_id", address.BandwidthId);
            p.Put("bandwidth_size", address.BandwidthMbps);
            p.Put("bandwidth_share_type", address.IsShared ? "WHOLE" : "PER");
            p.Put("bandwidth_name", "bandwidth-" + server.Name);
            p.Put("ip_version", 4);
        }));
    }

    /// <summary>Open Telekom Cloud has no orders.</summary>
    public static bool HasOrder(RequestContext call, ElasticIp address) => address.IsSubscription && !call.IsOtc;

    /// <summary>Open Telekom Cloud filters by nothing.</summary>
    private static bool Fits(RequestContext call, Server server) => call.IsOtc
        || (Matches(call, "port_id", ServerFields.PortId(server)) && Matches(call, "public_ip_address", server.ElasticIp!.Address)
            && Matches(call, "private_ip_address", server.PrivateIp) && Matches(call, "id", server.ElasticIp.Id));

    private static bool Matches(RequestContext call, string name, string value) => !call.Query.Has(name) || call.Query.All(name).Contains(value, StringComparer.Ordinal);
}
