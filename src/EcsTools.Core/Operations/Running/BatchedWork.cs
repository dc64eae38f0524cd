using System.Collections.Concurrent;

namespace EcsTools.Core.Operations;

/// <summary>Does work side by side whose calls go out together.</summary>
internal static class BatchedWork
{
    /// <summary>Does something for each item, so many at a time.</summary>
    public static Task TogetherAsync<T>(this IReadOnlyList<T> items, int degree, Func<T, StepBatcher, Task> work, CancellationToken cancellation)
    {
        ConcurrentQueue<T> queue = new(items);
        int seats = Math.Min(degree, items.Count);
        StepBatcher batcher = new(seats, cancellation);
        return Task.WhenAll(Enumerable.Range(0, seats).Select(_ => SitAsync()));

        async Task SitAsync()
        {
            // Nobody's first steps may keep the next from beginning.
            await Task.Yield();
            try
            {
                while (queue.TryDequeue(out T? item))
                {
                    cancellation.ThrowIfCancellationRequested();
                    await work(item, batcher).ConfigureAwait(false);
                }
            }
            finally
            {
                batcher.Leave();
            }
        }
    }
}
