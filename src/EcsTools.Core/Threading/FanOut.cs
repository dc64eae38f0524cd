namespace EcsTools.Core.Threading;

/// <summary>Cuts lists into batches, and does work side by side.</summary>
internal static class FanOut
{
    /// <summary>Cuts a list into batches.</summary>
    /// <returns>The batches in order, none of them empty.</returns>
    public static IEnumerable<T[]> InBatches<T>(this IEnumerable<T> items, int size) =>
        items.Select((item, index) => (item, index)).GroupBy(i => i.index / size, i => i.item).Select(g => g.ToArray());

    /// <summary>Does something for each item, a few at a time.</summary>
    /// <returns>The results, in the order of the items.</returns>
    public static async Task<TResult[]> ForEachAsync<TItem, TResult>(
        this IEnumerable<TItem> items, int degree, Func<TItem, Task<TResult>> work, CancellationToken cancellation) =>
        await Task.WhenAll(items.StartEach(degree, work, cancellation)).ConfigureAwait(false);

    /// <summary>Begins to do something for each item, a few at a time.</summary>
    /// <returns>The results, in the order of the items, each as soon as it is there.</returns>
    public static IReadOnlyList<Task<TResult>> StartEach<TItem, TResult>(
        this IEnumerable<TItem> items, int degree, Func<TItem, Task<TResult>> work, CancellationToken cancellation)
    {
        // Not disposed of: a caller may wait for a part of the results only, and it holds nothing of the system.
        SemaphoreSlim slots = new(degree);
        return [.. items.Select(OneAsync)];

        async Task<TResult> OneAsync(TItem item)
        {
            await slots.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await work(item).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    /// <summary>Does something that gives nothing for each item, a few at a time.</summary>
    public static Task ForEachAsync<TItem>(this IEnumerable<TItem> items, int degree, Func<TItem, Task> work, CancellationToken cancellation) =>
        items.ForEachAsync(
            degree,
            async item =>
            {
                await work(item).ConfigureAwait(false);
                return true;
            },
            cancellation);
}
