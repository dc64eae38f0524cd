using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>The calls about snapshots of disks, at a path that depends on the cloud.</summary>
/// <param name="isMissing">Which refusal says that a snapshot does not exist; null for every 404.</param>
internal sealed class SnapshotsClient(IOpenStackApi api, string path, ListPaging paging, Func<EcsException, bool>? isMissing = null)
{
    /// <summary>Reads a page of snapshots.</summary>
    /// <param name="volumeId">Only those of this disk; null for all.</param>
    /// <param name="at">What the page before gave, or null.</param>
    public async Task<Page<VolumeSnapshot>> ListPageAsync(string? volumeId, string? at, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Get("ListSnapshots", ApiService.Volume, path + "/detail", volumeId is null ? [] : [("volume_id", volumeId)]);
        Page<VolumeSnapshot> page = await api.ListPageAsync(request, "snapshots", paging, at, VolumeSnapshot.Read, cancellation).ConfigureAwait(false);

        // Not every cloud heeds the filter.
        return page with { Items = [.. page.Items.Where(s => volumeId is null || s.VolumeId == volumeId)] };
    }

    /// <summary>Reads the snapshots that are named, or a page of those of one disk or of all.</summary>
    public Task<Page<VolumeSnapshot>> ListAsync(SnapshotQuery query, string? at, CancellationToken cancellation) =>
        query.Ids.Count > 0 ? ApiCalls.FindEachAsync(query.Ids, id => FindAsync(id, cancellation)) : ListPageAsync(query.DiskId, at, cancellation);

    /// <summary>Reads all snapshots of some disks.</summary>
    /// <returns>The snapshots, as the only page.</returns>
    public async Task<Page<VolumeSnapshot>> ListOfVolumesAsync(IEnumerable<string> volumeIds, CancellationToken cancellation) =>
        new([.. (await Task.WhenAll(volumeIds.Select(id => ListAsync(id, cancellation))).ConfigureAwait(false)).SelectMany(s => s)], null);

    /// <summary>Reads all snapshots.</summary>
    /// <param name="volumeId">Only those of this disk; null for all.</param>
    public Task<IReadOnlyList<VolumeSnapshot>> ListAsync(string? volumeId, CancellationToken cancellation) =>
        PageWalk.ListAllAsync(at => ListPageAsync(volumeId, at, cancellation));

    /// <summary>Reads a snapshot, or returns null if it does not exist.</summary>
    public async Task<VolumeSnapshot?> FindAsync(string id, CancellationToken cancellation) => !CloudId.IsId(id) ? null : await api.TryReadAsync(
        ApiRequest.Get("ShowSnapshot", ApiService.Volume, $"{path}/{CloudId.InPath(id)}"),
        reply => VolumeSnapshot.Read(reply.ReadObject("snapshot")) ?? throw NoId(reply),
        cancellation,
        isMissing).ConfigureAwait(false);

    /// <summary>Makes a snapshot. Sent once.</summary>
    /// <param name="instanceId">The server it concerns; null where the cloud would take every 404 for the server's.</param>
    public async Task<StepHandle> CreateAsync(JObject snapshot, string? instanceId, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Once("CreateSnapshot", HttpMethod.Post, ApiService.Volume, path, new JObject { ["snapshot"] = snapshot }, instanceId);
        ApiReply reply = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        string id = reply.ReadObject("snapshot").Text("id") ?? throw NoId(reply);
        return new StepHandle { RequestId = reply.RequestId, Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = id } };
    }

    /// <summary>Deletes a snapshot. Sent once.</summary>
    /// <returns>The request's id.</returns>
    public async Task<string?> DeleteAsync(string id, CancellationToken cancellation)
    {
        ApiRequest request = ApiRequest.Once("DeleteSnapshot", HttpMethod.Delete, ApiService.Volume, $"{path}/{CloudId.InPath(id)}", body: null, instanceId: null);
        return (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId;
    }

    private static EcsException NoId(ApiReply reply) => reply.Malformed("the snapshot has no id");
}
