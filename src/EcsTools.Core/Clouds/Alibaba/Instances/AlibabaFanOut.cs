using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Cuts lists to what a call takes, and makes several calls side by side.</summary>
internal static class AlibabaFanOut
{
    /// <summary>Ids that one call takes (docs/contracts/alibaba-ecs.md 1.10).</summary>
    public const int IdsPerCall = 100;

    // The service asks for no more than about ten single calls side by side (docs/contracts/alibaba-ecs.md 7).
    public const int Degree = 5;

    /// <summary>Cuts ids into lists that one call takes.</summary>
    /// <param name="ids">The ids; each is kept once, empty ones are left out.</param>
    public static IEnumerable<string[]> InCalls(this IEnumerable<string> ids) =>
        ids.Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).InBatches(IdsPerCall);

    /// <summary>Makes a call for each item, a few at a time.</summary>
    /// <returns>The results, in the order of the items.</returns>
    public static Task<TResult[]> ForEachAsync<TItem, TResult>(
        this IEnumerable<TItem> items, Func<TItem, Task<TResult>> call, CancellationToken cancellation) =>
        items.ForEachAsync(Degree, call, cancellation);
}
