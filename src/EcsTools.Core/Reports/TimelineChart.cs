using System.Globalization;
using System.Xml.Linq;

namespace EcsTools.Core.Reports;

/// <summary>Draws a timeline as SVG: a bar for each server, in it the phases by color.</summary>
internal static class TimelineChart
{
    private const double Width = 1000;
    private const double Left = 240;
    private const double Top = 44;
    private const double RowHeight = 20;
    private const int LongestLabel = 34;

    // Steps that people count time in, in seconds.
    private static readonly double[] Ticks = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 604800];

    public static XElement Draw(Timeline timeline)
    {
        double height = Top + (timeline.Rows.Count * RowHeight) + 4;
        return new XElement(
            "svg",
            new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(height)}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", "When what was done to which server"),
            Legend(timeline),
            Axis(timeline, height),
            timeline.Rows.Select((row, i) => Row(timeline, row, Top + (i * RowHeight))));
    }

    private static IEnumerable<XElement> Legend(Timeline timeline)
    {
        double x = Left;
        foreach (Phase phase in timeline.Rows.SelectMany(r => r.Spans).Select(s => s.Phase).Distinct().OrderBy(p => p))
        {
            yield return Bar(phase, x, 4, 12, 12);
            yield return new XElement("text", At(x + 16, 14), phase.ToString());
            x += 80;
        }
    }

    private static IEnumerable<XElement> Axis(Timeline timeline, double height)
    {
        double seconds = timeline.Length.TotalSeconds;
        double step = Ticks.FirstOrDefault(t => seconds / t <= 8) is > 0 and var fit ? fit : seconds / 8;
        for (double at = 0; at <= seconds; at += step)
        {
            double x = X(timeline, TimeSpan.FromSeconds(at));
            yield return new XElement(
                "line", new XAttribute("x1", Number(x)), new XAttribute("x2", Number(x)), new XAttribute("y1", Number(Top - 4)), new XAttribute("y2", Number(height)));
            yield return new XElement("text", new XAttribute("class", "axis"), At(x + 2, Top - 8), ReportText.Duration(TimeSpan.FromSeconds(at)));
        }
    }

    private static XElement Row(Timeline timeline, TimelineRow row, double y)
    {
        string server = Display.Line(row.Server);
        return new XElement(
            "g",
            new XAttribute("data-server", $"{server} {row.State}"),
            new XElement("title", $"{server}: {row.State}"),
            new XElement(
                "text",
                new XAttribute("class", HtmlReport.Name(row.Mark)),
                At(0, y + 14),
                $"{(row.Mark == ReportMark.Good ? "" : "✗ ")}{Shorten(server)}"),
            row.Spans.Select(s => Bar(s.Phase, X(timeline, s.From), y + 3, Math.Max(1, X(timeline, s.To) - X(timeline, s.From)), RowHeight - 6, $"{s.Phase}: {ReportText.Duration(s.Length)}")));
    }

    private static XElement Bar(Phase phase, double x, double y, double width, double height, string? title = null) => new(
        "rect",
        new XAttribute("class", HtmlReport.Name(phase)),
        At(x, y),
        new XAttribute("width", Number(width)),
        new XAttribute("height", Number(height)),
        title is null ? null : new XElement("title", title));

    private static double X(Timeline timeline, TimeSpan at) => Left + ((Width - Left) * at.Ticks / timeline.Length.Ticks);

    private static string Shorten(string text) => text.Length <= LongestLabel ? text : text.Substring(0, LongestLabel - 1) + "…";

    private static XAttribute[] At(double x, double y) => [new XAttribute("x", Number(x)), new XAttribute("y", Number(y))];

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
