using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about disks and their quota (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class HuaweiDisksClient
{
    private const int IdsPerCall = 60;
    private const int RowsPerPage = 1000;
    private const string ListPath = "/v2/{p}/cloudvolumes/detail";
    private readonly HuaweiProjectTransport _api;

    public HuaweiDisksClient(HuaweiProjectTransport api) => _api = api;

    /// <summary>Reads the quota.</summary>
    public async Task<HuaweiDiskQuota> GetQuotaAsync(CancellationToken cancellation)
    {
        ApiReply reply = await _api.SendAsync(
            ApiRequest.Get("ShowDiskQuota", ApiService.Volume, "/v2/{p}/os-quota-sets/{p}", ("usage", "True")), cancellation).ConfigureAwait(false);
        return new HuaweiDiskQuota(reply.ReadObject("quota_set"));
    }

    /// <summary>Reads disks by id.</summary>
    public async Task<IReadOnlyDictionary<string, HuaweiVolume>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        Dictionary<string, HuaweiVolume> found = new(StringComparer.Ordinal);
        string[] usable = [.. ids.Where(CloudId.IsId).Distinct()];
        for (int start = 0; start < usable.Length; start += IdsPerCall)
        {
            string filter = "[" + string.Join(",", usable.Skip(start).Take(IdsPerCall).Select(id => $"'{id}'")) + "]";
            foreach (HuaweiVolume volume in await ListAsync(("ids", filter), cancellation).ConfigureAwait(false))
            {
                found[volume.Id] = volume;
            }
        }

        return found;
    }

    /// <summary>Reads a page of all disks of the project.</summary>
    public async Task<(IReadOnlyList<HuaweiVolume> Items, int? Next)> ListPageAsync(int offset, CancellationToken cancellation)
    {
        ApiReply reply = await _api.SendAsync(
            ApiRequest.Get("ListDisks", ApiService.Volume, ListPath, [.. HuaweiPaging.Rows(offset, RowsPerPage)]), cancellation).ConfigureAwait(false);
        return (Read(reply), HuaweiPaging.NextOffset(reply, "volumes", offset, RowsPerPage));
    }

    /// <summary>Reads all disks of the project that are attached to a server.</summary>
    /// <returns>The disks by server, each once.</returns>
    public async Task<ILookup<string, HuaweiVolume>> ListAttachedAsync(CancellationToken cancellation)
    {
        Dictionary<string, HuaweiVolume> attached = new(StringComparer.Ordinal);
        for (int? offset = 0; offset is not null;)
        {
            (IReadOnlyList<HuaweiVolume> items, offset) = await ListPageAsync(offset.Value, cancellation).ConfigureAwait(false);
            foreach (HuaweiVolume volume in items.Where(v => v.ServerId is not null))
            {
                attached[volume.Id] = volume;
            }
        }

        return attached.Values.ToLookup(v => v.ServerId!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Reads the disks of a server. What only the disks' own service tells is left out if that service refuses.</summary>
    public async Task<IReadOnlyList<EcsDisk>> GetOfServerAsync(string instanceId, ResourceOrigin origin, CancellationToken cancellation)
    {
        IReadOnlyList<JObject> attachments = await GetAttachmentsAsync(instanceId, cancellation).ConfigureAwait(false);
        Dictionary<string, HuaweiVolume> volumes = new(StringComparer.Ordinal);
        try
        {
            foreach (HuaweiVolume volume in await ListAsync(("server_id", instanceId), cancellation).ConfigureAwait(false))
            {
                volumes[volume.Id] = volume;
            }
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.AccessDenied or EcsErrorId.NotSupported)
        {
            AmbientLog.Current.Verbose($"Names and types of the disks are not known: {error.Message}");
        }

        return [.. attachments.Select(a => Merge(a, volumes, instanceId, origin))
            .OrderByDescending(d => d.IsSystemDisk).ThenBy(d => d.Device, StringComparer.Ordinal)];
    }

    /// <summary>Reads which disk a server boots from, where its own object does not tell.</summary>
    /// <returns>The disk's id; null if none is attached.</returns>
    public async Task<string?> FindSystemDiskAsync(string instanceId, CancellationToken cancellation)
    {
        IReadOnlyList<JObject> attachments = await GetAttachmentsAsync(instanceId, cancellation).ConfigureAwait(false);
        return attachments.FirstOrDefault(IsSystemDisk) is { } attachment ? IdOf(attachment) : null;
    }

    private async Task<IReadOnlyList<JObject>> GetAttachmentsAsync(string instanceId, CancellationToken cancellation)
    {
        if (!CloudId.IsId(instanceId))
        {
            throw new EcsException(EcsErrorId.InstanceNotFound, $"There is no server '{instanceId}'.") { InstanceId = instanceId };
        }

        ApiRequest request = ApiRequest.Get(
            "ListServerBlockDevices", ApiService.Compute, $"/v1/{{p}}/cloudservers/{CloudId.InPath(instanceId)}/block_device");
        ApiReply reply = await _api.SendAsync(request with { InstanceId = instanceId }, cancellation).ConfigureAwait(false);
        return [.. reply.ReadList("volumeAttachments").OfType<JObject>().Where(a => IdOf(a) is not null)];
    }

    private async Task<IReadOnlyList<HuaweiVolume>> ListAsync((string, string) filter, CancellationToken cancellation)
    {
        ApiReply reply = await _api.SendAsync(
            ApiRequest.Get("ListDisks", ApiService.Volume, ListPath, filter, ("limit", "1000")), cancellation).ConfigureAwait(false);
        return Read(reply);
    }

    private static IReadOnlyList<HuaweiVolume> Read(ApiReply reply) =>
        [.. reply.ReadList("volumes").OfType<JObject>().Select(HuaweiVolume.Read).OfType<HuaweiVolume>()];

    private static EcsDisk Merge(JObject attachment, Dictionary<string, HuaweiVolume> volumes, string instanceId, ResourceOrigin origin)
    {
        string id = IdOf(attachment)!;
        volumes.TryGetValue(id, out HuaweiVolume? volume);
        return new EcsDisk
        {
            Id = id,
            Name = volume?.Name ?? "",
            InstanceId = instanceId,
            IsSystemDisk = IsSystemDisk(attachment),
            SizeGiB = attachment.Integer("size") ?? volume?.SizeGiB ?? 0,
            Category = volume?.Kind ?? "",
            Status = volume?.Status ?? "",
            Device = attachment.Text("device") ?? volume?.Device ?? "",
            ImageId = volume?.ImageId,
            CreatedAt = volume?.CreatedAt,
            Account = origin.Account,
            AccountKey = origin.AccountKey,
            Region = origin.Region,
        };
    }

    private static string? IdOf(JObject attachment) => attachment.Text("volumeId") ?? attachment.Text("id");

    private static bool IsSystemDisk(JObject attachment) => attachment.Integer("bootIndex") == 0;
}
