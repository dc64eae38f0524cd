namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsAccount"/>.</summary>
internal sealed class AccountCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 36, columns: 2)
{
    public string Name => Fit(nameof(EcsAccount.Name));

    public string Identity => Fit(nameof(EcsAccount.Identity));
}
