using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The regions in which an account has projects: no call lists the regions themselves
/// (docs/contracts/huawei-ecs.md 1.3).</summary>
internal sealed class HuaweiRegionsClient(HuaweiProjectTransport api, CloudConnection connection)
{
    /// <summary>Reads the regions: of a project's name the part before the first underscore is one.</summary>
    /// <returns>The regions, each once.</returns>
    public async Task<IReadOnlyList<EcsRegion>> ListAsync(CancellationToken cancellation)
    {
        ApiReply reply = await api.ListProjectsAsync(cancellation).ConfigureAwait(false);
        return [.. reply.ReadList("projects").OfType<JObject>().Where(p => p.Flag("is_domain") != true)
            .GroupBy(p => (p.Text("name") ?? "").Split('_')[0], StringComparer.Ordinal)
            .Where(g => HuaweiEndpoints.IsRegion(g.Key))
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Describe(g.Key, g.Any(p => p.Flag("enabled") != false)))];
    }

    private EcsRegion Describe(string id, bool isEnabled) => new()
    {
        Id = id,
        Name = id,
        Endpoint = new HuaweiEndpoints(connection with { Region = id }).Find(ApiService.Compute).Host,
        IsAvailable = isEnabled,
        Cloud = connection.Cloud,
        Account = connection.AccountName,
    };
}
