namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What is read for the plans of many resizes, each thing once.</summary>
internal sealed class HuaweiResizePreflightData
{
    private readonly IReadOnlyDictionary<string, LookupResult<IReadOnlyList<HuaweiFlavor>>> _targets;
    private readonly IReadOnlyDictionary<string, LookupResult<string?>> _hosts;

    private HuaweiResizePreflightData(
        IReadOnlyDictionary<string, LookupResult<IReadOnlyList<HuaweiFlavor>>> targets,
        IReadOnlyDictionary<string, LookupResult<string?>> hosts,
        LookupResult<IReadOnlyDictionary<string, string>> generations)
    {
        _targets = targets;
        _hosts = hosts;
        Generations = generations;
    }

    /// <summary>The generation by flavour.</summary>
    public LookupResult<IReadOnlyDictionary<string, string>> Generations { get; }

    /// <summary>Reads all of it: one call for all servers of a size, and one more for each on a dedicated host that must be named.</summary>
    public static async Task<HuaweiResizePreflightData> GatherAsync(
        HuaweiClientSet families, IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        // A single server, as at the last look before sending, is asked for by its id, which is the exact question.
        ILookup<string, string> bySize = targets.ToLookup(t => t.Instance.Size, t => t.Instance.Id, StringComparer.OrdinalIgnoreCase);
        Task<Dictionary<string, LookupResult<IReadOnlyList<HuaweiFlavor>>>> sizes = LookupResult<IReadOnlyList<HuaweiFlavor>>.ReadEachAsync(
            bySize.Select(g => g.Key),
            size => families.Sizes.ListTargetsAsync(
                bySize[size].Count() == 1 ? ("instance_uuid", bySize[size].Single()) : ("source_flavor_id", size), cancellation));
        Task<Dictionary<string, LookupResult<string?>>> hosts = LookupResult<string?>.ReadEachAsync(
            targets.Where(t => HuaweiResizeRequest.NamesHost(t, families.Variant)).Select(t => t.Instance.Id),
            id => families.Servers.FindDedicatedHostAsync(id, cancellation));
        Task<LookupResult<IReadOnlyDictionary<string, string>>> generations = LookupResult<IReadOnlyDictionary<string, string>>.ReadAsync(
            () => families.Sizes.GetGenerationsAsync(cancellation));
        await Task.WhenAll(sizes, hosts, generations).ConfigureAwait(false);
        return new HuaweiResizePreflightData(
            await sizes.ConfigureAwait(false), await hosts.ConfigureAwait(false), await generations.ConfigureAwait(false));
    }

    /// <summary>The sizes that a server can be given.</summary>
    public LookupResult<IReadOnlyList<HuaweiFlavor>> FindSizes(EcsInstance instance) =>
        _targets.FirstOrDefault(t => string.Equals(t.Key, instance.Size, StringComparison.OrdinalIgnoreCase)).Value
        ?? LookupResult<IReadOnlyList<HuaweiFlavor>>.None;

    /// <summary>The dedicated host that must be named.</summary>
    /// <returns>Its id; null inside if none must be named, or if the cloud does not tell.</returns>
    public LookupResult<string?> FindHost(StepTarget target) =>
        _hosts.TryGetValue(target.Instance.Id, out LookupResult<string?>? host) ? host : LookupResult<string?>.None;
}
