namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsSecurityGroup"/>.</summary>
internal sealed class SecurityGroupCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 3, columns: 4)
{
    public string Id => FitId(nameof(EcsSecurityGroup.Id));

    public string Name => Fit(nameof(EcsSecurityGroup.Name));

    public string VpcId => Fit(nameof(EcsSecurityGroup.VpcId));

    public string Description => Fit(nameof(EcsSecurityGroup.Description));
}
