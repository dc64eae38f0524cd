using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

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
        this IEnumerable<TItem> items, int degree, Func<TItem, Task<TResult>> work, CancellationToken cancellation)
    {
        using SemaphoreSlim slots = new(degree);
        return await Task.WhenAll(items.Select(OneAsync)).ConfigureAwait(false);

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
