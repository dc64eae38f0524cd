using System.Globalization;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The calls about servers (docs/contracts/huawei-ecs.md 3.1 to 3.4, 3.6 to 3.8).</summary>
internal sealed class HuaweiServersClient(IOpenStackApi api)
{
    /// <summary>Ids in one <c>server_id</c> filter (docs/contracts/huawei-ecs.md 8).</summary>
    public const int IdsPerFilter = 100;

    /// <summary>The most rows of one page.</summary>
    public const int LongestPage = 1000;

    /// <summary>Reads a page of the list.</summary>
    /// <param name="onNext">Takes the number of the next page as soon as it is known that there is one: the total stands before the rows. Null if it is not needed before.</param>
    /// <returns>The servers, the number of the next page if there is one, and that of the page after it if that is certain.</returns>
    public async Task<(IReadOnlyList<EcsInstance> Items, int? Next, int? AfterNext)> ListAsync(
        int page, int limit, IEnumerable<(string Name, string Value)> filters, Action<int>? onNext, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);

        // 'offset' is the number of the page, not of a row.
        ApiRequest request = ApiRequest.Get("ListServers", ApiService.Compute, "/v1/{p}/cloudservers/detail", [("limit", Text(limit)), ("offset", Text(page)), .. filters]);
        if (onNext is not null)
        {
            request = request with { Early = new EarlyField("count", Tell) };
        }

        ApiReply reply = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        (JsonRow body, IReadOnlyList<EcsInstance?> rows) = reply.ReadRows("servers", row => HuaweiServerReader.Read(row, origin));
        int? count = body.Integer("count");
        EcsInstance[] items = [.. rows.OfType<EcsInstance>()];
        bool isLast = rows.Count == 0 || (long)limit * page >= count;
        if (!isLast && items.Length == 0)
        {
            // Pages like this, without a total, would have no end.
            throw reply.Malformed("none of the rows is a server");
        }

        return (items, isLast ? null : page + 1, !isLast && HasMore(page + 1, count) ? page + 2 : null);

        void Tell(string text)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int total) && HasMore(page, total))
            {
                onNext!(page + 1);
            }
        }

        bool HasMore(int number, int? total) => (long)limit * number < total;
    }

    /// <summary>Reads one server, or returns null if it does not exist.</summary>
    public async Task<EcsInstance?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!CloudId.IsId(id))
        {
            return null;
        }

        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await api.TryReadAsync(
            ShowServer(id), reply => HuaweiServerReader.Read(reply.ReadRow("server"), origin) ?? throw reply.Malformed("the server has no id"), cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Starts, stops or restarts servers.</summary>
    /// <param name="instanceId">The server, if it is only one.</param>
    public async Task<string> ActAsync(string operation, JObject body, RequestIdempotency safety, string? instanceId, CancellationToken cancellation)
    {
        ApiRequest request = new(operation, HttpMethod.Post, ApiService.Compute, "/v1/{p}/cloudservers/action")
        {
            Body = body,
            Safety = safety,
            InstanceId = instanceId,
        };
        ApiReply reply = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        return reply.Read().Text("job_id") ?? throw reply.Malformed("there is no job_id in it");
    }

    /// <summary>Makes the system disk anew. Sent once.</summary>
    /// <returns>The handle: the job, or the order of a prepaid server that comes without one.</returns>
    public Task<StepHandle> RebuildAsync(string id, HuaweiRebuildRequest rebuild, CancellationToken cancellation) => PostOnceAsync(
        rebuild.Action == "changeos" ? "ChangeServerOs" : "ReinstallServerOs",
        $"/{rebuild.Version}/{{p}}/cloudservers/{CloudId.InPath(id)}/{rebuild.Action}",
        id,
        rebuild.Body,
        cancellation);

    /// <summary>Changes the size. Sent once.</summary>
    /// <returns>The handle: the job, or the order of a prepaid server that comes without one.</returns>
    public Task<StepHandle> ResizeAsync(string id, HuaweiResizeRequest resize, CancellationToken cancellation) => PostOnceAsync(
        "ResizeServer", $"/{resize.Version}/{{p}}/cloudservers/{CloudId.InPath(id)}/resize", id, resize.Body, cancellation);

    /// <summary>Changes the size of several servers, paid per use and not on a dedicated host, by one job. Sent once.</summary>
    /// <returns>The handle with the job, which has a part for each server.</returns>
    public Task<StepHandle> ResizeManyAsync(IEnumerable<string> ids, string size, CancellationToken cancellation) => PostOnceAsync(
        "ResizeServers",
        "/v1/{p}/cloudservers/batch-resize",
        null,
        new JObject { ["resize"] = new JObject { ["flavorRef"] = size, ["servers"] = new JArray(ids.Select(id => new JObject { ["id"] = id })) } },
        cancellation);

    /// <summary>Makes a server a subscription, by an order. Sent once (docs/contracts/huawei-ecs-lifecycle.md 3.1).</summary>
    /// <returns>The handle with the order.</returns>
    public Task<StepHandle> MakeSubscriptionAsync(string id, SubscriptionTerm term, bool withDataDisks, bool pays, CancellationToken cancellation) => PostOnceAsync(
        "ChangeServerChargeMode",
        "/v1/{p}/cloudservers/actions/change-charge-mode",
        id,
        new JObject
        {
            ["server_ids"] = new JArray(id),
            ["charge_mode"] = "prePaid",
            ["prepaid_options"] = new JObject
            {
                ["include_data_disks"] = withDataDisks,
                ["include_publicips"] = false,
                ["period_type"] = term.Unit == EcsPeriodUnit.Year ? "year" : "month",
                ["period_num"] = term.Count.ToString(CultureInfo.InvariantCulture),
                ["auto_pay"] = pays,
                ["auto_renew"] = false,
            },
        },
        cancellation);

    /// <summary>Releases servers by one job. Sent once, with both flags, since what is done without them is disputed
    /// (docs/contracts/huawei-ecs.md 3.4).</summary>
    public Task<StepHandle> DeleteAsync(IReadOnlyList<string> ids, bool withPublicIp, bool withDataDisks, CancellationToken cancellation) => PostOnceAsync(
        "DeleteServers",
        "/v1/{p}/cloudservers/delete",
        ids.Count == 1 ? ids[0] : null,
        new JObject
        {
            ["servers"] = new JArray(ids.Select(id => new JObject { ["id"] = id })),
            ["delete_publicip"] = withPublicIp,
            ["delete_volume"] = withDataDisks,
        },
        cancellation);

    /// <summary>Creates a server, by an order or without (docs/contracts/huawei-ecs-lifecycle.md 9.1). Sent once.</summary>
    /// <param name="token">By which the cloud takes the request once; null where it has no such thing.</param>
    /// <returns>The handle with the job, the order, and the id of the server, which does not exist yet.</returns>
    public async Task<StepHandle> CreateAsync((bool IsOrder, JObject Server) creation, string? token, CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(
            DescribeCreation(creation, isDryRun: false) with { ClientToken = token is null ? null : Guid.Parse(token).ToString("D") }, cancellation).ConfigureAwait(false);
        StepHandle handle = reply.ReadHandle();
        return reply.Read().Texts("serverIds").FirstOrDefault() is not { } id ? handle : handle with
        {
            Facts = handle.Facts.Concat(new[] { new KeyValuePair<string, string>(StepFactKeys.InstanceId, id) }).ToDictionary(f => f.Key, f => f.Value),
        };
    }

    /// <summary>Has the cloud check the form of a creation without carrying it out.</summary>
    /// <exception cref="EcsException">It would be refused.</exception>
    public Task CheckCreationAsync((bool IsOrder, JObject Server) creation, CancellationToken cancellation) =>
        api.SendAsync(DescribeCreation(creation, isDryRun: true) with { Safety = RequestIdempotency.ReadOnly }, cancellation);

    private static ApiRequest DescribeCreation((bool IsOrder, JObject Server) creation, bool isDryRun) => ApiRequest.Once(
        "CreateServers",
        HttpMethod.Post,
        ApiService.Compute,
        $"/{(creation.IsOrder ? "v1.1" : "v1")}/{{p}}/cloudservers",
        isDryRun ? new JObject { ["dry_run"] = true, ["server"] = creation.Server } : new JObject { ["server"] = creation.Server },
        null);

    /// <summary>Reads the settings of the recycle bin.</summary>
    /// <returns>The recycle bin; null where the region has none.</returns>
    public Task<HuaweiRecycleBin?> FindRecycleBinAsync(CancellationToken cancellation) => api.TryReadAsync(
        ApiRequest.Get("ShowRecycleBin", ApiService.Compute, "/v1/{p}/recycle-bin"),
        reply => HuaweiRecycleBin.Read(reply.Read()),
        cancellation,
        error => error.ErrorId is EcsErrorId.NotFound or EcsErrorId.NotSupported);

    /// <summary>Changes name and description (docs/contracts/huawei-ecs-lifecycle.md 10); null leaves one as it is. Sent once.</summary>
    /// <returns>A task that ends when it has been accepted. The answer shows the server as it was and in another form, so it is not read.</returns>
    public async Task UpdateAsync(string id, string? name, string? description, CancellationToken cancellation)
    {
        JObject fields = [];
        if (name is not null)
        {
            fields["name"] = name;
        }

        if (description is not null)
        {
            fields["description"] = description;
        }

        await api.SendAsync(
            ApiRequest.Once("UpdateServer", HttpMethod.Put, ApiService.Compute, $"/v1/{{p}}/cloudservers/{CloudId.InPath(id)}", new JObject { ["server"] = fields }, id),
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Locks or unlocks a server (docs/contracts/huawei-ecs.md 3.12): a locked one refuses every change, not its release alone.
    /// Sent once.</summary>
    /// <returns>A task that ends when it has been accepted; there is no job.</returns>
    public async Task LockAsync(string id, bool isLocked, CancellationToken cancellation)
    {
        string path = $"/v2.1/{{p}}/servers/{CloudId.InPath(id)}/action";
        JObject body = new() { [isLocked ? "lock" : "unlock"] = JValue.CreateNull() };
        await api.SendAsync(ApiRequest.Once(isLocked ? "LockServer" : "UnlockServer", HttpMethod.Post, ApiService.Compute, path, body, id), cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Reads on which dedicated host a server is.</summary>
    /// <returns>The host's id; null if the cloud does not tell.</returns>
    public async Task<string?> FindDedicatedHostAsync(string id, CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(ShowServer(id), cancellation).ConfigureAwait(false);
        JObject? hints = reply.ReadObject("server").Object("os:scheduler_hints");
        return hints.Texts("dedicated_host_id").FirstOrDefault() ?? hints.Text("dedicated_host_id");
    }

    /// <summary>Reads which disks of a server are deleted with it.</summary>
    /// <returns>The answer by disk; what the cloud does not tell is missing.</returns>
    public async Task<IReadOnlyDictionary<string, bool>> FindDiskRetentionAsync(string id, CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(ShowServer(id), cancellation).ConfigureAwait(false);
        return HuaweiAttachments.FindRetention(reply.ReadRow("server"));
    }

    /// <summary>Decides whether a data disk is deleted with its server (docs/contracts/huawei-ecs-lifecycle.md 2.3). Said twice, it means the same.</summary>
    public async Task<StepHandle> SetDiskRetentionAsync(string id, string diskId, bool deletes, CancellationToken cancellation)
    {
        ApiRequest request = new("UpdateServerBlockDevice", HttpMethod.Put, ApiService.Compute, $"/v1/{{p}}/cloudservers/{CloudId.InPath(id)}/block_device/{CloudId.InPath(diskId)}")
        {
            Body = new JObject { ["block_device"] = new JObject { ["delete_on_termination"] = deletes } },
            Safety = RequestIdempotency.Idempotent,
            InstanceId = id,
        };
        return new StepHandle { RequestId = (await api.SendAsync(request, cancellation).ConfigureAwait(false)).RequestId };
    }

    /// <summary>Reads the limits of the project.</summary>
    public async Task<HuaweiServerQuota> GetLimitsAsync(CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(
            ApiRequest.Get("ShowServerLimits", ApiService.Compute, "/v1/{p}/cloudservers/limits"), cancellation).ConfigureAwait(false);
        return new HuaweiServerQuota(reply.ReadObject("absolute"));
    }

    private static ApiRequest ShowServer(string id) =>
        ApiRequest.Get("ShowServer", ApiService.Compute, $"/v1/{{p}}/cloudservers/{CloudId.InPath(id)}") with { InstanceId = id };

    private async Task<StepHandle> PostOnceAsync(string operation, string path, string? instanceId, JObject body, CancellationToken cancellation) => (await api.SendAsync(
        ApiRequest.Once(operation, HttpMethod.Post, ApiService.Compute, path, body, instanceId), cancellation).ConfigureAwait(false)).ReadHandle();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
