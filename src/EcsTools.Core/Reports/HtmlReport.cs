using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace EcsTools.Core.Reports;

/// <summary>
/// A report as one page: no file beside it, no network, and a policy that lets only the page's own script run. All texts go in as XML nodes, so
/// that none of them can be markup.
/// </summary>
internal static class HtmlReport
{
    public static string Write(Report report, IReadOnlyList<ReportSection> sections)
    {
        string page = ReadTemplate();
        StringBuilder body = new();
        body.Append(Render(new XElement("h1", Display.Line(report.Title))));
        body.Append(Render(new XElement("p", new XAttribute("class", "quiet"), $"Written {ReportText.Time(report.CreatedAt)} by EcsTools {ProductVersion}.")));
        foreach (ReportSection section in sections)
        {
            body.Append(Render(new XElement("h2", section.Title)));
            body.Append(Render(Facts(section.Summary)));
            if (section.Timeline is { } timeline)
            {
                body.Append(Render(new XElement("figure", TimelineChart.Draw(timeline))));
            }
        }

        body.Append(Render(Tools()));
        foreach (ReportItem item in sections.SelectMany(s => s.Items))
        {
            body.Append(Render(Item(item)));
        }

        return page
            .Replace("{style}", Hash(page, "style"))
            .Replace("{script}", Hash(page, "script"))
            .Replace("{title}", Render(new XText(Display.Line(report.Title))))
            .Replace("{body}", body.ToString());
    }

    private static string ProductVersion => typeof(HtmlReport).Assembly.GetName().Version.ToString(3);

    private static XElement Tools() => new(
        "div",
        new XAttribute("class", "tools"),
        new XElement("input", new XAttribute("type", "search"), new XAttribute("placeholder", "Find a server, an account, an error…"), new XAttribute("aria-label", "Find")),
        new XElement("output", ""),
        new XElement("button", new XAttribute("id", "open"), "Open all"),
        new XElement("button", new XAttribute("id", "close"), "Close all"));

    private static XElement Item(ReportItem item) => new(
        "details",
        new XElement(
            "summary",
            new XElement("span", new XAttribute("class", $"state {Name(item.Mark)}"), Display.Line(item.State)),
            new XElement("strong", Display.Line(item.Heading)),
            " ",
            new XElement("span", new XAttribute("class", "note"), Display.Line(item.Note))),
        Facts(item.Facts),
        item.Verbatim.Length == 0 ? null : new XElement("pre", Display.Text(item.Verbatim)));

    private static XElement Facts(IReadOnlyList<ReportFact> facts) => new(
        "dl",
        facts.Where(f => f.Lines.Count > 0).Select(f => new[]
        {
            new XElement("dt", f.Label),
            new XElement("dd", f.Lines.Select(l => new XElement("div", Display.Line(l)))),
        }));

    internal static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Render(XNode node) => node.ToString(SaveOptions.DisableFormatting) + "\n";

    // What the page's policy lets through is what stands in the template, and nothing else.
    private static string Hash(string page, string element)
    {
        int from = page.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        string content = page.Substring(from, page.IndexOf($"</{element}>", StringComparison.Ordinal) - from);
        using SHA256 sha = SHA256.Create();
        return "sha256-" + Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(content)));
    }

    private static string ReadTemplate()
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("Report.html")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
