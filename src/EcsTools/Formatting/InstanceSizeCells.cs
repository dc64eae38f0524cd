namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsInstanceSize"/>.</summary>
internal sealed class InstanceSizeCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 61, columns: 1)
{
    public string Name => Fit(nameof(EcsInstanceSize.Name));

    public string Price => Value(nameof(EcsInstanceSize.Price)) is null ? ""
        : $"{Text(nameof(EcsInstanceSize.Price))} {Text(nameof(EcsInstanceSize.Currency))}/{Text(nameof(EcsInstanceSize.PriceUnit)).ToLowerInvariant()}";
}
