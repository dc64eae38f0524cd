namespace EcsTools.Core.Clouds;

/// <summary>What a change does to a price: the price now and after it, and what is charged or refunded at once; null where there is nothing to say.</summary>
internal sealed record PriceChange(EcsPrice? Now, EcsPrice? After, EcsPrice? AtOnce)
{
    /// <summary>How the sentence on the present price begins, which is no cost of the change; see <c>PlanComparison</c>.</summary>
    public const string NowText = "Price now: ";

    /// <summary>How the sentence on a refund begins, which may not become lower; see <c>PlanComparison</c>.</summary>
    public const string RefundText = "Refunded at once: ";

    /// <summary>How sentences on the bandwidth begin, where another change is priced beside it.</summary>
    public const string BandwidthText = "Bandwidth: ";

    /// <summary>Reads the prices of changes for plans, equal ones once in an invocation.</summary>
    /// <param name="queries">For each server what to ask; null for what there is nothing to say about.</param>
    /// <returns>The prices, in the order given.</returns>
    public static async Task<IReadOnlyList<PriceChange>> ReadAsync(
        IPriceReader reader, IReadOnlyList<(PriceQuery? Now, PriceQuery? After, PriceQuery? AtOnce)> queries, CancellationToken cancellation)
    {
        PriceQuery[] all = [.. queries.SelectMany(q => new[] { q.Now, q.After, q.AtOnce }).OfType<PriceQuery>().Distinct()];
        IReadOnlyList<EcsPrice> read = await PriceMemory.ReadAsync(reader, all, cancellation).ConfigureAwait(false);
        Dictionary<PriceQuery, EcsPrice> prices = all.Zip(read, (q, p) => (q, p)).ToDictionary(p => p.q, p => p.p);
        return [.. queries.Select(q => new PriceChange(Find(q.Now), Find(q.After), Find(q.AtOnce)))];

        EcsPrice? Find(PriceQuery? query) => query is null ? null : prices[query];
    }

    /// <summary>The sentences for <see cref="StepPreview.Costs"/>.</summary>
    public IReadOnlyList<string> Describe() =>
    [
        .. Now is null ? [] : new[] { $"{NowText}{Now}." },
        .. After is null ? [] : new[] { $"Price after: {After}." },
        .. AtOnce is null ? [] : new[] { $"{(AtOnce.Due == EcsPriceDue.Refunded ? RefundText : "Charged at once: ")}{AtOnce}." },
    ];
}
