using System.Globalization;
using System.Text.RegularExpressions;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Fuzzing;

/// <summary>Text that hides, turns around and copies, and how to tell that none of it has reached a terminal.</summary>
internal static partial class HostileText
{
    /// <summary>What a name may end with.</summary>
    public const string Tail = "\u001b[8m\u202egnp\u001b]52;c;QQ==\u0007\u009b2J";

    /// <summary>How that is shown.</summary>
    public const string ShownTail = @"\u001B[8m\u202Egnp\u001B]52;c;QQ==\u0007\u009B2J";

    /// <summary>Everything that a script has shown, asked and said.</summary>
    public static IReadOnlyList<string> ReadAll(RecordingUserInterface records, Outcome outcome) =>
    [
        .. records.Lines, .. records.Errors, .. records.Warnings, .. records.Verbose, .. records.WhatIf,
        .. records.Progress.SelectMany(p => new[] { p.Activity, p.StatusDescription, p.CurrentOperation ?? "" }),
        .. records.Questions.Select(q => q.Caption + q.Message + string.Concat(q.Help) + string.Concat(q.Answers)),
        .. outcome.Output.Select(o => o.BaseObject).OfType<string>(),
        .. outcome.Errors.SelectMany(e => new[] { e.ToString(), e.Exception.Message, e.ErrorDetails?.RecommendedAction ?? "", e.CategoryInfo.ToString() }),
    ];

    /// <summary>The engine paints by itself, with sequences that end in m; nothing else may reach the terminal.</summary>
    public static void AssertHarmless(string text)
    {
        string rest = Paint().Replace(text, "");
        Assert.True(
            rest.All(c => c is '\n' or '\r' or '\t' || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format)),
            string.Concat(rest.Select(c => c < ' ' && c != '\n' || c > '~' ? $"<{(int)c:X}>" : c.ToString())));
        Assert.DoesNotContain("\u001b[8m", text, System.StringComparison.Ordinal);
    }

    [GeneratedRegex("\u001b\\[[0-79;][0-9;]*m")]
    private static partial Regex Paint();
}
