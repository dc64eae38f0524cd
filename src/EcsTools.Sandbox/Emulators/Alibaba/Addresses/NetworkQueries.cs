using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Addresses;

/// <summary>What a new server is put into: DescribeZones, DescribeVSwitches of the VPC API, DescribeSecurityGroups (docs/contracts/alibaba-ecs-lifecycle.md
/// 9.4).</summary>
internal static class NetworkQueries
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeZones", IsWrite: false, DescribeZones) { NeedsRegion = true },
        new("DescribeVSwitches", IsWrite: false, DescribeVSwitches) { Version = AlibabaOperation.VpcVersion },
        new("DescribeSecurityGroups", IsWrite: false, DescribeSecurityGroups) { NeedsRegion = true },
    ];

    private static void DescribeZones(AlibabaRequestContext call, ResponseWriter response) =>
        response.List("Zones", "Zone", call.Backend.Zones, zone =>
        {
            response.Text("ZoneId", zone);
            response.Text("LocalName", "Zone " + char.ToUpperInvariant(zone[zone.Length - 1]));
            response.Text("ZoneType", "AvailabilityZone");
            response.Object("AvailableResourceCreation", () => response.PlainTexts("ResourceTypes", "VSwitch", "IoOptimized", "Instance", "Disk"));
            response.Object("AvailableDiskCategories", () => response.PlainTexts("DiskCategories", "cloud_essd", "cloud_auto", "cloud_efficiency"));
            response.Object("AvailableInstanceTypes", () => response.PlainTexts("InstanceTypes", [.. call.Backend.Sizes.Select(s => s.Id)]));
        });

    private static void DescribeVSwitches(AlibabaRequestContext call, ResponseWriter response)
    {
        (string? id, string? vpc, string? zone) = (call.Text("VSwitchId"), call.Text("VpcId"), call.Text("ZoneId"));
        bool Matches(Network network) => (id ?? network.Id) == network.Id && (vpc ?? network.VpcId) == network.VpcId && (zone ?? network.Zone) == network.Zone;
        Pagination.WriteNumbered(call, response, 50, call.Backend.Networks, Matches, page =>
            response.List("VSwitches", "VSwitch", page, network =>
            {
                response.Text("VSwitchId", network.Id);
                response.Text("VSwitchName", network.Name);
                response.Text("VpcId", network.VpcId);
                response.Text("ZoneId", network.Zone);
                response.Text("Status", "Available");
                response.Text("CidrBlock", network.Cidr);
                response.Number("AvailableIpAddressCount", network.FreeAddresses);
                response.Flag("IsDefault", false);
                response.Text("Description", "");
                response.Text("ResourceGroupId", "");
                response.Text("Ipv6CidrBlock", "");
            }));
    }

    private static void DescribeSecurityGroups(AlibabaRequestContext call, ResponseWriter response)
    {
        IReadOnlyList<string>? ids = call.JsonList("SecurityGroupIds");
        (string? vpc, string? name) = (call.Text("VpcId"), call.Text("SecurityGroupName"));
        bool Matches(SecurityGroup group) => ids?.Contains(group.Id) != false && (vpc ?? group.VpcId) == group.VpcId && (name ?? group.Name) == group.Name;
        response.Text("RegionId", call.Backend.Region);
        Pagination.Write(call, response, 100, call.Backend.SecurityGroups, Matches, page =>
            response.List("SecurityGroups", "SecurityGroup", page, group =>
            {
                response.Text("SecurityGroupId", group.Id);
                response.Text("SecurityGroupName", group.Name);
                response.Text("SecurityGroupType", "normal");
                response.Text("VpcId", group.VpcId);
                response.Text("Description", group.Description);
                response.Text("ResourceGroupId", "");
                response.Flag("ServiceManaged", false);
                response.List("Tags", "Tag", System.Array.Empty<string>(), _ => { });
            }));
    }
}
