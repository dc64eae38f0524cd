using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Public addresses and their bandwidths, of the VPC service (docs/contracts/huawei-ecs-lifecycle.md 1).</summary>
internal sealed class HuaweiAddressesClient(IOpenStackApi api, HuaweiVariant variant)
{
    private const int RowsPerPage = 2000;

    /// <summary>Finds public addresses.</summary>
    /// <param name="addresses">The addresses themselves, each once.</param>
    /// <returns>Those that exist, by address.</returns>
    public async Task<IReadOnlyDictionary<string, HuaweiPublicIp>> FindAsync(IReadOnlyList<string> addresses, CancellationToken cancellation)
    {
        IReadOnlyList<HuaweiPublicIp> found = variant.FiltersPublicIps && addresses.Count <= ApiCalls.FewIds
            ? (await ApiCalls.FindEachAsync(addresses, async a => (await ListAsync([("public_ip_address", a)], null, cancellation).ConfigureAwait(false)).Items.FirstOrDefault()).ConfigureAwait(false)).Items
            : await PageWalk.ListAllAsync(at => ListAsync([], at, cancellation)).ConfigureAwait(false);
        return found.Where(f => addresses.Contains(f.Address)).GroupBy(f => f.Address).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>Reads a bandwidth, or returns null if it does not exist.</summary>
    public async Task<HuaweiBandwidth?> FindBandwidthAsync(string id, CancellationToken cancellation) => await api.TryReadAsync(
        ApiRequest.Get("ShowBandwidth", ApiService.Network, $"/v1/{{p}}/bandwidths/{CloudId.InPath(id)}"), reply => Read(reply.ReadObject("bandwidth")), cancellation).ConfigureAwait(false);

    /// <summary>Reads the limits of the region; the cloud tells none at Open Telekom Cloud.</summary>
    /// <returns>Least and most by what is billed.</returns>
    public async Task<IReadOnlyDictionary<EcsBandwidthBilling, (int Least, int Most)>> ReadLimitsAsync(CancellationToken cancellation)
    {
        if (!variant.HasOrders)
        {
            return new Dictionary<EcsBandwidthBilling, (int, int)>();
        }

        ApiReply reply = await api.SendAsync(ApiRequest.Get("ListBandwidthLimits", ApiService.Network, "/v3/{p}/eip/eip-bandwidth-limits"), cancellation).ConfigureAwait(false);
        return reply.ReadList("eip_bandwidth_limits").OfType<JObject>()
            .Where(l => l.Text("charge_mode") is "bandwidth" or "traffic" && l.Integer("max_size") is > 0)
            .GroupBy(ReadBilling)
            .ToDictionary(g => g.Key, g => (g.Min(l => l.Integer("min_size") ?? 1), g.Max(l => l.Integer("max_size")!.Value)));
    }

    /// <summary>Changes a bandwidth that is paid per use; at once.</summary>
    /// <param name="billing">What is to be billed from then on; null to keep it.</param>
    public Task<StepHandle> ChangeAsync(string id, int size, EcsBandwidthBilling? billing, string instanceId, CancellationToken cancellation)
    {
        JObject wanted = new() { ["size"] = size };
        if (billing is { } by)
        {
            wanted["charge_mode"] = by == EcsBandwidthBilling.ByTraffic ? "traffic" : "bandwidth";
        }

        return ChangeAsync($"/v1/{{p}}/bandwidths/{CloudId.InPath(id)}", new JObject { ["bandwidth"] = wanted }, instanceId, cancellation);
    }

    /// <summary>Changes the bandwidth of a subscription, by an order that is paid at once or left unpaid.</summary>
    public Task<StepHandle> OrderAsync(string id, int size, bool autoPay, string instanceId, CancellationToken cancellation) => ChangeAsync(
        $"/v2.0/{{p}}/bandwidths/{CloudId.InPath(id)}",
        new JObject { ["bandwidth"] = new JObject { ["size"] = size }, ["extendParam"] = new JObject { ["is_auto_pay"] = autoPay } },
        instanceId,
        cancellation);

    private async Task<StepHandle> ChangeAsync(string path, JObject body, string instanceId, CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(
            ApiRequest.Once("UpdateBandwidth", HttpMethod.Put, ApiService.Network, path, body, instanceId), cancellation).ConfigureAwait(false);
        return new StepHandle
        {
            RequestId = reply.RequestId,
            Facts = reply.Read().Text("order_id") is { } order ? new Dictionary<string, string> { [StepFactKeys.OrderId] = order } : [],
        };
    }

    private Task<Page<HuaweiPublicIp>> ListAsync(IReadOnlyList<(string Name, string Value)> filter, string? at, CancellationToken cancellation) => api.ListPageAsync(
        ApiRequest.Get("ListPublicips", ApiService.Network, "/v1/{p}/publicips", [.. filter]), "publicips", HuaweiPaging.ByMarker(RowsPerPage), at, ReadAddress, cancellation);

    private static HuaweiPublicIp? ReadAddress(JObject row) => row.Text("id") is { } id && row.Text("public_ip_address") is { } address && row.Text("bandwidth_id") is { } bandwidth
        ? new HuaweiPublicIp(id, address, row.Text("status") ?? "", bandwidth)
        : null;

    private static HuaweiBandwidth? Read(JObject json) => json.Text("id") is { } id
        ? new HuaweiBandwidth(
            id,
            json.Integer("size"),
            ReadBilling(json),
            json.Text("share_type") == "WHOLE",
            json.Text("billing_info") is not null,
            json.Text("status") == "FREEZED")
        : null;

    // None told means by bandwidth.
    private static EcsBandwidthBilling ReadBilling(JObject json) =>
        json.Text("charge_mode") == "traffic" ? EcsBandwidthBilling.ByTraffic : EcsBandwidthBilling.ByBandwidth;
}
