namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsOperation"/>.</summary>
internal sealed class OperationCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 49, columns: 2)
{
    public string Name => FitText(ServerText);

    public string Account => Fit(nameof(EcsOperation.Account));

    public string State => Paint(nameof(EcsOperation.State), static state => state switch
    {
        nameof(EcsOperationState.Succeeded) => ScreenColor.Green,
        nameof(EcsOperationState.Failed) => ScreenColor.Red,
        _ => ScreenColor.Yellow,
    });

    public string Age => AgeOf(nameof(EcsOperation.StartedAt));

    public string Duration => TimeText.Duration(Value(nameof(EcsOperation.StartedAt)), Value(nameof(EcsOperation.EndedAt)));

    public string Server => ServerText;

    public string StartedAt => Time(nameof(EcsOperation.StartedAt));

    public string EndedAt => Time(nameof(EcsOperation.EndedAt));
}
