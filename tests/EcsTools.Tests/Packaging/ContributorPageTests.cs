using System.Text.RegularExpressions;

namespace EcsTools.Tests.Packaging;

/// <summary>What contributors read names files, headings and packages that exist; and the hosted workflow keeps to its rules.</summary>
public sealed class ContributorPageTests
{
    private static readonly string Workflow = Text(".github/workflows/ci.yml");

    [Theory]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/adding-a-command.md")]
    public void Page_Links_LeadToFilesAndHeadings(string page)
    {
        string folder = Path.GetDirectoryName(page)!;
        string[] broken =
        [
            .. from link in Regex.Matches(Text(page), @"\]\(([^)]+)\)").Select(m => m.Groups[1].Value)
               where !link.Contains("://", StringComparison.Ordinal)
               let parts = link.Split('#')
               let target = parts[0].Length == 0 ? page : Path.Combine(folder, parts[0])
               where !Exists(target) || (parts.Length == 2 && !Headings(target).Contains(parts[1]))
               select link,
        ];

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/adding-a-command.md")]
    public void Page_Paths_Exist(string page)
    {
        string[] paths = [.. Regex.Matches(Text(page), @"`((?:src|tests|docs)/[^`\s]+)`").Select(m => m.Groups[1].Value)];

        Assert.NotEmpty(paths);
        Assert.All(paths, p => Assert.True(Exists(p), p));
    }

    [Fact]
    public void Workflow_Actions_HaveMajorVersions() =>
        Assert.All(Regex.Matches(Workflow, @"uses: (\S+)"), m => Assert.Matches(@"^[\w-]+/[\w-]+@v\d+$", m.Groups[1].Value));

    [Fact]
    public void Workflow_Permissions_AreReadOnly() =>
        Assert.Equal(["contents: read"], Regex.Matches(Workflow, @"^permissions:\n((?:[ ]+\S.*\n)+)", RegexOptions.Multiline).Select(m => m.Groups[1].Value.Trim()));

    [Fact]
    public void Workflow_Jobs_HaveTimeouts() =>
        Assert.Equal(Regex.Count(Workflow, "^    runs-on:", RegexOptions.Multiline), Regex.Count(Workflow, @"^    timeout-minutes: \d+$", RegexOptions.Multiline));

    private static bool Exists(string path) => Path.Exists(Path.Combine(Repository.Root, path));

    private static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");

    // As GitHub makes anchors of headings.
    private static string[] Headings(string page) =>
        [.. Regex.Matches(Text(page), "^#+ (.+)$", RegexOptions.Multiline).Select(m => Regex.Replace(m.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'))];
}
