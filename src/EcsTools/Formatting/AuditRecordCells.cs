using EcsTools.Core.Auditing;

namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsAuditRecord"/>.</summary>
internal sealed class AuditRecordCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 47, columns: 2)
{
    public string Written => TimeText.Short(Value(nameof(EcsAuditRecord.Time)));

    public string Server => FitText(ServerText);

    public string Outcome => Paint(nameof(EcsAuditRecord.Outcome), static outcome => outcome switch
    {
        AuditOutcome.Done => ScreenColor.Green,
        AuditOutcome.Failed or AuditOutcome.Denied => ScreenColor.Red,
        _ => ScreenColor.Yellow,
    });

    public string User => Fit(nameof(EcsAuditRecord.User));

    public string RecordedAt => Time(nameof(EcsAuditRecord.Time));
}
