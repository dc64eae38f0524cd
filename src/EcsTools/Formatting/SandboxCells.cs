using System.Globalization;

namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsSandbox"/>.</summary>
internal sealed class SandboxCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row)
{
    // Without its keys: these are for programs, and a screen is seen by others.
    public string Summary => Text(nameof(EcsSandbox.Url)) is { Length: > 0 } url
        ? $"Sandbox: {Servers} at {url}; to see its keys, run Get-EcsSandbox | Format-List"
        : $"Sandbox: {Count(LanguagePrimitives.ConvertTo<string[]>(Value(nameof(EcsSandbox.Accounts)))?.Length ?? 0, "account")}, {Servers}; try Get-EcsInstance";

    // What comes from a file may hold text where a number belongs.
    private string Servers => LanguagePrimitives.TryConvertTo(Value(nameof(EcsSandbox.InstanceCount)), out int count) ? Count(count, "server") : "servers";

    private static string Count(int count, string noun) => string.Format(CultureInfo.InvariantCulture, "{0} {1}{2}", count, noun, count == 1 ? "" : "s");
}
