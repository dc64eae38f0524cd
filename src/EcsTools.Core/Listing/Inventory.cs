using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;

namespace EcsTools.Core.Listing;

/// <summary>Reads what an account holds. Every method throws <see cref="EcsException"/> for what the cloud or the network does.</summary>
public static class Inventory
{
    /// <summary>Servers, with what our journal knows of them. Temporary ones come out only if <paramref name="query"/> says so.</summary>
    /// <param name="query">Which.</param>
    /// <returns>A reader of pages.</returns>
    public static PageReader<EcsInstance> Instances(ConnectedAccount account, InstanceQuery query)
    {
        InstanceEnricher? overlay = null;
        return new PageReader<EcsInstance>(
            async (at, onNext, token) =>
            {
                overlay ??= await InstanceEnricher.ReadAsync(account, null, token).ConfigureAwait(false);
                return await account.Cloud.ListInstancesAsync(query, at, onNext, token).ConfigureAwait(false);
            },
            query.Matches,
            i => i.Id)
        {
            // Page by page, as what is found for one of them holds for those after it.
            Complete = (items, token) => overlay!.ApplyAsync(items, token),
        };
    }

    /// <summary>Disks.</summary>
    /// <param name="query">Which.</param>
    /// <returns>A reader of pages.</returns>
    public static PageReader<EcsDisk> Disks(ConnectedAccount account, DiskQuery query) => new(
        (at, token) => Of(account).ListDisksAsync(query, at, token),
        d => Has(query.Ids, d.Id) && (query.InstanceId ?? d.InstanceId) == d.InstanceId && (query.SystemDisks ?? d.IsSystemDisk) == d.IsSystemDisk,
        d => d.Id);

    /// <summary>Images.</summary>
    /// <param name="query">Which.</param>
    /// <returns>A reader of pages.</returns>
    public static PageReader<EcsImage> Images(ConnectedAccount account, ImageQuery query)
    {
        NamePattern[] names = [.. query.Names.Select(NamePattern.Parse)];
        return new PageReader<EcsImage>(
            (at, token) => Of(account).ListImagesAsync(query, at, token),
            i => Has(query.Ids, i.Id)
                && (names.Length == 0 || Array.Exists(names, n => n.Fits(i.Name) || n.Fits(i.Id)))
                && (query.Owner is null || string.Equals(query.Owner, i.Owner, StringComparison.OrdinalIgnoreCase))
                && (query.OsType ?? i.OsType) == i.OsType,
            i => i.Id);
    }

    /// <summary>Key pairs that this user can see.</summary>
    /// <returns>A reader of pages.</returns>
    public static PageReader<EcsKeyPair> KeyPairs(ConnectedAccount account) => new(
        (at, token) => Of(account).ListKeyPairsAsync(at, token),
        _ => true,
        k => k.Name);

    /// <summary>Snapshots.</summary>
    /// <param name="query">Which.</param>
    /// <returns>A reader of pages.</returns>
    public static PageReader<EcsSnapshot> Snapshots(ConnectedAccount account, SnapshotQuery query) => new(
        (at, token) => Of(account).ListSnapshotsAsync(query, at, token),
        s => Has(query.Ids, s.Id) && (query.DiskId ?? s.DiskId) == s.DiskId,
        s => s.Id);

    /// <summary>What servers can be attached to.</summary>
    /// <param name="vpcId">The VPC, or null for all.</param>
    /// <param name="zone">The zone in which a server could be, or null for all.</param>
    /// <returns>A reader of pages.</returns>
    public static PageReader<EcsNetwork> Networks(ConnectedAccount account, string? vpcId, string? zone) => new(
        (at, token) => Of(account).ListNetworksAsync(at, token),
        n => (vpcId ?? n.VpcId) == n.VpcId && (zone is null || n.Zone.Length == 0 || n.Zone == zone),
        n => n.Id);

    /// <summary>Security groups.</summary>
    /// <param name="vpcId">The VPC for whose servers they are, or null for all.</param>
    /// <returns>A reader of pages.</returns>
    public static PageReader<EcsSecurityGroup> SecurityGroups(ConnectedAccount account, string? vpcId) => new(
        (at, token) => Of(account).ListSecurityGroupsAsync(at, token),
        g => (vpcId is null || g.VpcId.Length == 0 || g.VpcId == vpcId),
        g => g.Id);

    /// <summary>Zones.</summary>
    /// <returns>A reader of one page.</returns>
    public static PageReader<EcsZone> Zones(ConnectedAccount account) => new(
        async (_, token) => new Page<EcsZone>(await Of(account).ListZonesAsync(token).ConfigureAwait(false), null),
        _ => true,
        z => z.Id);

    /// <summary>Events of the provider.</summary>
    /// <param name="query">Which.</param>
    /// <returns>A reader of pages.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud does not tell of events.</exception>
    public static PageReader<EcsEvent> Events(ConnectedAccount account, EventQuery query)
    {
        IServerEvents events = EventsOf(account);
        return new PageReader<EcsEvent>((at, token) => events.ListEventsAsync(query, at, token), query.Matches, e => e.Id);
    }

    /// <summary>What tells of events.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/>.</exception>
    internal static IServerEvents EventsOf(ConnectedAccount account) => account.Cloud.Events
        ?? throw StepErrors.NotSupported($"Account '{account.Info.Name}' cannot be asked for events of the provider.", account.Cloud.Capabilities.InsteadOfEvents);

    /// <summary>Regions.</summary>
    /// <returns>A reader of one page.</returns>
    public static PageReader<EcsRegion> Regions(ConnectedAccount account) => new(
        async (_, token) => new Page<EcsRegion>(await Of(account).ListRegionsAsync(token).ConfigureAwait(false), null),
        _ => true,
        r => r.Id);

    /// <summary>Sizes a server can be given, or all of the region.</summary>
    /// <param name="instance">The server, or null.</param>
    public static Task<IReadOnlyList<EcsInstanceSize>> SizesAsync(ConnectedAccount account, EcsInstance? instance, CancellationToken cancellation) =>
        Of(account).ListSizesAsync(instance, cancellation);

    /// <summary>Prices, equal ones asked once in an invocation.</summary>
    /// <param name="queries">What is asked.</param>
    /// <returns>A price for each, in the order given; unknown where the cloud does not tell it.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud cannot be asked.</exception>
    public static async Task<IReadOnlyList<EcsPrice>> PricesAsync(ConnectedAccount account, IReadOnlyList<PriceQuery> queries, CancellationToken cancellation)
    {
        IPriceReader reader = account.Cloud as IPriceReader ?? throw new EcsException(EcsErrorId.NotSupported, $"{account.Provider} cannot be asked for prices.");
        IReadOnlyList<EcsPrice> prices = await PriceMemory.ReadAsync(reader, queries, cancellation).ConfigureAwait(false);
        return [.. prices.Select(p => p with { Account = account.Info.Name, AccountKey = account.Info.AccountKey, Region = account.Info.Region })];
    }

    private static bool Has(IReadOnlyList<string> wanted, string id) => wanted.Count == 0 || wanted.Contains(id, StringComparer.OrdinalIgnoreCase);

    private static ICloudInventory Of(ConnectedAccount account) => account.Cloud.Inventory
        ?? throw new EcsException(EcsErrorId.NotSupported, $"{account.Provider} lists servers only in this version.");
}
