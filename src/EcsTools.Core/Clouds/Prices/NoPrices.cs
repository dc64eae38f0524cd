namespace EcsTools.Core.Clouds;

/// <summary>A cloud whose API tells no prices: each is unknown.</summary>
/// <param name="reason">Why, in a few words.</param>
/// <param name="detail">Where prices can be found instead.</param>
internal sealed class NoPrices(string reason, string detail) : IPriceReader
{
    public Task<IReadOnlyList<EcsPrice>> ReadPricesAsync(IReadOnlyList<PriceQuery> queries, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<EcsPrice>>([.. queries.Select(q => Price.Unknown(q, null, reason, detail))]);
}
