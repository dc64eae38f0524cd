using EcsTools.Core.Diagnostics;
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

    /// <summary>
    /// Deletes the password before a system disk is replaced or overwritten, so that the old one is not taken for the new one. That it cannot be
    /// deleted is no reason not to go on.
    /// </summary>
    /// <param name="ifStored">Whether to look first and delete only what is there.</param>
    public async Task DropAsync(EcsInstance instance, bool ifStored, CancellationToken cancellation)
    {
        try
        {
            if (!ifStored || (await ReadStoredAsync(instance.Id, cancellation).ConfigureAwait(false)).Length > 0)
            {
                await DeleteStoredAsync(instance.Id, cancellation).ConfigureAwait(false);
            }
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Warning($"Cannot delete the stored password of {instance} ({error.ErrorId}): what Get-EcsPassword returns may be the old one.");
        }
    }

    public async Task<StepHandle> DeleteStoredAsync(string instanceId, CancellationToken cancellation)
    {
        ApiRequest request = new("DeleteServerPassword", HttpMethod.Delete, ApiService.Compute, pathOf(instanceId))
        {
            Safety = RequestIdempotency.Idempotent,
            InstanceId = instanceId,
        };
        return new StepHandle { RequestId = (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId };
    }
}
