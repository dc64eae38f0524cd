using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Addresses;

/// <summary>Elastic addresses, of the VPC API: DescribeEipAddresses and ModifyEipAddressAttribute (docs/contracts/alibaba-ecs-lifecycle.md 1.6).</summary>
internal static class ElasticIpOperations
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeEipAddresses", IsWrite: false, DescribeEipAddresses) { Version = AlibabaOperation.VpcVersion, NeedsRegion = true },
        new("ModifyEipAddressAttribute", IsWrite: true, (call, _) => ModifyEipAddressAttribute(call)) { Version = AlibabaOperation.VpcVersion },
    ];

    private static void DescribeEipAddresses(AlibabaRequestContext call, ResponseWriter response)
    {
        (string? id, string? address, string? server) = (call.Text("AllocationId"), call.Text("EipAddress"), call.Text("AssociatedInstanceId"));
        Server[] bound = [.. call.Backend.Servers.Where(s => s.ElasticIp is not null)];
        Pagination.WriteNumbered(
            call,
            response,
            100,
            bound,
            s => (id is null || s.ElasticIp!.Id == id) && (address is null || s.ElasticIp!.Address == address) && (server is null || s.Id == server),
            page => response.List("EipAddresses", "EipAddress", page, s => Write(response, call.Backend.Region, s, s.ElasticIp!)));
    }

    private static void Write(ResponseWriter response, string region, Server server, ElasticIp address)
    {
        string bandwidth = address.BandwidthMbps.ToString(CultureInfo.InvariantCulture);
        response.Text("AllocationId", address.Id);
        response.Text("IpAddress", address.Address);
        response.Text("Status", address.IsBusy ? "Associating" : "InUse");
        response.Text("InstanceId", server.Id);
        response.Text("InstanceType", "EcsInstance");
        response.Text("InstanceRegionId", region);
        response.Text("Bandwidth", bandwidth);
        response.Text("EipBandwidth", bandwidth);
        response.Text("InternetChargeType", address.IsBilledByBandwidth ? "PayByBandwidth" : "PayByTraffic");
        response.Text("ChargeType", address.IsSubscription ? "PrePaid" : "PostPaid");
        response.Text("RegionId", region);
        response.Text("ExpiredTime", "");
        response.Text("BandwidthPackageId", address.IsShared ? "cbwp-" + address.BandwidthId : "");
    }

    private static void ModifyEipAddressAttribute(AlibabaRequestContext call)
    {
        string id = call.Required("AllocationId");
        ElasticIp address = call.Backend.Servers.Select(s => s.ElasticIp).FirstOrDefault(e => e?.Id == id)
            ?? throw new AlibabaApiError(404, "InvalidAllocationId.NotFound", "Specified allocation ID is not found.");
        if (address.IsBusy)
        {
            throw new AlibabaApiError(400, "IncorrectEipStatus", "Current elastic IP status does not support this operation.");
        }

        // The bandwidth is optional; a name and a description can be set instead.
        if (call.Number("Bandwidth") is not { } bandwidth)
        {
            return;
        }

        if (address.IsSubscription)
        {
            throw new AlibabaApiError(400, "OrderError.EIP", "The account failed to create order.");
        }

        if (bandwidth < 1 || bandwidth > (address.IsBilledByBandwidth ? 500 : 200))
        {
            throw new AlibabaApiError(400, "InvalidParameter", "Specified value of Bandwidth is not valid.");
        }

        call.Backend.Count("change-bandwidth");
        call.Backend.Events.After(call.Backend.Delays.Bandwidth, () => address.BandwidthMbps = bandwidth);
    }
}
