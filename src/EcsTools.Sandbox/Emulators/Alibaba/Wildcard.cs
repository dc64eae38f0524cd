using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Emulators.Alibaba;

internal static class Wildcard
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    /// <summary>Case-sensitive; <c>*</c> matches any text.</summary>
    public static bool Matches(string pattern, string name) => pattern.IndexOf('*') < 0
        ? string.Equals(pattern, name, StringComparison.Ordinal)
        : Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace("\\*", ".*") + "$", Options);
}
