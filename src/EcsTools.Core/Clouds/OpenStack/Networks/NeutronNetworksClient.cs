using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Networks of Neutron (docs/contracts/openstack-lifecycle.md 2). Their address ranges are those of their subnets.</summary>
internal sealed class NeutronNetworksClient(OpenStackClient api)
{
    /// <summary>Reads a page of networks.</summary>
    public async Task<Page<EcsNetwork>> ListAsync(string? at, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        ILookup<string, string> ranges = await ReadRangesAsync(cancellation).ConfigureAwait(false);
        return await api.ListPageAsync(
            ApiRequest.Get("ListNetworks", ApiService.Network, "/networks"), "networks", OpenStackPaging.ByLinks(null, "networks"), at, row => Read(row, ranges, origin), cancellation).ConfigureAwait(false);
    }

    private async Task<ILookup<string, string>> ReadRangesAsync(CancellationToken cancellation)
    {
        IReadOnlyList<JObject> subnets = await PageWalk.ListAllAsync(at => api.ListPageAsync(
            ApiRequest.Get("ListSubnets", ApiService.Network, "/subnets"), "subnets", OpenStackPaging.ByLinks(null, "subnets"), at, row => row, cancellation)).ConfigureAwait(false);
        return subnets.Where(s => s.Text("cidr") is not null).ToLookup(s => s.Text("network_id") ?? "", s => s.Text("cidr")!);
    }

    private static EcsNetwork? Read(JObject row, ILookup<string, string> ranges, ResourceOrigin origin) => row.Text("id") is not { } id ? null : new EcsNetwork
    {
        Id = id,
        Name = row.Text("name") ?? "",
        VpcId = row.Text("name") ?? "", // as a server's addresses have it
        Cidrs = [.. ranges[id]],
        Status = row.Text("status") ?? "",
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        Region = origin.Region,
    };
}
