using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The call about jobs (docs/contracts/huawei-ecs.md 3.9, 3.13).</summary>
internal sealed class HuaweiJobsClient(IOpenStackApi api)
{
    /// <summary>Reads a job.</summary>
    /// <returns>The job; null if the cloud does not know it, or no longer, so that only the server can tell.</returns>
    public async Task<HuaweiJob?> FindAsync(string id, ApiService service, CancellationToken cancellation) => !CloudId.IsId(id) ? null : await api.TryReadAsync(
        ApiRequest.Get("ShowJob", service, $"/v1/{{p}}/jobs/{CloudId.InPath(id)}"),
        reply => HuaweiJob.Read(reply.Read(), id) ?? throw reply.Malformed("the job has no status"),
        cancellation,
        error => error.CloudCode == HuaweiErrorCodes.JobUnknown
            || (error is { HttpStatus: 404, CloudCode: { } code } && !HuaweiErrorCodes.IsOfGateway(code))).ConfigureAwait(false);
}
