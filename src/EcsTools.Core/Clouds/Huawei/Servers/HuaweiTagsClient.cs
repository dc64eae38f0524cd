using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The call about tags of servers (docs/contracts/huawei-ecs.md 3.12).</summary>
internal sealed class HuaweiTagsClient(HuaweiProjectTransport api)
{
    /// <summary>Keeps the licence of a server as a tag. What was installed is installed: that it cannot be kept is only said.</summary>
    public async Task RecordLicenseAsync(EcsInstance instance, string license, CancellationToken cancellation)
    {
        if (instance.Tags.TryGetValue(HuaweiTagKey.License, out string? present) && present == license)
        {
            return;
        }

        try
        {
            await AddAsync(instance.Id, HuaweiTagKey.License, license, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Warning(
                $"The licence type of {instance} could not be kept as its tag {HuaweiTagKey.License}={license}: {error.Message}");
        }
    }

    // An equal key is overwritten (docs/contracts/huawei-ecs.md 8), so repeating does no harm.
    private Task<ApiReply> AddAsync(string instanceId, string key, string value, CancellationToken cancellation) => api.SendAsync(
        new ApiRequest("AddServerTags", HttpMethod.Post, ApiService.Compute, $"/v1/{{p}}/cloudservers/{CloudId.InPath(instanceId)}/tags/action")
        {
            Body = new JObject
            {
                ["action"] = "create",
                ["tags"] = new JArray(new JObject { ["key"] = key, ["value"] = value }),
            },
            Safety = RequestIdempotency.Idempotent,
            InstanceId = instanceId,
        },
        cancellation);
}
