using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about servers (compute API, <c>/servers</c>).</summary>
internal sealed class NovaServersClient(IOpenStackApi api)
{
    /// <summary>Reads a page of the list, row by row.</summary>
    /// <param name="limit">The most rows; the cloud may give fewer.</param>
    /// <param name="marker">The last row of the page before, or null.</param>
    /// <param name="map">Makes something of a row; null leaves it out.</param>
    public Task<Page<T>> ListPageAsync<T>(
        int limit, string? marker, IEnumerable<(string Name, string Value)> filters, Func<JsonRow, T?> map, CancellationToken cancellation)
        where T : class => api.ListRowsAsync(
        ApiRequest.Get("ListServers", ApiService.Compute, "/servers/detail", [.. filters]), "servers", OpenStackPaging.ByLinks(limit, "servers"), marker, map, cancellation);

    /// <summary>Reads one server's object, or returns null if it does not exist.</summary>
    public async Task<JsonRow?> FindAsync(string id, CancellationToken cancellation) => !CloudId.IsId(id) ? null : await api.TryReadAsync(
        ApiRequest.Get("ShowServer", ApiService.Compute, $"/servers/{CloudId.InPath(id)}") with { InstanceId = id },
        reply => reply.ReadRow("server"),
        cancellation).ConfigureAwait(false);

    /// <summary>Does something to a server.</summary>
    /// <param name="argument">What the action takes, or null.</param>
    public Task<ApiReply> ActAsync(
        string operation, string id, string action, JToken? argument, RequestIdempotency safety, CancellationToken cancellation) => api.SendAsync(
        new ApiRequest(operation, HttpMethod.Post, ApiService.Compute, $"/servers/{CloudId.InPath(id)}/action")
        {
            Body = new JObject { [action] = argument ?? JValue.CreateNull() },
            Safety = safety,
            InstanceId = id,
        },
        cancellation);

    /// <summary>Does something to a server that is not repeated. Sent once.</summary>
    /// <param name="argument">What the action takes, or null.</param>
    public async Task<StepHandle> ActOnceAsync(string operation, string id, string action, JToken? argument, CancellationToken cancellation) =>
        (await ActAsync(operation, id, action, argument, RequestIdempotency.NonIdempotent, cancellation).ConfigureAwait(false)).ToHandle();

    /// <summary>Changes a server's own notes. Sent once.</summary>
    public Task UpdateAsync(string id, JObject fields, CancellationToken cancellation) => api.SendAsync(
        ApiRequest.Once("UpdateServer", HttpMethod.Put, ApiService.Compute, $"/servers/{CloudId.InPath(id)}", new JObject { ["server"] = fields }, id), cancellation);

    /// <summary>Decides whether a volume is deleted with its server. Said twice, it means the same.</summary>
    public async Task<StepHandle> SetDiskRetentionAsync(string id, string diskId, bool deletes, CancellationToken cancellation)
    {
        ApiRequest request = new(
            "UpdateVolumeAttachment", HttpMethod.Put, ApiService.Compute, $"/servers/{CloudId.InPath(id)}/os-volume_attachments/{CloudId.InPath(diskId)}")
        {
            Body = new JObject { ["volumeAttachment"] = new JObject { ["volumeId"] = diskId, ["delete_on_termination"] = deletes } },
            Safety = RequestIdempotency.Idempotent,
            InstanceId = id,
        };
        return new StepHandle { RequestId = (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId };
    }

    /// <summary>Attaches a volume to a server. Sent once.</summary>
    /// <param name="microversion">The version of the API that it needs; null for what the service is spoken to in.</param>
    public async Task<StepHandle> AttachVolumeAsync(StepTarget target, string volumeId, string? microversion, CancellationToken cancellation)
    {
        JObject attachment = new() { ["volumeId"] = volumeId };
        if (target.Before.TryGetValue(StepFactKeys.Device, out string? device))
        {
            attachment["device"] = device;
        }

        if (target.Options.DeleteWithInstance is { } goes)
        {
            attachment["delete_on_termination"] = goes;
        }

        string id = target.Instance.Id;
        ApiRequest request = ApiRequest.Once(
            "AttachVolume", HttpMethod.Post, ApiService.Compute, $"/servers/{CloudId.InPath(id)}/os-volume_attachments", new JObject { ["volumeAttachment"] = attachment }, id);
        return new StepHandle { RequestId = (await api.SendAsync(request with { Microversion = microversion }, cancellation).ConfigureAwait(false)).RequestId };
    }

    /// <summary>Detaches a volume from a server. Sent once.</summary>
    public async Task<StepHandle> DetachVolumeAsync(string id, string volumeId, CancellationToken cancellation)
    {
        // A 404 may be of the attachment.
        ApiRequest request = ApiRequest.Once(
            "DetachVolume", HttpMethod.Delete, ApiService.Compute, $"/servers/{CloudId.InPath(id)}/os-volume_attachments/{CloudId.InPath(volumeId)}", body: null, instanceId: null);
        return new StepHandle { RequestId = (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId };
    }

    /// <summary>Releases a server. Sent once.</summary>
    public async Task<StepHandle> DeleteAsync(string id, CancellationToken cancellation) => (await api.SendAsync(
        ApiRequest.Once("DeleteServer", HttpMethod.Delete, ApiService.Compute, $"/servers/{CloudId.InPath(id)}", null, id), cancellation).ConfigureAwait(false)).ToHandle();
}
