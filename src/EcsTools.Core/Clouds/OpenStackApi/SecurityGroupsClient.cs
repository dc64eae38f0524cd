using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Security groups (docs/contracts/huawei-ecs-lifecycle.md 9.4, openstack-lifecycle.md 2): each is for the
/// servers of all networks of the project.</summary>
internal sealed class SecurityGroupsClient(IOpenStackApi api, string path, ListPaging paging)
{
    /// <summary>Reads a page of security groups.</summary>
    public async Task<Page<EcsSecurityGroup>> ListAsync(string? at, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await api.ListPageAsync(
            ApiRequest.Get("ListSecurityGroups", ApiService.Network, path), "security_groups", paging, at, row => Read(row, origin), cancellation).ConfigureAwait(false);
    }

    private static EcsSecurityGroup? Read(JObject row, ResourceOrigin origin) => row.Text("id") is not { } id ? null : new EcsSecurityGroup
    {
        Id = id,
        Name = row.Text("name") ?? "",
        Description = row.Text("description") ?? "",
        Account = origin.Account,
        AccountKey = origin.AccountKey,
        Region = origin.Region,
    };
}
