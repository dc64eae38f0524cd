namespace EcsTools.Core.Clouds;

/// <summary>A cloud that is asked for prices. Callers go through <see cref="PriceMemory"/>, which asks equal questions once.</summary>
internal interface IPriceReader
{
    /// <summary>Reads prices, in as few calls as the cloud takes. What cannot be read, for whatever reason, is an unknown price: no price
    /// stops an operation.</summary>
    /// <param name="queries">The questions, each once.</param>
    /// <returns>A price for each, in the order given.</returns>
    Task<IReadOnlyList<EcsPrice>> ReadPricesAsync(IReadOnlyList<PriceQuery> queries, CancellationToken cancellation);
}
