namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsLogin"/>.</summary>
internal sealed class LoginCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 23, columns: 3)
{
    public string Server => FitText(ServerText);

    public string UserName => Fit(nameof(EcsLogin.UserName));

    public string Account => Fit(nameof(EcsLogin.Account));
}
