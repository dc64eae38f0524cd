namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsDisk"/>.</summary>
internal sealed class DiskCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 42, columns: 2)
{
    public string Name => Fit(nameof(EcsDisk.Name));

    public string Id => FitId(nameof(EcsDisk.Id));

    public string CreatedAt => Time(nameof(EcsDisk.CreatedAt));

    public string AttachedAt => Time(nameof(EcsDisk.AttachedAt));

    public string UpdatedAt => Time(nameof(EcsDisk.UpdatedAt));
}
