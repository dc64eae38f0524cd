using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>The encrypted passwords of Windows servers that the cloud stores, at a path that depends on the cloud.</summary>
internal sealed class PasswordStore(IOpenStackApi api, Func<string, string> pathOf)
{
    /// <summary>Returns the encrypted password; empty if none is stored.</summary>
    public async Task<string> ReadStoredAsync(string instanceId, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Get("ShowServerPassword", ApiService.Compute, pathOf(instanceId)) with { InstanceId = instanceId };
        return (await api.SendAsync(request, cancellation).ConfigureAwait(false)).Read().Text("password") ?? "";
    }

    public async Task<StepReceipt> DeleteStoredAsync(string instanceId, CancellationToken cancellation)
    {
        ApiRequest request = new("DeleteServerPassword", HttpMethod.Delete, ApiService.Compute, pathOf(instanceId))
        {
            Safety = RequestIdempotency.Idempotent,
            InstanceId = instanceId,
        };
        return new StepReceipt { RequestId = (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId };
    }
}
