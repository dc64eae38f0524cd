namespace EcsTools.Core.Clouds;

/// <summary>What a change of the charge type does to the price: of the size and of those disks that change with it.</summary>
internal static class ChargeTypePrices
{
    /// <summary>Reads the prices for plans.</summary>
    /// <param name="disksOf">The disks that change with a server; null if they could not be read.</param>
    /// <param name="refundSource">The call that refunds what is left of a subscription; null if nothing is refunded.</param>
    /// <returns>The prices, in the order of the targets.</returns>
    public static async Task<IReadOnlyList<PriceChange>> ReadAsync(
        IPriceReader reader,
        IReadOnlyList<StepTarget> targets,
        Func<StepTarget, IReadOnlyList<EcsDisk>?> disksOf,
        string? refundSource,
        CancellationToken cancellation)
    {
        (StepTarget Target, PriceQuery[] PerHour, PriceQuery[] ForTerm)[] queries =
        [
            .. targets.Select(t => (
                t,
                Queries(t.Instance with { ChargeType = EcsChargeType.PayAsYouGo }, disksOf(t), new SubscriptionTerm(1, EcsPeriodUnit.Hour)),
                Queries(t.Instance with { ChargeType = EcsChargeType.Subscription }, disksOf(t), Term(t)))),
        ];
        PriceQuery[] all = [.. queries.SelectMany(q => q.PerHour.Concat(q.ForTerm)).Distinct()];
        IReadOnlyList<EcsPrice> read = await PriceMemory.ReadAsync(reader, all, cancellation).ConfigureAwait(false);
        Dictionary<PriceQuery, EcsPrice> prices = all.Zip(read, (q, p) => (q, p)).ToDictionary(p => p.q, p => p.p);
        return [.. queries.Select(q => Judge(q.Target, [.. q.PerHour.Select(h => prices[h])], [.. q.ForTerm.Select(h => prices[h])], refundSource))];
    }

    private static PriceChange Judge(StepTarget target, IReadOnlyList<EcsPrice> perHour, IReadOnlyList<EcsPrice> forTerm, string? refundSource) =>
        target.Options.ChargeType == EcsChargeType.Subscription
            ? new PriceChange(
                Price.Sum(perHour, EcsPriceDue.PerPeriod),
                Price.Sum(forTerm, EcsPriceDue.PerPeriod),
                target.Options.AutoPay ? Price.Sum(forTerm, EcsPriceDue.Charged) : null)
            : new PriceChange(
                Price.Sum(forTerm, EcsPriceDue.PerPeriod), Price.Sum(perHour, EcsPriceDue.PerPeriod), refundSource is null ? null : Price.UnknownRefund(refundSource));

    // What a subscription costs is told for a month where no term is bought.
    private static SubscriptionTerm Term(StepTarget target) =>
        target.Options.ChargeType == EcsChargeType.Subscription ? SubscriptionTerm.Of(target.Options) : new SubscriptionTerm(1, EcsPeriodUnit.Month);

    private static PriceQuery[] Queries(EcsInstance instance, IReadOnlyList<EcsDisk>? disks, SubscriptionTerm term) =>
    [
        PriceQuery.ForSize(instance, instance.Size) with { Unit = term.Unit, Period = term.Count },
        .. (disks ?? []).Select(d => PriceQuery.ForDisk(instance, d.Category, d.SizeGiB, d.PerformanceLevel) with { Unit = term.Unit, Period = term.Count }),
    ];
}
