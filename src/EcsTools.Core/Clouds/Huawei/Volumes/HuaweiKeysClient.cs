using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The call about keys that encrypt disks (docs/contracts/huawei-ecs-lifecycle.md 2.5). It reads, although it is a POST.</summary>
internal sealed class HuaweiKeysClient(IOpenStackApi api)
{
    private const string Enabled = "2";
    private const string MostPerPage = "100";

    /// <summary>Reads which keys of the project are enabled.</summary>
    /// <returns>Their ids.</returns>
    public async Task<ISet<string>> ListEnabledAsync(CancellationToken cancellation)
    {
        HashSet<string> keys = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> seen = [];
        string? marker = null;
        do
        {
            JObject body = new() { ["key_state"] = Enabled, ["limit"] = MostPerPage };
            if (marker is not null)
            {
                body["marker"] = marker;
            }

            ApiReply reply = await api.SendAsync(
                new ApiRequest("ListKeys", HttpMethod.Post, ApiService.KeyManagement, "/v1.0/{p}/kms/list-keys") { Body = body }, cancellation).ConfigureAwait(false);
            keys.UnionWith(reply.ReadList("keys").Values<string>().OfType<string>());
            JObject page = reply.Read();
            marker = page.Flag("truncated") == true ? page.Text("next_marker") : null;
        }
        while (marker is not null && seen.Add(marker));
        return keys;
    }
}
