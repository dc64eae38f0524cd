using System.ComponentModel;
using System.Globalization;

namespace EcsTools.Model;

/// <summary>A price as the cloud estimates it: no bill and no promise. An amount that could not be read is null, never a guess.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsPrice
{
    /// <summary>What the price is for.</summary>
    public EcsPriceKind Kind { get; init; }

    /// <summary>What the price is for, in words, for example <c>size ecs.g7.large</c>.</summary>
    public string Item { get; init; } = "";

    /// <summary>The amount to pay, or to be refunded; null if it is unknown.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The amount before discounts; null if it is unknown.</summary>
    public decimal? OriginalAmount { get; init; }

    /// <summary>The amount that was taken off; null if it is unknown.</summary>
    public decimal? Discount { get; init; }

    /// <summary>The currency, for example CNY; null if it is unknown.</summary>
    public string? Currency { get; init; }

    /// <summary>The unit of the period that the amount covers; null for an amount until the end of a term.</summary>
    public EcsPeriodUnit? Unit { get; init; }

    /// <summary>How many units the amount covers.</summary>
    public int Period { get; init; } = 1;

    /// <summary>Whether the amount is due for each period, or is charged or refunded at once.</summary>
    public EcsPriceDue Due { get; init; }

    /// <summary>The call that the price comes from; null if the cloud has none.</summary>
    public string? Source { get; init; }

    /// <summary>Why the amount is unknown, in a few words; null if it is known.</summary>
    public string? Reason { get; init; }

    /// <summary>What the cloud said about it; null if the amount is known.</summary>
    public string? Detail { get; init; }

    /// <summary>The server that it concerns, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>True if the amount could be read.</summary>
    public bool IsKnown => Amount is not null;

    /// <summary>Amount, period and source, for plans and messages.</summary>
    /// <returns>One line of text, for example <c>0.82 CNY per hour (DescribePrice)</c>.</returns>
    public override string ToString() => Amount is { } amount
        ? $"{amount.ToString("0.00##########", CultureInfo.InvariantCulture)} {Currency}{DescribePeriod()}{(Source is null ? "" : $" ({Source})")}"
        : $"unknown ({(Source is null ? "" : Source + ": ")}{Reason})";

    private string DescribePeriod()
    {
        string unit = Unit?.ToString().ToLowerInvariant() ?? "";
        return (Unit, Due) switch
        {
            (null, _) => "",
            (_, EcsPriceDue.PerPeriod) => Period == 1 ? $" per {unit}" : FormattableText(" per", unit),
            _ => FormattableText(" for", unit),
        };
    }

    private string FormattableText(string word, string unit) =>
        $"{word} {Period.ToString(CultureInfo.InvariantCulture)} {unit}{(Period == 1 ? "" : "s")}";
}
