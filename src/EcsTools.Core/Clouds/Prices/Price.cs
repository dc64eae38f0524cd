namespace EcsTools.Core.Clouds;

/// <summary>Makes the prices that answer questions.</summary>
internal static class Price
{
    /// <summary>A price that the cloud told.</summary>
    public static EcsPrice Known(PriceQuery query, string source, decimal amount, decimal? original, decimal? discount, string? currency) =>
        For(query, source) with { Amount = amount, OriginalAmount = original, Discount = discount, Currency = currency };

    /// <summary>A price that could not be read, for whatever reason: it stops no operation (docs/contracts/alibaba-ecs-lifecycle.md 4).</summary>
    public static EcsPrice Unknown(PriceQuery query, string source, EcsException error) =>
        Unknown(query, source, error.CloudCode ?? error.ErrorId, error.Message);

    /// <summary>A price that the cloud does not tell.</summary>
    /// <param name="source">Null if no call tells it.</param>
    /// <param name="reason">Why, in words that are the same each time: they are part of plans.</param>
    public static EcsPrice Unknown(PriceQuery query, string? source, string reason, string detail) =>
        For(query, source) with { Reason = reason, Detail = detail };

    /// <summary>The sum of several prices; unknown as soon as one of them is.</summary>
    /// <param name="parts">The prices, at least one.</param>
    public static EcsPrice Sum(IReadOnlyList<EcsPrice> parts, EcsPriceDue due)
    {
        EcsPrice first = parts[0] with { Due = due };
        return parts.FirstOrDefault(p => !p.IsKnown) is { } unknown ? unknown with { Due = due }
            : parts.Any(p => p.Currency != first.Currency) ? first with { Amount = null, OriginalAmount = null, Discount = null, Reason = "the currencies differ" }
            : first with { Amount = parts.Sum(p => p.Amount), OriginalAmount = Add(p => p.OriginalAmount), Discount = Add(p => p.Discount) };

        decimal? Add(Func<EcsPrice, decimal?> amount) => parts.All(p => amount(p) is not null) ? parts.Sum(amount) : null;
    }

    /// <summary>An amount that is refunded at once, and that the provider tells only when it has done so.</summary>
    public static EcsPrice UnknownRefund(string source) => new()
    {
        Kind = EcsPriceKind.Change,
        Due = EcsPriceDue.Refunded,
        Source = source,
        Reason = "reported when it is complete",
    };

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
