using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;

namespace EcsTools.Core.Listing;

/// <summary>Puts prices beside the sizes that a server can be given: by the month for a subscription, by the hour for everything else.</summary>
public static class SizePrices
{
    /// <summary>Reads the prices, in as few calls as the cloud takes.</summary>
    /// <param name="account">The account of the server.</param>
    /// <param name="instance">The server, whose system and kind of charge decide.</param>
    /// <param name="sizes">The sizes.</param>
    /// <returns>The sizes in the order given; a price that cannot be read is null.</returns>
    public static async Task<IReadOnlyList<EcsInstanceSize>> AddAsync(
        ConnectedAccount account, EcsInstance instance, IReadOnlyList<EcsInstanceSize> sizes, CancellationToken cancellation)
    {
        if (account.Cloud is not IPriceReader reader)
        {
            return sizes;
        }

        IReadOnlyList<EcsPrice> prices = await PriceMemory.ReadAsync(reader, [.. sizes.Select(s => PriceQuery.ForSize(instance, s.Name))], cancellation).ConfigureAwait(false);
        return [.. sizes.Zip(prices, (s, p) => p.IsKnown ? s with { Price = p.Amount, Currency = p.Currency, PriceUnit = p.Unit } : s)];
    }
}
