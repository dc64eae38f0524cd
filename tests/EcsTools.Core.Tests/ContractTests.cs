using System.Text.RegularExpressions;

namespace EcsTools.Core.Tests;

/// <summary>The pages in <c>docs/contracts</c>, what cites them, and the samples that belong to them.</summary>
public partial class ContractTests
{
    private static readonly string Pages = Path.Combine(Repository.Root, "docs", "contracts");

    public static TheoryData<string> SampleFolders => [.. Directory.GetDirectories(SampleFiles.Root).Select(d => Path.GetFileName(d))];

    [Fact]
    public void Comment_CitesAPage_NamesASectionThatExists()
    {
        Dictionary<string, HashSet<string>> sections = Directory.GetFiles(Pages, "*.md").ToDictionary(f => Path.GetFileName(f), ReadSections);

        (string File, string Page, string Section)[] cited = [.. new[] { "src", "tests" }.SelectMany(SourceFiles).SelectMany(Citations)];

        Assert.NotEmpty(cited);
        string[] unknown =
        [
            .. cited.Where(c => !sections.TryGetValue(c.Page, out HashSet<string>? known) || !known.Contains(c.Section))
                .Select(c => $"{c.File}: {c.Page} {c.Section}"),
        ];
        Assert.Empty(unknown);
    }

    [Theory]
    [InlineData("// (docs/contracts/a.md 3.14, 3.15 and 4)", "a.md 3.14", "a.md 3.15", "a.md 4")]
    [InlineData("// docs/contracts/a.md 3.20 to 3.22.", "a.md 3.20", "a.md 3.22")]
    [InlineData("// docs/contracts/a.md 1.7, docs/contracts/b.md 8: ten minutes", "a.md 1.7", "b.md 8")]
    [InlineData("// (docs/contracts/a.md 13, no. 5)", "a.md 13", "a.md 13, no. 5")]
    [InlineData("// (docs/contracts/a.md)", "a.md")]
    [InlineData("// docs/contracts/a.md\n    /// 3.6", "a.md 3.6")]
    [InlineData("// contract 3.6", "contract 3.6")]
    [InlineData("// Contract section 4", "contract 4")]
    public void FindCitations_Text_FindsPageAndSection(string text, params string[] expected) =>
        Assert.Equal(expected, FindCitations(text).Select(c => $"{c.Page} {c.Section}".TrimEnd()));

    [Fact]
    public void Page_LinksToAFile_ItExists()
    {
        IEnumerable<string> broken = Directory.GetFiles(Pages, "*.md").SelectMany(f => Link().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(l => !Path.Exists(Path.Combine(Pages, l)));

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(SampleFolders))]
    public void Index_OfASampleFolder_ListsWhatIsThere(string folder)
    {
        JToken files = SampleFiles.Read(folder, "index")["files"]!;
        string[] listed = files is JObject named
            ? [.. named.Properties().Select(p => (string?)p.Value["file"] ?? p.Name + ".json")]
            : [.. files.Select(f => (string)f["file"]!)];
        string[] apart = ["index", "shapes", "signature-vectors", "signing-vectors", "hcloud.config"];

        Assert.DoesNotContain(listed, f => !File.Exists(Path.Combine(SampleFiles.Root, folder, f)));
        Assert.Empty(SampleFiles.List(folder, "").Except(apart).Select(n => n + ".json").Except(listed));
    }

    private static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && Path.GetFileName(f) != "ContractTests.cs");

    private static IEnumerable<(string File, string Page, string Section)> Citations(string file) =>
        FindCitations(File.ReadAllText(file)).Select(c => (Path.GetRelativePath(Repository.Root, file), c.Page, c.Section));

    /// <summary>Finds the pages that a text cites, with the sections after them; a citation without a page as page <c>contract</c>.</summary>
    private static IEnumerable<(string Page, string Section)> FindCitations(string text)
    {
        foreach (Match match in Citation().Matches(text))
        {
            string page = match.Groups["page"].Success ? match.Groups["page"].Value : "contract";
            if (match.Groups["section"].Captures.Count == 0)
            {
                yield return (page, "");
            }

            foreach (Capture section in match.Groups["section"].Captures)
            {
                yield return (page, section.Value);
            }

            foreach (Capture item in match.Groups["item"].Captures)
            {
                yield return (page, $"{match.Groups["section"].Captures.Last(s => s.Index < item.Index).Value}, no. {item.Value}");
            }
        }
    }

    /// <summary>The numbers of a page's headings, and of the items in the lists and tables below them; the empty text stands for the page.</summary>
    private static HashSet<string> ReadSections(string file)
    {
        HashSet<string> sections = [""];
        string section = "";
        foreach (string line in File.ReadLines(file))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                section = heading.Groups[1].Value;
                sections.Add(section);
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                sections.Add($"{section}, no. {item.Groups[1].Value}");
            }
        }

        return sections;
    }

    [GeneratedRegex(
        @"(?:docs/contracts/(?<page>[\w-]+\.md)|\b[Cc]ontract(?:\s+section)?(?=\s+\d))"
        + @"(?:(?:\s+|\s*///?\s*)(?<section>\d+(?:\.\d+)?)(?:, no\.\s(?<item>\d+)|(?:,|,? and| to)\s(?<section>\d+(?:\.\d+)?))*)?")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^#+ (\d+(?:\.\d+)?)\.? ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:\| )?(\d+)(?:\.| \|) ")]
    private static partial Regex Item();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Link();
}
