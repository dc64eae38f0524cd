namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsConsoleAddress"/>.</summary>
internal sealed class ConsoleAddressCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row)
{
    public string InstanceName => ServerText;

    public string ExpiresAt => Time(nameof(EcsConsoleAddress.ExpiresAt));
}
