using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about disks and their quota (docs/contracts/huawei-ecs.md 3.10).</summary>
internal sealed class HuaweiDisksClient(IOpenStackApi api)
{
    private const int IdsPerCall = 60;
    private static readonly ListPaging Paging = HuaweiPaging.ByRow(1000);

    public async Task<HuaweiDiskQuota> GetQuotaAsync(CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(
            ApiRequest.Get("ShowDiskQuota", ApiService.Volume, "/v2/{p}/os-quota-sets/{p}", ("usage", "True")), cancellation).ConfigureAwait(false);
        return new HuaweiDiskQuota(reply.ReadObject("quota_set"));
    }

    /// <summary>Reads disks by id.</summary>
    public async Task<IReadOnlyDictionary<string, Volume>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        Dictionary<string, Volume> found = new(StringComparer.Ordinal);
        foreach (string[] some in ids.Where(CloudId.IsId).Distinct().InBatches(IdsPerCall))
        {
            string filter = "[" + string.Join(",", some.Select(id => $"'{id}'")) + "]";
            foreach (Volume volume in await ListAsync(("ids", filter), cancellation).ConfigureAwait(false))
            {
                found[volume.Id] = volume;
            }
        }

        return found;
    }

    /// <summary>Reads a page of all disks of the project.</summary>
    public Task<Page<Volume>> ListPageAsync(string? at, CancellationToken cancellation) =>
        api.ListPageAsync(ListDisks(), "volumes", Paging, at, Volume.Read, cancellation);

    /// <summary>Reads all disks of the project that are attached to a server.</summary>
    /// <returns>The disks by server, a shared one with each of its servers.</returns>
    public async Task<ILookup<string, Volume>> ListAttachedAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Volume> all = await PageWalk.ListAllAsync(at => ListPageAsync(at, cancellation)).ConfigureAwait(false);
        return all.GroupBy(v => v.Id).Select(g => g.Last()).SelectMany(v => v.Attachments.Select(a => v.At(a.ServerId)))
            .ToLookup(v => v.ServerId!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Reads the disks of a server. What only the disks' own service tells is left out if that service refuses.</summary>
    public async Task<IReadOnlyList<EcsDisk>> GetOfServerAsync(string instanceId, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<JObject> attachments = await GetAttachmentsAsync(instanceId, cancellation).ConfigureAwait(false);
        Dictionary<string, Volume> volumes = new(StringComparer.Ordinal);
        try
        {
            foreach (Volume volume in await ListAsync(("server_id", instanceId), cancellation).ConfigureAwait(false))
            {
                volumes[volume.Id] = volume;
            }
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.AccessDenied or EcsErrorId.NotSupported)
        {
            AmbientLog.Current.Verbose($"Names and types of the disks are unknown: {error.Message}");
        }

        return [.. attachments.Select(Describe).OrderByDescending(d => d.IsSystemDisk).ThenBy(d => d.Device, StringComparer.Ordinal)];

        EcsDisk Describe(JObject attachment)
        {
            Volume volume = volumes.TryGetValue(IdOf(attachment)!, out Volume? known) ? known.At(instanceId) : new Volume(IdOf(attachment)!);
            return (volume with
            {
                ServerId = instanceId,
                SizeGiB = attachment.Integer("size") ?? volume.SizeGiB,
                Device = attachment.Text("device") ?? volume.Device,
            }).ToDisk(origin, IsSystemDisk(attachment));
        }
    }

    /// <summary>Reads which disk a server boots from, where its own object does not tell.</summary>
    /// <returns>The disk's id; null if none is attached.</returns>
    public async Task<string?> FindSystemDiskAsync(string instanceId, CancellationToken cancellation)
    {
        IReadOnlyList<JObject> attachments = await GetAttachmentsAsync(instanceId, cancellation).ConfigureAwait(false);
        return attachments.FirstOrDefault(IsSystemDisk) is { } attachment ? IdOf(attachment) : null;
    }

    /// <summary>Rolls a disk back to a snapshot. Sent once.</summary>
    public async Task<StepHandle> RollBackAsync(Volume volume, string snapshotId, string instanceId, CancellationToken cancellation)
    {
        JObject body = new() { ["rollback"] = new JObject { ["volume_id"] = volume.Id, ["name"] = volume.Name } };
        string path = $"{HuaweiClientSet.SnapshotsPath}/{CloudId.InPath(snapshotId)}/rollback";
        ApiRequest request = ApiRequest.Once("RollBackSnapshot", HttpMethod.Post, ApiService.Volume, path, body, instanceId);
        return new StepHandle { RequestId = (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId };
    }

    /// <summary>Attaches a disk to a server. Sent once.</summary>
    /// <param name="target">With the disk, and perhaps the device, among what was seen before.</param>
    public async Task<StepHandle> AttachAsync(StepTarget target, CancellationToken cancellation)
    {
        JObject attachment = new() { ["volumeId"] = VolumeChanges.RequireDisk(target) };
        if (target.Before.TryGetValue(StepFactKeys.Device, out string? device))
        {
            attachment["device"] = device;
        }

        string path = $"/v1/{{p}}/cloudservers/{CloudId.InPath(target.Instance.Id)}/attachvolume";
        ApiRequest request = ApiRequest.Once("AttachVolume", HttpMethod.Post, ApiService.Compute, path, new JObject { ["volumeAttachment"] = attachment }, target.Instance.Id);
        return (await api.SendAsync(request, cancellation).ConfigureAwait(false)).ReadHandle();
    }

    /// <summary>Detaches a disk from a server, never by force. Sent once.</summary>
    /// <param name="target">With the disk among what was seen before.</param>
    public async Task<StepHandle> DetachAsync(StepTarget target, CancellationToken cancellation)
    {
        string path = $"/v1/{{p}}/cloudservers/{CloudId.InPath(target.Instance.Id)}/detachvolume/{CloudId.InPath(VolumeChanges.RequireDisk(target))}";
        ApiRequest request = ApiRequest.Once("DetachVolume", HttpMethod.Delete, ApiService.Compute, path, body: null, target.Instance.Id);
        return (await api.SendAsync(request with { Query = [("delete_flag", "0")] }, cancellation).ConfigureAwait(false)).ReadHandle();
    }

    /// <summary>Extends a disk. Sent once.</summary>
    /// <param name="target">With the disk among what was seen before.</param>
    public async Task<StepHandle> ExtendAsync(StepTarget target, HuaweiVariant variant, CancellationToken cancellation)
    {
        string path = $"/{(variant.HasOrders ? "v2.1" : "v2")}/{{p}}/cloudvolumes/{CloudId.InPath(VolumeChanges.RequireDisk(target))}/action";
        JObject body = WithPayment(new JObject { ["os-extend"] = new JObject { ["new_size"] = target.Options.SizeGiB } }, target, variant);
        ApiRequest request = ApiRequest.Once("ExtendDisk", HttpMethod.Post, ApiService.Volume, path, body, target.Instance.Id);
        return (await api.SendAsync(request, cancellation).ConfigureAwait(false)).ReadHandle();
    }

    /// <summary>Reads the types that disks can have.</summary>
    public Task<IReadOnlyList<string>> ListTypesAsync(CancellationToken cancellation) => api.ListVolumeTypesAsync("/v2/{p}/types", cancellation);

    /// <summary>Gives a disk another type. Sent once.</summary>
    /// <param name="target">With the disk among what was seen before.</param>
    public async Task<StepHandle> RetypeAsync(StepTarget target, HuaweiVariant variant, CancellationToken cancellation)
    {
        JObject body = WithPayment(new JObject { ["os-retype"] = new JObject { ["new_type"] = target.Options.Category } }, target, variant);
        string path = $"/v2/{{p}}/volumes/{CloudId.InPath(VolumeChanges.RequireDisk(target))}/retype";
        ApiRequest request = ApiRequest.Once("RetypeDisk", HttpMethod.Post, ApiService.Volume, path, body, target.Instance.Id);
        return (await api.SendAsync(request, cancellation).ConfigureAwait(false)).ReadHandle();
    }

    // Read for subscriptions only; as a text.
    private static JObject WithPayment(JObject body, StepTarget target, HuaweiVariant variant)
    {
        if (variant.HasOrders)
        {
            body["bssParam"] = new JObject { ["isAutoPay"] = target.Options.AutoPay ? "true" : "false" };
        }

        return body;
    }

    private async Task<IReadOnlyList<JObject>> GetAttachmentsAsync(string instanceId, CancellationToken cancellation)
    {
        if (!CloudId.IsId(instanceId))
        {
            throw new EcsException(EcsErrorId.InstanceNotFound, $"Cannot find server '{instanceId}'.") { InstanceId = instanceId };
        }

        ApiRequest request = ApiRequest.Get(
            "ListServerBlockDevices", ApiService.Compute, $"/v1/{{p}}/cloudservers/{CloudId.InPath(instanceId)}/block_device");
        ApiReply reply = await api.SendAsync(request with { InstanceId = instanceId }, cancellation).ConfigureAwait(false);
        return [.. reply.ReadList("volumeAttachments").OfType<JObject>().Where(a => IdOf(a) is not null)];
    }

    private async Task<IReadOnlyList<Volume>> ListAsync((string, string) filter, CancellationToken cancellation) =>
        (await api.SendAsync(ListDisks(filter, ("limit", "1000")), cancellation).ConfigureAwait(false)).ReadEach("volumes", Volume.Read);

    private static ApiRequest ListDisks(params (string, string)[] query) => ApiRequest.Get("ListDisks", ApiService.Volume, "/v2/{p}/cloudvolumes/detail", query);

    private static string? IdOf(JObject attachment) => attachment.Text("volumeId") ?? attachment.Text("id");

    private static bool IsSystemDisk(JObject attachment) => attachment.Integer("bootIndex") == 0;
}
