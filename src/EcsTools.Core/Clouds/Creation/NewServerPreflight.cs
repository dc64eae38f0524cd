using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>Reads for the plans of new servers what all clouds can be asked for, each list once.</summary>
/// <param name="hasKeyPair">Tells whether there is a key pair, which some clouds do not list.</param>
internal sealed class NewServerPreflight(ICloud cloud, IPriceReader prices, NewServerRules rules, Func<string, CancellationToken, Task<bool>> hasKeyPair)
{
    /// <summary>Reads everything.</summary>
    /// <returns>A context for each target, in the order given.</returns>
    public async Task<IReadOnlyList<NewServerContext>> ReadAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        ICloudInventory inventory = cloud.Inventory!;
        Task<LookupResult<IReadOnlyList<EcsInstanceSize>>> sizes = Look(() => inventory.ListSizesAsync(null, cancellation));
        Task<LookupResult<IReadOnlyList<EcsZone>>> zones = Look(() => inventory.ListZonesAsync(cancellation));
        Task<LookupResult<IReadOnlyList<EcsNetwork>>> networks = Look(() => PageWalk.ListAllAsync(at => inventory.ListNetworksAsync(at, cancellation)));
        Task<LookupResult<IReadOnlyList<EcsSecurityGroup>>> groups = Look(() => PageWalk.ListAllAsync(at => inventory.ListSecurityGroupsAsync(at, cancellation)));
        string[] names = [.. targets.Select(t => t.Instance.Name).Where(n => rules.FindNameFlaw(n) is null).Distinct(StringComparer.Ordinal)];
        Task<LookupResult<IReadOnlyList<EcsInstance>>> servers = Look(() => FindNamedAsync(names, cancellation));
        Dictionary<string, LookupResult<EcsImage?>> images = await LookupResult<EcsImage?>.ReadEachAsync(
            targets.Select(t => t.Options.ImageId ?? ""), id => FindImageAsync(inventory, id, cancellation)).ConfigureAwait(false);
        Dictionary<string, LookupResult<bool>> keyPairs = await LookupResult<bool>.ReadEachAsync(
            targets.Select(t => t.Options.Login.KeyPairName ?? ""), name => hasKeyPair(name, cancellation)).ConfigureAwait(false);
        await Task.WhenAll(sizes, zones, networks, groups, servers).ConfigureAwait(false);
        LookupResult<IReadOnlyList<EcsInstance>> named = await servers.ConfigureAwait(false);
        return
        [
            .. targets.Select(t => new NewServerContext(t, rules)
            {
                Image = Find(images, t.Options.ImageId),
                KeyPair = Find(keyPairs, t.Options.Login.KeyPairName),
                Sizes = sizes.Result,
                Zones = zones.Result,
                Networks = networks.Result,
                Groups = groups.Result,
                SameName = new(named.Value is null ? null : [.. named.Value.Where(i => i.Name == t.Instance.Name)], named.Error),
            }),
        ];
    }

    /// <summary>Reads prices, each once, and checks each request against what was read.</summary>
    /// <param name="dryRuns">What the provider said of each request, without carrying it out; none where it does not check.</param>
    /// <returns>A preview for each context, in the order given.</returns>
    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(
        IReadOnlyList<NewServerContext> contexts, IReadOnlyList<EcsRequirement?> dryRuns, CancellationToken cancellation)
    {
        PriceQuery[][] queries = [.. contexts.Select(c => c.Size is null || c.Image.Value is null ? [] : Queries(c).ToArray())];
        PriceQuery[] all = [.. queries.SelectMany(q => q).Distinct()];
        IReadOnlyList<EcsPrice> read = await PriceMemory.ReadAsync(prices, all, cancellation).ConfigureAwait(false);
        Dictionary<PriceQuery, EcsPrice> known = all.Zip(read, (q, p) => (q, p)).ToDictionary(p => p.q, p => p.p);
        return
        [
            .. contexts.Select((c, i) => new StepPreview
            {
                Summary = Describe(c),
                Requirements = [.. NewServerChecks.Check(c), .. dryRuns[i] is { } dryRun ? [dryRun] : Array.Empty<EcsRequirement>()],
                Costs = [.. DescribeCosts(c, [.. queries[i].Select(q => known[q])])],
                Facts = c.ToFacts(),
            }),
        ];
    }

    private static string Describe(NewServerContext context)
    {
        OperationOptions options = context.Options;
        string disks = string.Concat(context.DataDisks.Select(d => $", data disk {d.SizeGiB} GiB"));
        string address = options.Bandwidth is > 0 and { } mbps ? $", public address with {mbps} Mbit/s" : "";
        return $"Create a server of size {options.Size} from image {options.ImageId} in network {options.NetworkId}{(context.Zone is { } zone ? $", zone {zone}" : "")}: "
            + $"system disk {context.SystemDiskGiB} GiB{(context.SystemDiskCategory is { } category ? " " + category : "")}{disks}{(options.Encrypted ? ", encrypted" : "")}{address}. Wait until it is running.";
    }

    private static IEnumerable<PriceQuery> Queries(NewServerContext context)
    {
        EcsInstance server = context.Planned;
        OperationOptions options = context.Options;
        SubscriptionTerm term = options.ChargeType == EcsChargeType.Subscription ? SubscriptionTerm.Of(options) : new SubscriptionTerm(1, EcsPeriodUnit.Hour);
        yield return Of(PriceQuery.ForSize(server, server.Size));
        if (context.SystemDiskCategory is { } category)
        {
            yield return Of(PriceQuery.ForDisk(server, category, context.SystemDiskGiB, options.PerformanceLevel));
        }

        foreach (NewDataDisk disk in context.DataDisks.Where(d => (d.Category ?? context.SystemDiskCategory) is not null))
        {
            yield return Of(PriceQuery.ForDisk(server, disk.Category ?? context.SystemDiskCategory!, disk.SizeGiB, disk.PerformanceLevel));
        }

        if (options is { Bandwidth: > 0, Billing: EcsBandwidthBilling.ByBandwidth })
        {
            yield return Of(PriceQuery.ForBandwidth(server, options.Bandwidth.Value, isBilledByTraffic: false));
        }

        PriceQuery Of(PriceQuery query) => query with { Unit = term.Unit, Period = term.Count };
    }

    private static IEnumerable<string> DescribeCosts(NewServerContext context, IReadOnlyList<EcsPrice> parts)
    {
        OperationOptions options = context.Options;
        if (parts.Count > 0)
        {
            yield return $"Price: {Price.Sum(parts, options is { ChargeType: EcsChargeType.Subscription, AutoPay: true } ? EcsPriceDue.Charged : EcsPriceDue.PerPeriod)}.";
        }

        if (options.ChargeType == EcsChargeType.Spot)
        {
            yield return "A spot instance costs what the market asks, usually less than this price, and the provider can take it back at any time.";
        }

        if (options is { Bandwidth: > 0, Billing: not EcsBandwidthBilling.ByBandwidth })
        {
            yield return "The traffic of the public address is billed by use.";
        }

        if (options.ChargeType == EcsChargeType.Subscription)
        {
            yield return OrderText.DescribeWhole(context.Target);
        }
    }

    private static Task<LookupResult<T>> Look<T>(Func<Task<T>> read) => LookupResult<T>.ReadAsync(read);

    private static LookupResult<T> Find<T>(Dictionary<string, LookupResult<T>> found, string? key) =>
        key is { Length: > 0 } && found.TryGetValue(key, out LookupResult<T>? result) ? result : LookupResult<T>.None;

    private static async Task<EcsImage?> FindImageAsync(ICloudInventory inventory, string id, CancellationToken cancellation) =>
        (await inventory.ListImagesAsync(new ImageQuery { Ids = [id] }, null, cancellation).ConfigureAwait(false)).Items.FirstOrDefault(i => i.Id == id);

    private async Task<IReadOnlyList<EcsInstance>> FindNamedAsync(string[] names, CancellationToken cancellation) => names.Length == 0
        ? []
        : await PageWalk.ListAllAsync(at => cloud.ListInstancesAsync(new InstanceQuery { Names = names }, at, null, cancellation)).ConfigureAwait(false);
}
