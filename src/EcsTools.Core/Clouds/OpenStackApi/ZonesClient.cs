using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Availability zones of servers (docs/contracts/huawei-ecs-lifecycle.md 9.4, openstack-lifecycle.md 2).</summary>
internal sealed class ZonesClient(IOpenStackApi api, string path)
{
    /// <summary>Reads the zones.</summary>
    public async Task<IReadOnlyList<EcsZone>> ListAsync(CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        ApiReply reply = await api.SendAsync(ApiRequest.Get("ListZones", ApiService.Compute, path), cancellation).ConfigureAwait(false);
        return [.. reply.ReadList("availabilityZoneInfo").OfType<JObject>().Select(row => Read(row, origin)).OfType<EcsZone>()];
    }

    private static EcsZone? Read(JObject row, ResourceOrigin origin) => row.Text("zoneName") is not { } id ? null : new EcsZone
    {
        Id = id,
        Name = id,
        IsAvailable = row.Object("zoneState").Flag("available") != false,
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        Region = origin.Region,
    };
}
