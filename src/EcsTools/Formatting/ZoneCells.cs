namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsZone"/>.</summary>
internal sealed class ZoneCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 12, columns: 3)
{
    public string Id => Fit(nameof(EcsZone.Id));

    public string Name => Fit(nameof(EcsZone.Name));

    public string DiskCategories => FitText(List(nameof(EcsZone.DiskCategories)));
}
