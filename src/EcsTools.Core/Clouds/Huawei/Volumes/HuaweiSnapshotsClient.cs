using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about snapshots of disks (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class HuaweiSnapshotsClient
{
    private const int RowsPerPage = 100;
    private const string BasePath = "/v2/{p}/cloudsnapshots";
    private readonly HuaweiProjectTransport _api;

    public HuaweiSnapshotsClient(HuaweiProjectTransport api) => _api = api;

    /// <summary>Reads a page of snapshots.</summary>
    /// <param name="volumeId">Only those of this disk; null for all.</param>
    public async Task<(IReadOnlyList<VolumeSnapshot> Items, int? Next)> ListPageAsync(string? volumeId, int offset, CancellationToken cancellation)
    {
        IEnumerable<(string, string)> filter = volumeId is null ? [] : [("volume_id", volumeId)];
        ApiReply reply = await _api.SendAsync(
            ApiRequest.Get("ListSnapshots", ApiService.Volume, BasePath + "/detail", [.. filter, .. HuaweiPaging.Rows(offset, RowsPerPage)]),
            cancellation).ConfigureAwait(false);
        return ([.. reply.ReadList("snapshots").OfType<JObject>().Select(VolumeSnapshot.Read).OfType<VolumeSnapshot>()],
            HuaweiPaging.NextOffset(reply, "snapshots", offset, RowsPerPage));
    }

    /// <summary>Reads all snapshots.</summary>
    /// <param name="volumeId">Only those of this disk; null for all.</param>
    public async Task<IReadOnlyList<VolumeSnapshot>> ListAsync(string? volumeId, CancellationToken cancellation)
    {
        List<VolumeSnapshot> found = [];
        for (int? offset = 0; offset is not null;)
        {
            (IReadOnlyList<VolumeSnapshot> items, offset) = await ListPageAsync(volumeId, offset.Value, cancellation).ConfigureAwait(false);
            found.AddRange(items);
        }

        return found;
    }

    /// <summary>Reads a snapshot.</summary>
    /// <returns>The snapshot; null if it does not exist.</returns>
    public async Task<VolumeSnapshot?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!CloudId.IsId(id))
        {
            return null;
        }

        try
        {
            ApiReply reply = await _api.SendAsync(
                ApiRequest.Get("ShowSnapshot", ApiService.Volume, $"{BasePath}/{CloudId.InPath(id)}"), cancellation).ConfigureAwait(false);
            return VolumeSnapshot.Read(reply.ReadObject("snapshot")) ?? throw reply.Malformed("the snapshot has no id");
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound && error.CloudCode is "EVS.5404" or "itemNotFound")
        {
            return null;
        }
    }

    /// <summary>Makes a snapshot. Sent once.</summary>
    public async Task<StepReceipt> CreateAsync(JObject snapshot, string instanceId, CancellationToken cancellation)
    {
        ApiReply reply = await PostAsync("CreateSnapshot", BasePath, "snapshot", snapshot, instanceId, cancellation).ConfigureAwait(false);
        string id = reply.ReadObject("snapshot").Text("id") ?? throw reply.Malformed("the snapshot has no id");
        return new StepReceipt { RequestId = reply.RequestId, Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = id } };
    }

    /// <summary>Rolls a disk back. Sent once.</summary>
    public async Task<StepReceipt> RollBackAsync(string id, HuaweiVolume volume, string instanceId, CancellationToken cancellation)
    {
        JObject body = new() { ["volume_id"] = volume.Id, ["name"] = volume.Name };
        ApiReply reply = await PostAsync("RollBackSnapshot", $"{BasePath}/{CloudId.InPath(id)}/rollback", "rollback", body, instanceId, cancellation).ConfigureAwait(false);
        return new StepReceipt { RequestId = reply.RequestId };
    }

    private Task<ApiReply> PostAsync(
        string operation, string path, string name, JObject body, string instanceId, CancellationToken cancellation) => _api.SendAsync(
        new ApiRequest(operation, HttpMethod.Post, ApiService.Volume, path)
        {
            Body = new JObject { [name] = body },
            Safety = RequestIdempotency.NonIdempotent,
            InstanceId = instanceId,
        },
        cancellation);
}
