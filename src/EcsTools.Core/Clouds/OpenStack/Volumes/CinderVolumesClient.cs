using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about volumes (block storage API v3). Not every cloud has them.</summary>
internal sealed class CinderVolumesClient(OpenStackClient client)
{
    private static readonly ListPaging Paging = OpenStackPaging.ByLinks(200, "volumes");

    /// <summary>Tells whether the cloud has volumes.</summary>
    public Task<bool> ExistAsync(CancellationToken cancellation) => client.OffersAsync(ApiService.Volume, cancellation);

    /// <summary>Refuses what a cloud without volumes cannot do.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud has none; it tells what it has.</exception>
    public Task RequireAsync(CancellationToken cancellation) => client.RequireAsync(ApiService.Volume, cancellation);

    /// <summary>Reads what is known of volumes, with few calls.</summary>
    /// <returns>Those that could be read, by id; none where the cloud has no volumes or does not show them.</returns>
    public async Task<IReadOnlyDictionary<string, Volume>> DescribeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        Dictionary<string, Volume> found = new(StringComparer.Ordinal);
        HashSet<string> wanted = new(ids, StringComparer.Ordinal);
        if (wanted.Count == 0 || !await ExistAsync(cancellation).ConfigureAwait(false))
        {
            return found;
        }

        try
        {
            if (wanted.Count <= ApiCalls.FewIds)
            {
                Add(await Task.WhenAll(wanted.Select(id => FindAsync(id, cancellation))).ConfigureAwait(false));
                return found;
            }

            string? next = null;
            do
            {
                (IReadOnlyList<Volume> items, next) = await ListPageAsync(next, cancellation).ConfigureAwait(false);
                Add(items);
            }
            while (next is not null && found.Count < wanted.Count);
        }
        catch (EcsException error) when (error.ErrorId is not (EcsErrorId.InvalidCredential or EcsErrorId.CannotConnect))
        {
            AmbientLog.Current.Verbose($"The volumes cannot be read: {error.Message}");
        }

        return found;

        void Add(IEnumerable<Volume?> volumes)
        {
            foreach (Volume volume in volumes.OfType<Volume>().Where(v => wanted.Contains(v.Id)))
            {
                found[volume.Id] = volume;
            }
        }
    }

    /// <summary>Reads a volume, or returns null if there is none.</summary>
    public async Task<Volume?> FindAsync(string id, CancellationToken cancellation) => !CloudId.IsId(id) ? null : await client.TryReadAsync(
        ApiRequest.Get("ShowVolume", ApiService.Volume, $"/volumes/{CloudId.InPath(id)}"),
        reply => CinderVolumes.Read(reply.ReadObject("volume")),
        cancellation).ConfigureAwait(false);

    /// <summary>Reads the types that volumes can have.</summary>
    public Task<IReadOnlyList<string>> ListTypesAsync(CancellationToken cancellation) => client.ListVolumeTypesAsync("/types", cancellation);

    /// <summary>Does something to the volume that was planned. Sent once.</summary>
    /// <param name="microversion">The version of the API that it needs.</param>
    public async Task<StepHandle> ActAsync(
        string operation, StepTarget target, string action, JObject argument, string? microversion, CancellationToken cancellation)
    {
        // Cinder's 404 is of the volume, not of the server.
        ApiRequest request = ApiRequest.Once(
            operation, HttpMethod.Post, ApiService.Volume, $"/volumes/{CloudId.InPath(VolumeChanges.RequireDisk(target))}/action", new JObject { [action] = argument }, instanceId: null);
        return new StepHandle { RequestId = (await client.SendAsync(request with { Microversion = microversion }, cancellation).ConfigureAwait(false)).RequestId };
    }

    /// <summary>Reads a page of volumes.</summary>
    public Task<Page<Volume>> ListPageAsync(string? at, CancellationToken cancellation) => client.ListPageAsync(
        ApiRequest.Get("ListVolumes", ApiService.Volume, "/volumes/detail"), "volumes", Paging, at, CinderVolumes.Read, cancellation);

    /// <summary>Reads the number of further snapshots that the project's quota allows.</summary>
    /// <returns>Their number; <see cref="int.MaxValue"/> if there is no limit or the cloud does not tell.</returns>
    public async Task<int> FindSnapshotRoomAsync(CancellationToken cancellation)
    {
        ApiReply reply = await client.SendAsync(ApiRequest.Get("ShowVolumeLimits", ApiService.Volume, "/limits"), cancellation).ConfigureAwait(false);
        JObject? limits = reply.ReadObject("limits").Object("absolute");
        return limits.Integer("maxTotalSnapshots") is >= 0 and { } most ? most - (limits.Integer("totalSnapshotsUsed") ?? 0) : int.MaxValue;
    }
}
