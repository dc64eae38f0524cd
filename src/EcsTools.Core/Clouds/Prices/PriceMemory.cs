using System.Collections.Concurrent;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds;

/// <summary>The prices that one invocation has read: a fleet of equal servers, and the last look before sending, ask once.</summary>
public sealed class PriceMemory
{
    private static readonly AmbientValue<PriceMemory?> Ambient = new(null);
    private readonly ConcurrentDictionary<(IPriceReader Reader, PriceQuery Query), EcsPrice> _known = new();

    /// <summary>Keeps prices for the present flow and everything started from it.</summary>
    /// <param name="memory">The memory of the invocation.</param>
    /// <returns>Dispose it to restore what was set before.</returns>
    public static IDisposable Use(PriceMemory memory) => Ambient.Use(memory);

    /// <summary>Reads prices that are not known yet; without a memory of the flow only equal questions of this call are asked once.</summary>
    /// <returns>A price for each question, in the order given.</returns>
    internal static async Task<IReadOnlyList<EcsPrice>> ReadAsync(IPriceReader reader, IReadOnlyList<PriceQuery> queries, CancellationToken cancellation)
    {
        PriceMemory memory = Ambient.Current ?? new PriceMemory();
        PriceQuery[] unknown = [.. queries.Distinct().Where(q => !memory._known.ContainsKey((reader, q)))];
        if (unknown.Length > 0)
        {
            IReadOnlyList<EcsPrice> read = await reader.ReadPricesAsync(unknown, cancellation).ConfigureAwait(false);
            foreach ((PriceQuery query, EcsPrice price) in unknown.Zip(read, (q, p) => (q, p)))
            {
                memory._known[(reader, query)] = price;
            }
        }

        return [.. queries.Select(q => memory._known[(reader, q)])];
    }
}
