using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>Makes the prices that answer questions.</summary>
internal static class Price
{
    /// <summary>A price that the cloud told.</summary>
    /// <param name="source">The call.</param>
    public static EcsPrice Known(PriceQuery query, string source, decimal amount, decimal? original, decimal? discount, string? currency) =>
        For(query, source) with { Amount = amount, OriginalAmount = original, Discount = discount, Currency = currency };

    /// <summary>A price that could not be read, for whatever reason: it stops no operation (docs/contracts/alibaba-ecs-lifecycle.md 4).</summary>
    /// <param name="source">The call.</param>
    public static EcsPrice Unknown(PriceQuery query, string source, EcsException error) =>
        Unknown(query, source, error.CloudCode ?? error.ErrorId, error.Message);

    /// <summary>A price that the cloud does not tell.</summary>
    /// <param name="source">The call; null if there is none.</param>
    /// <param name="reason">Why, in words that are the same each time: they are part of plans.</param>
    public static EcsPrice Unknown(PriceQuery query, string? source, string reason, string detail) =>
        For(query, source) with { Reason = reason, Detail = detail };

    private static EcsPrice For(PriceQuery query, string? source) => new()
    {
        Kind = query.Kind,
        Item = query.ToString(),
        InstanceId = query.InstanceId,
        Unit = query.Kind == EcsPriceKind.Change ? null : query.Unit,
        Period = query.Kind == EcsPriceKind.Change ? 1 : query.Period,
        Due = query.Kind is EcsPriceKind.Change or EcsPriceKind.Renewal ? EcsPriceDue.Charged : EcsPriceDue.PerPeriod,
        Source = source,
    };
}
