using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Model;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The call about jobs (docs/contracts/huawei-ecs.md 3.9, 3.13).</summary>
internal sealed class HuaweiJobsClient
{
    private readonly HuaweiProjectTransport _api;

    public HuaweiJobsClient(HuaweiProjectTransport api) => _api = api;

    /// <summary>Reads a job.</summary>
    /// <returns>The job; null if the cloud does not know it, or no longer, so that only the server can tell.</returns>
    public async Task<HuaweiJob?> FindAsync(string id, ApiService service, CancellationToken cancellation)
    {
        if (!CloudId.IsId(id))
        {
            return null;
        }

        try
        {
            ApiReply reply = await _api.SendAsync(
                ApiRequest.Get("ShowJob", service, $"/v1/{{p}}/jobs/{CloudId.InPath(id)}"), cancellation).ConfigureAwait(false);
            return HuaweiJob.Read(reply.Read(), id) ?? throw reply.Malformed("the job has no status");
        }
        catch (EcsException error) when (error.CloudCode == HuaweiErrorCodes.JobUnknown)
        {
            return null;
        }
    }
}
