using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Subnets of VPCs, of the VPC service (docs/contracts/huawei-ecs-lifecycle.md 9.4): the id that it gives is the one that a new server takes, and a subnet spans
/// all zones, whatever zone stands at it.</summary>
internal sealed class HuaweiNetworksClient(IOpenStackApi api)
{
    /// <summary>The most that the lists of the service give at a time.</summary>
    public const int RowsPerPage = 2000;

    /// <summary>Reads a page of subnets.</summary>
    public async Task<Page<EcsNetwork>> ListAsync(string? at, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await api.ListPageAsync(
            ApiRequest.Get("ListSubnets", ApiService.Network, "/v1/{p}/subnets"), "subnets", HuaweiPaging.ByMarker(RowsPerPage), at, row => Read(row, origin), cancellation).ConfigureAwait(false);
    }

    private static EcsNetwork? Read(JObject row, ResourceOrigin origin) => row.Text("id") is not { } id ? null : new EcsNetwork
    {
        Id = id,
        Name = row.Text("name") ?? "",
        VpcId = row.Text("vpc_id") ?? "",
        Cidrs = row.Text("cidr") is { Length: > 0 } cidr ? [cidr] : [],
        Status = row.Text("status") ?? "",
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        Region = origin.Region,
    };
}
