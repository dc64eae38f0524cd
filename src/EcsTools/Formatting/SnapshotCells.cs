using System.Globalization;

namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsSnapshot"/>.</summary>
internal sealed class SnapshotCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 32, columns: 3)
{
    public string Name => Fit(nameof(EcsSnapshot.Name));

    // How far it is while it is being created, else what the cloud calls its status.
    public string Status =>
        LanguagePrimitives.ConvertTo<int>(Value(nameof(EcsSnapshot.Percent))) is > 0 and < 100 and int percent
            ? string.Format(CultureInfo.InvariantCulture, "{0} % done", percent)
            : Text(nameof(EcsSnapshot.Status));

    public string Age => AgeOf(nameof(EcsSnapshot.CreatedAt));

    public string DiskId => Fit(nameof(EcsSnapshot.DiskId));

    public string Id => FitId(nameof(EcsSnapshot.Id));

    public string CreatedAt => Time(nameof(EcsSnapshot.CreatedAt));
}
