using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The calls about snapshots of volumes (block storage API v3).</summary>
internal sealed class CinderSnapshotsClient
{
    private const string RowsPerPage = "200";
    private readonly OpenStackClient _client;

    public CinderSnapshotsClient(OpenStackClient client) => _client = client;

    /// <summary>Reads a snapshot.</summary>
    /// <returns>The snapshot, or null if there is none.</returns>
    public async Task<VolumeSnapshot?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!CloudId.IsId(id))
        {
            return null;
        }

        try
        {
            ApiRequest request = ApiRequest.Get("ShowSnapshot", ApiService.Volume, $"/snapshots/{CloudId.InPath(id)}");
            return VolumeSnapshot.Read((await _client.SendAsync(request, cancellation).ConfigureAwait(false)).ReadObject("snapshot"));
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a page of snapshots.</summary>
    /// <param name="volumeId">Only those of this volume; null for all.</param>
    /// <param name="marker">The last snapshot of the page before, or null.</param>
    public async Task<(IReadOnlyList<VolumeSnapshot> Items, string? Next)> ListPageAsync(string? volumeId, string? marker, CancellationToken cancellation)
    {
        List<(string, string)> query = [("limit", RowsPerPage)];
        if (volumeId is not null)
        {
            query.Add(("volume_id", volumeId));
        }

        if (marker is not null)
        {
            query.Add(("marker", marker));
        }

        ApiReply reply = await _client.SendAsync(
            ApiRequest.Get("ListSnapshots", ApiService.Volume, "/snapshots/detail", [.. query]), cancellation).ConfigureAwait(false);
        VolumeSnapshot[] read = [.. reply.ReadList("snapshots").OfType<JObject>().Select(VolumeSnapshot.Read).OfType<VolumeSnapshot>()];
        string? next = reply.Read().Objects("snapshots_links").Any(l => l.Text("rel") == "next") ? read.LastOrDefault()?.Id : null;

        // Not every cloud heeds the filter.
        return ([.. read.Where(s => volumeId is null || s.VolumeId == volumeId)], next);
    }

    /// <summary>Reads all snapshots of a volume.</summary>
    public async Task<IReadOnlyList<VolumeSnapshot>> ListOfVolumeAsync(string volumeId, CancellationToken cancellation)
    {
        List<VolumeSnapshot> found = [];
        string? next = null;
        do
        {
            (IReadOnlyList<VolumeSnapshot> items, next) = await ListPageAsync(volumeId, next, cancellation).ConfigureAwait(false);
            found.AddRange(items);
        }
        while (next is not null);
        return found;
    }

    /// <summary>Makes a snapshot. Sent once.</summary>
    public async Task<StepReceipt> CreateAsync(JObject snapshot, CancellationToken cancellation)
    {
        ApiRequest request = new("CreateSnapshot", HttpMethod.Post, ApiService.Volume, "/snapshots")
        {
            Body = new JObject { ["snapshot"] = snapshot },
            Safety = RequestIdempotency.NonIdempotent,
        };
        ApiReply reply = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        string id = reply.ReadObject("snapshot").Text("id") ?? throw reply.Malformed("the snapshot has no id");
        return new StepReceipt { RequestId = reply.RequestId, Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = id } };
    }

    /// <summary>Reads how many more snapshots the project's quota has room for.</summary>
    /// <returns>Their number; null if there is no limit or the cloud does not tell.</returns>
    public async Task<int?> FindRoomAsync(CancellationToken cancellation)
    {
        ApiReply reply = await _client.SendAsync(ApiRequest.Get("ShowVolumeLimits", ApiService.Volume, "/limits"), cancellation).ConfigureAwait(false);
        JObject? limits = reply.ReadObject("limits").Object("absolute");
        return limits.Integer("maxTotalSnapshots") is >= 0 and { } most ? most - (limits.Integer("totalSnapshotsUsed") ?? 0) : null;
    }
}
