using System;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Names with <c>*</c> for any text.</summary>
internal static class Wildcard
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    /// <summary>Tells whether a name fits a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name.</param>
    /// <returns>True if it does, case counting.</returns>
    public static bool Matches(string pattern, string name) => pattern.IndexOf('*') < 0
        ? string.Equals(pattern, name, StringComparison.Ordinal)
        : Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace("\\*", ".*") + "$", Options);
}
