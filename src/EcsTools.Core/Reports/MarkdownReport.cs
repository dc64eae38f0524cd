using System.Text;

namespace EcsTools.Core.Reports;

/// <summary>A report in GitHub's Markdown, with HTML for what unfolds. No text in it is markup, a mention, or a link.</summary>
internal static class MarkdownReport
{
    private const string Punctuation = "\\`*_{}[]()#+-.!|~>$^=";

    public static string Write(Report report, IReadOnlyList<ReportSection> sections)
    {
        StringBuilder text = new();
        text.Append("# ").Append(Escape(report.Title)).Append("\n\n");
        text.Append("Written ").Append(ReportText.Time(report.CreatedAt)).Append(".\n");
        foreach (ReportSection section in sections)
        {
            text.Append("\n## ").Append(section.Title).Append("\n\n");
            Append(text, section.Summary);
            if (section.Timeline is { } timeline)
            {
                Append(text, timeline);
            }

            text.Append('\n');
            foreach (ReportItem item in section.Items)
            {
                Append(text, item);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<ReportFact> facts)
    {
        foreach (ReportFact fact in facts.Where(f => f.Lines.Count > 0))
        {
            text.Append("- **").Append(fact.Label).Append(":** ").Append(fact.Lines.Count == 1 ? Escape(fact.Lines[0]) : "").Append('\n');
            foreach (string line in fact.Lines.Count == 1 ? [] : fact.Lines)
            {
                text.Append("  - ").Append(Escape(line)).Append('\n');
            }
        }
    }

    private static void Append(StringBuilder text, Timeline timeline)
    {
        Phase[] phases = [.. timeline.Rows.SelectMany(r => r.Spans).Select(s => s.Phase).Distinct().OrderBy(p => p)];
        text.Append("\n| Server | State | Begin | ").Append(string.Join(" | ", phases)).Append(" |\n|---|---|---|").Append(string.Concat(phases.Select(_ => "---|"))).Append('\n');
        foreach (TimelineRow row in timeline.Rows)
        {
            IEnumerable<string> cells = phases.Select(phase => row.Spans.Where(s => s.Phase == phase).ToArray() is { Length: > 0 } spans
                ? ReportText.Duration(TimeSpan.FromTicks(spans.Sum(s => s.Length.Ticks)))
                : "");
            text.Append("| ").Append(Escape(row.Server)).Append(" | ").Append(row.State).Append(" | +").Append(ReportText.Duration(row.Spans[0].From))
                .Append(" | ").Append(string.Join(" | ", cells)).Append(" |\n");
        }
    }

    private static void Append(StringBuilder text, ReportItem item)
    {
        // A line of HTML: nothing in it is Markdown.
        text.Append("<details><summary>").Append(Unlink(EscapeHtml(Display.Line($"{item.Heading} ({item.Note}): {item.State}")))).Append("</summary>\n\n");
        Append(text, item.Facts);
        if (item.Verbatim.Length > 0)
        {
            string shown = Display.Text(item.Verbatim).TrimEnd('\n');
            string fence = new('`', Math.Max(3, LongestRun(shown, '`') + 1));
            text.Append('\n').Append(fence).Append("text\n").Append(shown).Append('\n').Append(fence).Append('\n');
        }

        text.Append("\n</details>\n");
    }

    private static string Escape(string foreign)
    {
        StringBuilder escaped = new();
        foreach (char c in EscapeHtml(Display.Line(foreign)))
        {
            if (Punctuation.IndexOf(c) >= 0)
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return Unlink(escaped.ToString());
    }

    // An entity means itself everywhere; what would notify somebody or become a link is cut in two by an empty comment.
    private static string EscapeHtml(string shown) => shown.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");

    private static string Unlink(string escaped) => escaped.Replace("@", "@<!-- -->").Replace("://", ":<!-- -->//").Replace("www", "www<!-- -->");

    private static int LongestRun(string text, char wanted)
    {
        int longest = 0;
        int run = 0;
        foreach (char c in text)
        {
            run = c == wanted ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
