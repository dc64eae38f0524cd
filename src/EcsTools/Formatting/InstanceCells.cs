namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsInstance"/>.</summary>
internal sealed class InstanceCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 19, columns: 4)
{
    public string Name => Fit(nameof(EcsInstance.Name));

    public string Status => Paint(nameof(EcsInstance.Status), static status => status switch
    {
        nameof(EcsInstanceStatus.Running) => ScreenColor.Green,
        nameof(EcsInstanceStatus.Stopped) or nameof(EcsInstanceStatus.Shelved) => ScreenColor.BrightBlack,
        nameof(EcsInstanceStatus.ReinstallFailed) or nameof(EcsInstanceStatus.ChangeOsFailed) or nameof(EcsInstanceStatus.Error) => ScreenColor.Red,
        _ => ScreenColor.Yellow,
    });

    public string Size => Fit(nameof(EcsInstance.Size));

    // Both where there is room, else the one by which others reach the server.
    public string Address
    {
        get
        {
            string[] addresses = [.. new[] { Text(nameof(EcsInstance.PublicIp)), Text(nameof(EcsInstance.PrivateIp)) }.Where(a => a.Length > 0)];
            string all = string.Join(", ", addresses);
            return Fits(all) ? all : addresses[0];
        }
    }

    public string Id => FitId(nameof(EcsInstance.Id));

    public string ExpiresAt => Time(nameof(EcsInstance.ExpiresAt));

    public string CreatedAt => Time(nameof(EcsInstance.CreatedAt));

    public string StartedAt => Time(nameof(EcsInstance.StartedAt));

    public string UpdatedAt => Time(nameof(EcsInstance.UpdatedAt));

    public string AutoReleaseTime => Time(nameof(EcsInstance.AutoReleaseTime));
}
