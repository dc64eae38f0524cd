namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsRegion"/>.</summary>
internal sealed class RegionCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 12, columns: 3)
{
    public string Id => Fit(nameof(EcsRegion.Id));

    public string Name => Fit(nameof(EcsRegion.Name));

    public string Endpoint => Fit(nameof(EcsRegion.Endpoint));
}
