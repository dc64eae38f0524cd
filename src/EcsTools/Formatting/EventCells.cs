namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsEvent"/>.</summary>
internal sealed class EventCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 34, columns: 3)
{
    public string Id => FitId(nameof(EcsEvent.Id));

    public string InstanceId => FitId(nameof(EcsEvent.InstanceId));

    public string Type => Fit(nameof(EcsEvent.Type));

    public string State => Paint(nameof(EcsEvent.State), state => state switch
    {
        nameof(EcsEventState.Inquiring) or nameof(EcsEventState.Scheduled) => ScreenColor.Yellow,
        nameof(EcsEventState.Executing) or nameof(EcsEventState.Failed) => ScreenColor.Red,
        _ => ScreenColor.BrightBlack,
    });

    /// <summary>When it begins, to the minute.</summary>
    public string Begins => NotBefore.Length < 16 ? NotBefore : NotBefore.Substring(0, 16);

    public string PublishedAt => Time(nameof(EcsEvent.PublishedAt));

    public string NotBefore => Time(nameof(EcsEvent.NotBefore));

    public string NotAfter => Time(nameof(EcsEvent.NotAfter));

    public string Deadline => Time(nameof(EcsEvent.Deadline));

    public string EndedAt => Time(nameof(EcsEvent.EndedAt));
}
