using System.Management.Automation;

using EcsTools.Model;

namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsInstanceSize"/>.</summary>
internal sealed class InstanceSizeCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 41, columns: 2)
{
    public string Name => Fit(nameof(EcsInstanceSize.Name));

    public string Family => Fit(nameof(EcsInstanceSize.Family));
}
