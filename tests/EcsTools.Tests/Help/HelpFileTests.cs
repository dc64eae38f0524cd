using System.Text.RegularExpressions;
using System.Xml.Linq;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Help;

/// <summary>The help file that the module brings is the one that PlatyPS makes of the pages.</summary>
public sealed class HelpFileTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly Dictionary<string, XElement> Entries = XDocument.Load(Path.Combine(Repository.Module, "en-US", "EcsTools.dll-Help.xml")).Root!
        .Elements(Command + "command")
        .ToDictionary(c => c.Element(Command + "details")!.Element(Command + "name")!.Value);

    public static TheoryData<string> Pages => PageTests.Pages;

    [Fact]
    public void It_has_every_page_and_no_more() =>
        Assert.Equal(HelpPage.All.Select(p => p.Name).Order(StringComparer.Ordinal), Entries.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void It_says_what_the_page_says(string name)
    {
        XElement entry = Entries[name];
        HelpPage page = HelpPage.Of(name);

        Same(page.Synopsis, entry.Element(Command + "details")!.Element(Maml + "description"));
        Same(page.Description, entry.Element(Maml + "description"));
        Same(page.Notes, entry.Element(Maml + "alertSet"));
        Assert.Equal(
            page.Links.Select(l => (l.Item1, l.Item2.EndsWith(".md", StringComparison.Ordinal) ? "" : l.Item2)),
            entry.Descendants(Maml + "navigationLink").Select(l => (l.Element(Maml + "linkText")!.Value, l.Element(Maml + "uri")!.Value)));
        Assert.Equal(page.Inputs.Select(Words), Types(entry.Element(Command + "inputTypes")));
        Assert.Equal(page.Outputs.Select(Words), Types(entry.Element(Command + "returnValues")));
        Assert.Equal(
            page.Examples.Select(e => ($"--- {e.Title} ---", e.Code.Trim(), Words(e.Text.Split("```", 3)[2]))),
            entry.Descendants(Command + "example").Select(e => (e.Element(Maml + "title")!.Value, e.Element(Dev + "code")!.Value, Words(e.Element(Dev + "remarks")!))));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void It_has_the_parameters_of_the_page(string name)
    {
        XElement entry = Entries[name];
        HelpPage page = HelpPage.Of(name);

        Assert.Equal(
            page.Parameters.Select(p => (p.Name, Bare(p.Type), Words(p.Description), p.TakesWildcards, p.Sets.Any(s => s.IsRequired), string.Join(", ", p.Aliases.DefaultIfEmpty("none")), p.Default.Length > 0 ? p.Default : "None")),
            entry.Element(Command + "parameters")!.Elements().Select(p => (
                p.Element(Maml + "name")!.Value,
                p.Element(Dev + "type")!.Element(Maml + "name")!.Value,
                Words(p.Element(Maml + "description")!),
                (bool)p.Attribute("globbing")!,
                (bool)p.Attribute("required")!,
                p.Attribute("aliases")!.Value,
                p.Element(Dev + "defaultValue")!.Value)));
        Assert.Equal(
            page.Syntax.Values.Select(s => string.Join(' ', Regex.Matches(s[name.Length..], @"-(\w+)").Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal),
            entry.Element(Command + "syntax")!.Elements()
                .Select(i => string.Join(' ', i.Elements(Command + "parameter").Select(p => p.Element(Maml + "name")!.Value).Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_engine_finds_it()
    {
        using ModuleSession session = new();

        foreach (HelpPage page in HelpPage.All)
        {
            PSObject help = Assert.Single(session.Run($"Get-Help {page.Name} -Full"));
            Assert.Equal((page.Name, page.Synopsis), (page.Name, ((string)help.Properties["Synopsis"].Value).Trim()));
            Assert.All(page.Parameters.Count == 0 ? [] : session.Run($"(Get-Help {page.Name} -Parameter *).defaultValue"), d => Assert.NotEmpty(d.ToString()));
        }
    }

    // That a value may be left out is no part of its type for who types it.
    private static string Bare(string type) => Regex.Replace(type, @"^System\.Nullable`1\[(.*)\]$", "$1");

    private static void Same(string expected, XElement? actual) => Assert.Equal(Words(expected), actual is null ? "" : Words(actual));

    private static IEnumerable<string> Types(XElement? types) => types is null
        ? []
        : types.Elements().Select(t => Words((t.Element(Dev + "type")!.Element(Maml + "name")!.Value, Words(t.Element(Maml + "description")!))));

    private static string Words((string Title, string Text) section) => Words($"{section.Title} {section.Text}");

    private static string Words(XElement element) => Words(string.Join(' ', element.DescendantsAndSelf(Maml + "para").Select(p => p.Value)));

    // PlatyPS keeps paragraphs apart by a control character that no screen shows.
    private static string Words(string text) =>
        string.Join(' ', text.Replace('\u0080', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
