using System.Globalization;

namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsPrice"/>.</summary>
internal sealed class PriceCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 39, columns: 2)
{
    public string Item => FitShare(nameof(EcsPrice.Item), 60);

    /// <summary>The amount, or that it is unknown.</summary>
    public string Amount => Value(nameof(EcsPrice.Amount)) is not { } amount ? "unknown"
        : $"{LanguagePrimitives.ConvertTo<decimal>(amount).ToString("0.00##########", CultureInfo.InvariantCulture)} {Text(nameof(EcsPrice.Currency))}".TrimEnd();

    /// <summary>When the amount is due, and for which time.</summary>
    public string Due
    {
        get
        {
            string count = Text(nameof(EcsPrice.Period));
            string unit = Text(nameof(EcsPrice.Unit)).ToLowerInvariant();
            return Text(nameof(EcsPrice.Due)) switch
            {
                nameof(EcsPriceDue.Refunded) => "refund now",
                nameof(EcsPriceDue.Charged) => unit.Length == 0 ? "now, rest of term" : $"now, {count} {unit}",
                _ => count == "1" ? $"each {unit}" : $"each {count} {unit}s",
            };
        }
    }

    /// <summary>The call, or why there is no amount.</summary>
    public string Source => FitShare(Value(nameof(EcsPrice.Amount)) is null ? nameof(EcsPrice.Reason) : nameof(EcsPrice.Source), 40);
}
