using System.Management.Automation.Host;

using EcsTools.Internal;

namespace EcsTools.Formatting;

/// <summary>What the screen of a runspace takes: so many characters on a line, and colors if the user and the host want them.</summary>
/// <param name="host">The host; null if it is not known.</param>
/// <param name="style"><c>$PSStyle</c>; null in Windows PowerShell, which has none.</param>
internal sealed class Screen(PSHost? host, object? style)
{
    /// <summary>The screen of a runspace in which no cmdlet has run.</summary>
    public static readonly Screen Unknown = new(null, null);

    /// <summary>How much fits on a line.</summary>
    public int Width => HostCapabilities.Width(host);

    private bool ShowsColor => Member(style, "OutputRendering")?.ToString() switch
    {
        null or "PlainText" => false,
        "Ansi" => true,
        _ => host?.UI?.SupportsVirtualTerminal ?? false,
    };

    /// <summary>Puts text into a color unless output is plain. The engine takes the sequences out again where it writes to a file.</summary>
    public string Paint(string text, ScreenColor color) =>
        ShowsColor ? $"{Member(Member(style, "Foreground"), color.ToString())}{text}{Member(style, "Reset")}" : text;

    private static object? Member(object? owner, string name) => owner is null ? null : PSObject.AsPSObject(owner).Properties[name]?.Value;
}
