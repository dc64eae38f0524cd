namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsCommandResult"/>.</summary>
internal sealed class CommandResultCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row)
{
    public string Server => ServerText;

    // What a guest prints has lines.
    public string Printed => Display.Text($"{Value(nameof(EcsCommandResult.Output))}{Value(nameof(EcsCommandResult.ErrorOutput))}").TrimEnd();

    public string StartedAt => Time(nameof(EcsCommandResult.StartedAt));

    public string FinishedAt => Time(nameof(EcsCommandResult.FinishedAt));
}
