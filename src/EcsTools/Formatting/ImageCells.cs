namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsImage"/>.</summary>
internal sealed class ImageCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 41, columns: 2)
{
    public string Name => Fit(nameof(EcsImage.Name));

    public string Id => FitId(nameof(EcsImage.Id));

    public string CreatedAt => Time(nameof(EcsImage.CreatedAt));

    public string UpdatedAt => Time(nameof(EcsImage.UpdatedAt));
}
