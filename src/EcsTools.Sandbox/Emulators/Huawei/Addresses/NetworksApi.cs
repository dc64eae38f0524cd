using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Addresses;

/// <summary>Zones, subnets and security groups (docs/contracts/huawei-ecs-lifecycle.md 9.4).</summary>
internal static class NetworksApi
{
    private const int MostRows = 2000;

    public static ApiResponse Zones(RequestContext call) => ApiResponse.Ok(w => w.PutObjects("availabilityZoneInfo", call.Backend.Zones, (z, zone) =>
    {
        z.PutObject("zoneState", s => s.Put("available", true));
        z.PutNulls("hosts");
        z.Put("zoneName", zone);
    }));

    public static ApiResponse Subnets(RequestContext call) => List(call, "subnets", call.Backend.Networks, n => n.Id, n => n.VpcId, WriteSubnet);

    public static ApiResponse Subnet(RequestContext call) => call.Backend.Networks.Find(call.Path["id"]) is { } network
        ? ApiResponse.Ok(w => w.PutObject("subnet", s => WriteSubnet(s, network)))
        : throw ErrorResponses.Vpc("VPC.0202", "Query resource by id " + call.Path["id"] + " fail.The subnet could not be found.", 404);

    public static ApiResponse Groups(RequestContext call) => List(call, "security_groups", call.Backend.SecurityGroups, g => g.Id, g => g.VpcId, WriteGroup);

    public static ApiResponse Group(RequestContext call) => call.Backend.SecurityGroups.Find(call.Path["id"]) is { } group
        ? ApiResponse.Ok(w => w.PutObject("security_group", s => WriteGroup(s, group)))
        : throw ErrorResponses.Vpc("VPC.0603", "securitygroup id: " + call.Path["id"] + " is not exist", 404);

    private static ApiResponse List<T>(
        RequestContext call, string name, IEnumerable<T> rows, Func<T, string> idOf, Func<T, string> vpcOf, Action<JsonTextWriter, T> write)
    {
        int limit = call.Query.Number("limit", MostRows, 1, MostRows, Service.Vpc);
        List<T> found = [.. rows.Where(r => call.Query["vpc_id"] is not { } vpc || vpcOf(r) == vpc)];
        int first = call.Query["marker"] is { } marker ? found.FindIndex(r => idOf(r) == marker) + 1 : 0;
        return ApiResponse.Ok(w => w.PutObjects(name, found.Skip(first).Take(limit), write));
    }

    private static void WriteSubnet(JsonTextWriter w, Network network)
    {
        w.Put("id", network.Id);
        w.Put("name", network.Name);
        w.Put("cidr", network.Cidr);
        w.Put("dhcp_enable", true);
        w.Put("vpc_id", network.VpcId);
        w.Put("availability_zone", network.Zone);
        w.Put("status", "ACTIVE");
        w.Put("neutron_network_id", network.Id);
    }

    private static void WriteGroup(JsonTextWriter w, SecurityGroup group)
    {
        w.Put("id", group.Id);
        w.Put("name", group.Name);
        w.Put("description", group.Description);
        w.Put("vpc_id", group.VpcId);
        w.PutObjects("security_group_rules", Array.Empty<string>(), (_, _) => { });
    }
}
