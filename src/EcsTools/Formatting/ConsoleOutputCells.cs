using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsConsoleOutput"/>.</summary>
internal sealed class ConsoleOutputCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 10, columns: 2)
{
    public string InstanceName => FitText(ServerText);

    public string Age => AgeOf(nameof(EcsConsoleOutput.RecordedAt));

    public string LastLine => FitText(Display.Line(Written.Substring(Written.LastIndexOf('\n') + 1)));

    /// <summary>Which server, and how old the text is.</summary>
    public string Heading => $"{ServerText} ({Text(nameof(EcsConsoleOutput.InstanceId))}){(Age.Length == 0 ? "" : $", recorded {Age} ago")}";

    // Nearly every line of a boot is colored; without colors nothing of it is hidden.
    public string Written => Display.Text(Regex.Replace(
        LanguagePrimitives.ConvertTo<string>(Value(nameof(EcsConsoleOutput.Text))) ?? "", "\u001b\\[[0-9;]*m", "", RegexOptions.None, TextPattern.Limit)).TrimEnd();

    public string RecordedAt => Time(nameof(EcsConsoleOutput.RecordedAt));
}
