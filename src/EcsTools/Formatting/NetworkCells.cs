namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsNetwork"/>.</summary>
internal sealed class NetworkCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 9, columns: 5)
{
    public string Id => FitId(nameof(EcsNetwork.Id));

    public string Name => Fit(nameof(EcsNetwork.Name));

    public string Zone => Fit(nameof(EcsNetwork.Zone));

    public string Cidrs => FitText(List(nameof(EcsNetwork.Cidrs)));

    public string VpcId => Fit(nameof(EcsNetwork.VpcId));
}
