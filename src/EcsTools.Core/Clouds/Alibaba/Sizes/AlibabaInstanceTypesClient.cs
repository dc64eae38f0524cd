using System.Collections.Concurrent;
using System.Globalization;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads sizes (docs/contracts/alibaba-ecs.md 3.13): what is offered with DescribeResourcesModification for a server and
/// DescribeAvailableResource for the region, what a size is with DescribeInstanceTypes.</summary>
internal sealed class AlibabaInstanceTypesClient
{
    private const int NamesPerCall = 10;

    // For more than these one list of all sizes takes about as many calls, and need not be read again.
    private const int MostNamedCalls = 5;
    private readonly AlibabaApi _api;

    // What a size is does not change.
    private readonly ConcurrentDictionary<string, AlibabaInstanceType> _known = new(StringComparer.OrdinalIgnoreCase);

    public AlibabaInstanceTypesClient(AlibabaApi api) => _api = api;

    /// <summary>Reads the sizes a server can be given, or all that the region offers.</summary>
    /// <param name="instance">The server, or null.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<EcsInstanceSize>> ListAsync(EcsInstance? instance, CancellationToken cancellation)
    {
        IReadOnlyList<AvailableInstanceType> offers = instance is null
            ? await ListOffersAsync(cancellation).ConfigureAwait(false)
            : await ListTargetsAsync(instance, cancellation).ConfigureAwait(false);
        IReadOnlyDictionary<string, AlibabaInstanceType> sizes = await FindAsync(offers.Select(o => o.Name), cancellation).ConfigureAwait(false);
        return
        [
            .. offers.Select(o => Describe(o, sizes.TryGetValue(o.Name, out AlibabaInstanceType? size) ? size : null, instance))
                .OrderBy(s => s.Vcpu).ThenBy(s => s.MemoryMiB).ThenBy(s => s.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads the sizes a server can be given where it is.</summary>
    /// <returns>The sizes, each once.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<AvailableInstanceType>> ListTargetsAsync(EcsInstance instance, CancellationToken cancellation)
    {
        // Only for subscriptions does the service tell up from down; for others one list holds all.
        bool isSubscription = instance.ChargeType == EcsChargeType.Subscription;
        string[] directions = isSubscription ? [AvailableInstanceType.Upgrade, AvailableInstanceType.Downgrade] : [AvailableInstanceType.Upgrade];
        IReadOnlyList<AvailableInstanceType>[] lists = await directions.ForEachAsync(
            async direction =>
            {
                AlibabaParameters parameters = new AlibabaParameters()
                    .Add("ResourceId", instance.Id)
                    .Add("DestinationResource", "InstanceType")
                    .Add("OperationType", direction);
                JObject answer = await _api.CallAsync(
                    "DescribeResourcesModification", parameters, RequestIdempotency.ReadOnly, instance.Id, cancellation).ConfigureAwait(false);
                return ReadOffers(answer, instance.Zone, isSubscription ? direction : "");
            },
            cancellation).ConfigureAwait(false);
        return [.. lists.SelectMany(l => l).GroupBy(o => o.Name, StringComparer.OrdinalIgnoreCase).Select(g => Best(g) with { Direction = OneDirection(g) })];
    }

    /// <summary>Finds out what sizes are.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyDictionary<string, AlibabaInstanceType>> FindAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        string[] wanted = [.. names.Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] missing = [.. wanted.Where(n => !_known.ContainsKey(n))];
        if (missing.Length > NamesPerCall * MostNamedCalls)
        {
            Learn(await ReadAsync([], cancellation).ConfigureAwait(false));
        }
        else
        {
            IEnumerable<string[]> calls = missing.Select((name, index) => (name, index)).GroupBy(n => n.index / NamesPerCall, n => n.name).Select(g => g.ToArray());
            Learn((await calls.ForEachAsync(call => ReadAsync(call, cancellation), cancellation).ConfigureAwait(false)).SelectMany(a => a));
        }

        return wanted.Where(_known.ContainsKey).ToDictionary(n => n, n => _known[n], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Reads the categories of disks that servers of a size take in a zone.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<AvailableInstanceType>> ListDiskCategoriesAsync(string zone, string size, bool isSystemDisk, CancellationToken cancellation)
    {
        string resource = isSystemDisk ? "SystemDisk" : "DataDisk";
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("DestinationResource", resource)
            .Add("InstanceType", size)
            .Add("ZoneId", zone.Length == 0 ? null : zone);
        JObject answer = await _api.CallAsync("DescribeAvailableResource", parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        return ReadOffers(answer, zone, "", resource);
    }

    private async Task<IReadOnlyList<AvailableInstanceType>> ListOffersAsync(CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("DestinationResource", "InstanceType");
        JObject answer = await _api.CallAsync("DescribeAvailableResource", parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        return ReadOffers(answer, "", "");
    }

    private Task<IReadOnlyList<JObject>> ReadAsync(IEnumerable<string> names, CancellationToken cancellation) => _api.ReadAllAsync(
        "DescribeInstanceTypes", new AlibabaParameters().AddList("InstanceTypes", names), ("InstanceTypes", "InstanceType"), 100, cancellation);

    private void Learn(IEnumerable<JObject> rows)
    {
        foreach (JObject row in rows)
        {
            if (row.Text("InstanceTypeId") is { } name)
            {
                _known[name] = new AlibabaInstanceType(
                    name,
                    row.Text("InstanceTypeFamily") ?? "",
                    row.Integer("CpuCoreCount") ?? 0,
                    ReadGiB(row.Text("MemorySize")),
                    row.Text("CpuArchitecture") ?? "",
                    row.Text("NvmeSupport"))
                {
                    GpuCount = row.Integer("GPUAmount"),
                    GpuModel = row.Text("GPUSpec"),
                };
            }
        }
    }

    // GiB here, MiB on a server (docs/contracts/alibaba-ecs.md 8, no. 29); the smallest types have half a GiB.
    private static int ReadGiB(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal gib) && gib < 1_000_000 ? (int)(gib * 1024) : 0;

    // In a server's own zone only: a change does not move it to another one.
    private static IReadOnlyList<AvailableInstanceType> ReadOffers(JObject answer, string zone, string direction, string resource = "InstanceType") =>
    [
        .. answer.Object("AvailableZones").Objects("AvailableZone")
            .Where(z => zone.Length == 0 || (z.Text("ZoneId") ?? zone) == zone)
            .SelectMany(z => z.Object("AvailableResources").Objects("AvailableResource"))
            .Where(r => (r.Text("Type") ?? resource) == resource)
            .SelectMany(r => r.Object("SupportedResources").Objects("SupportedResource"))
            .Where(r => r.Text("Value") is not null)
            .Select(r => new AvailableInstanceType(r.Text("Value")!, r.Text("Status") ?? "", r.Text("StatusCategory") ?? "", direction))
            .GroupBy(o => o.Name, StringComparer.OrdinalIgnoreCase)
            .Select(Best),
    ];

    // A size that both lists have is up or down by what it is.
    private static string OneDirection(IEnumerable<AvailableInstanceType> offers) => offers.Select(o => o.Direction).Distinct().Take(2).ToArray() is [{ } only] ? only : "";

    private static AvailableInstanceType Best(IEnumerable<AvailableInstanceType> offers) => offers.OrderBy(o => o.IsAvailable ? 0 : 1).First();

    private EcsInstanceSize Describe(AvailableInstanceType offer, AlibabaInstanceType? size, EcsInstance? instance) => new()
    {
        Name = offer.Name,
        Vcpu = size?.Vcpu ?? 0,
        MemoryMiB = size?.MemoryMiB ?? 0,
        Family = size?.Family ?? "",
        Architecture = size?.Architecture ?? "",
        GpuCount = size?.GpuCount,
        GpuModel = size?.GpuModel,
        IsAvailable = offer.IsAvailable,
        Stock = offer.Stock.Length > 0 ? offer.Stock : offer.Status,
        Direction = instance is null ? "" : offer.Direction.Length > 0 ? offer.Direction : size?.DirectionFrom(instance) ?? "",
        InstanceId = instance?.Id,
        Account = _api.Connection.AccountName,
        AccountKey = _api.AccountKey,
        Region = _api.Connection.Region,
    };
}
