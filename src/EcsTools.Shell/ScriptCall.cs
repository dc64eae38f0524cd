using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace EcsTools.Shell;

/// <summary>Writes the call of a script with arguments from a command line.</summary>
internal static partial class ScriptCall
{
    /// <summary>The call as script text: names of parameters as they are, every value quoted.</summary>
    /// <param name="path">The script.</param>
    /// <param name="arguments">Its arguments: <c>-Name value</c>, <c>-Name:value</c>, <c>-Switch</c>, <c>-Switch:$false</c> or values alone.</param>
    /// <returns>The text. It ends the session with the script's exit code if that is not 0, and with 1 if
    /// the script could not be called at all.</returns>
    public static string Write(string path, IEnumerable<string> arguments) =>
        $"& {string.Join(' ', arguments.Select(WriteArgument).Prepend(Quote(path)))}; if (-not $?) {{ exit ($LASTEXITCODE ?? 1) }}";

    private static string WriteArgument(string argument)
    {
        Match match = Parameter().Match(argument);
        if (!match.Success)
        {
            return Quote(argument);
        }

        string value = match.Groups["value"].Value;
        return !match.Groups["value"].Success ? argument : match.Groups["name"].Value + (IsSwitchValue(value) ? value : Quote(value));
    }

    private static bool IsSwitchValue(string value) => value.ToLowerInvariant() is "$true" or "$false";

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[a-z_]\w*:?)(?<value>(?<=:).*)?$", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
