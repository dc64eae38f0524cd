using System.Globalization;

using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>A term of a subscription.</summary>
internal sealed record SubscriptionTerm(int Count, EcsPeriodUnit Unit)
{
    /// <summary>The term that was chosen; a month if none was.</summary>
    public static SubscriptionTerm Of(OperationOptions options) => new(options.Period ?? 1, options.PeriodUnit ?? EcsPeriodUnit.Month);

    /// <summary>The number of months; null for a term in weeks.</summary>
    public int? Months => Unit switch
    {
        EcsPeriodUnit.Month => Count,
        EcsPeriodUnit.Year => 12 * Count,
        _ => null,
    };

    /// <summary>The term in words, for example <c>3 months</c>.</summary>
    public override string ToString() => $"{Count.ToString(CultureInfo.InvariantCulture)} {Unit.ToString().ToLowerInvariant()}{(Count == 1 ? "" : "s")}";
}
