using System.Collections.Concurrent;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads servers with DescribeInstances (docs/contracts/alibaba-ecs.md 3.2), the one call that every right to read servers
/// covers.</summary>
internal sealed class AlibabaInstancesClient
{
    private const int MostRowsByTag = 1000;
    private static readonly AlibabaList List = new("DescribeInstances", "Instances", "Instance", "InstanceIds", PageSize: 100);
    private const string Wide = "all:";
    private readonly AlibabaApi _api;
    private readonly ConcurrentDictionary<string, bool> _localDisks = new(StringComparer.Ordinal);

    public AlibabaInstancesClient(AlibabaApi api) => _api = api;

    /// <summary>Reads a page of servers.</summary>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <param name="onNext">Takes what fetches the next page as soon as it is known, or null.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsInstance>> ListAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation)
    {
        bool isWide = continuation?.StartsWith(Wide, StringComparison.Ordinal) == true;
        if (!isWide && query.OnlyName is { } name)
        {
            Page<EcsInstance> narrow = await ReadAsync(query, name, continuation, null, cancellation).ConfigureAwait(false);
            if (continuation is not null || narrow.Continuation is not null || narrow.Items.Any(query.Matches))
            {
                return narrow;
            }

            // Whether the filter minds letter case is not known, and ours does not: what it did not find we look for ourselves.
            isWide = true;
        }

        if (!isWide)
        {
            return await ReadAsync(query, null, continuation, onNext, cancellation).ConfigureAwait(false);
        }

        Page<EcsInstance> page = await ReadAsync(
            query, null, continuation?.Substring(Wide.Length), onNext is null ? null : next => onNext(Wide + next), cancellation).ConfigureAwait(false);
        return page.Continuation is null ? page : page with { Continuation = Wide + page.Continuation };
    }

    private async Task<Page<EcsInstance>> ReadAsync(InstanceQuery query, string? name, string? continuation, Action<string>? onNext, CancellationToken cancellation)
    {
        // A list by tag has few pages, and how many rows it had must be known.
        AlibabaListPage<EcsInstance?> page = await List.ReadAsync(
            _api, AlibabaInstanceFilter.Build(query, name), query.Ids, continuation, query.Tags.Count > 0 ? null : onNext, Map, cancellation).ConfigureAwait(false);
        if (page.EndsCall)
        {
            WarnIfCutOff(query, page.RowsSoFar);
        }

        return new Page<EcsInstance>([.. page.Rows.OfType<EcsInstance>()], page.Continuation);
    }

    /// <summary>Reads servers by id.</summary>
    /// <returns>The servers that exist; none without a call if there are no ids.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached, or what it says cannot be told from a server that is gone.</exception>
    public async Task<IReadOnlyList<EcsInstance>> FindAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        IReadOnlyList<EcsInstance?> rows = await List.FindAsync(_api, ids, Map, cancellation).ConfigureAwait(false);
        EcsInstance[] found = [.. rows.OfType<EcsInstance>()];

        // Whoever asks by id takes what is missing for gone.
        return found.Length == rows.Count ? found : throw new EcsException(EcsErrorId.MalformedAnswer, $"{List.Action} returned a server without an ID.")
        {
            RecommendedAction = "Check that the endpoint is the provider's API and not a proxy or a web page.",
        };
    }

    /// <summary>Reads the servers of steps that were sent.</summary>
    public async Task<ServersById> FindOfAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        new(await FindAsync(sent.Select(s => s.Target.Instance.Id), cancellation).ConfigureAwait(false));

    /// <summary>Finds out which public addresses of servers are elastic ones, which outlive the server.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<ISet<string>> FindElasticAddressesAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        IReadOnlyList<string?> addresses = await List.FindAsync(_api, ids, static r => r.Object("EipAddress").Text("IpAddress"), cancellation).ConfigureAwait(false);
        return new HashSet<string>(addresses.OfType<string>(), StringComparer.Ordinal);
    }

    /// <summary>Asks for one server by name of its id, which the service answers with a refusal if there is none: a list merely leaves it out.</summary>
    /// <returns>True if the service says that it does not exist, or this user may not ask.</returns>
    /// <exception cref="EcsException">The cloud could not be reached.</exception>
    public async Task<bool> IsKnownToBeGoneAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await _api.CallAsync(
                "DescribeInstanceAttribute", new AlibabaParameters().Add("InstanceId", id), RequestIdempotency.ReadOnly, id, cancellation).ConfigureAwait(false);
            return false;
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.InstanceNotFound or EcsErrorId.AccessDenied or EcsErrorId.NotSupported)
        {
            return true;
        }
    }

    /// <summary>Tells whether servers of a size have local disks, as far as a server of that size was read.</summary>
    /// <returns>Null if it is not known.</returns>
    public bool? HasLocalDisks(string size) => _localDisks.TryGetValue(size, out bool has) ? has : null;

    private EcsInstance? Map(JsonRow row)
    {
        EcsInstance? instance = AlibabaInstanceReader.Read(row, _api);
        if (instance is not null && row.Integer("LocalStorageAmount") is { } amount)
        {
            _localDisks[instance.Size] = amount > 0;
        }

        return instance;
    }

    private static void WarnIfCutOff(InstanceQuery query, int rows)
    {
        if (query.Tags.Count > 0 && rows >= MostRowsByTag)
        {
            AmbientLog.Current.Warning($"Alibaba Cloud lists at most {MostRowsByTag} servers by tag: there may be more than were found.");
        }
    }
}
