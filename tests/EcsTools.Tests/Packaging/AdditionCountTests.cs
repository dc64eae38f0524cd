using System.Text.RegularExpressions;

namespace EcsTools.Tests.Packaging;

/// <summary>
/// How many files a change touches, counted by those that name an example of it. The page for contributors has a table of them; a number that
/// grows fails here, so that it is either brought down or admitted there.
/// </summary>
public sealed class AdditionCountTests(ITestOutputHelper output)
{
    private const string Page = "docs/adding-a-command.md";
    private static readonly string[] Clouds = ["Alibaba", "Huawei", "OpenStack"];
    private static readonly (string Path, string Text)[] Product =
    [
        .. new[] { "src", "docs/en-US" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*", SearchOption.AllDirectories))
            .Concat(new[] { "README.md", "CHANGELOG.md", "EcsTools.psd1" }.Select(f => Path.Combine(Repository.Root, f)))
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
            .Where(f => !Regex.IsMatch(f, "/(bin|obj)/"))
            .Select(f => (f, File.ReadAllText(Path.Combine(Repository.Root, f)))),
    ];

    [Theory]
    [InlineData("DeletePublicIp")]
    [InlineData("DeleteDataDisks")]
    [InlineData("TerminateSubscription")]
    public void NewOption_ThatEveryCloudHandles_TouchesFewFiles(string option)
    {
        HashSet<string> files = Naming($@"\b{option}\b", f => !f.StartsWith("src/EcsTools.Sandbox/", StringComparison.Ordinal));
        files.Add("CHANGELOG.md");

        Check("option", 8, files, 0);
    }

    [Fact]
    public void NewOperation_OnThreeClouds_TouchesFewFiles()
    {
        // Pages of other cmdlets that link to it, and a sentence that mentions it, need not be touched.
        HashSet<string> files = Naming(
            @"SnapshotRestore|StepKind\.RestoreSnapshot|\bRestoreSnapshot,|RestoreSnapshotStep|RestoreEcsSnapshot|Restore-EcsSnapshot",
            f => !f.EndsWith("/BackupChoice.cs", StringComparison.Ordinal) && !f.EndsWith("/about_EcsTools_SystemDisk.md", StringComparison.Ordinal) && (!Regex.IsMatch(f, @"docs/en-US/\w+-\w+\.md$") || f.EndsWith("/Restore-EcsSnapshot.md", StringComparison.Ordinal)));
        files.UnionWith(["tests/EcsTools.Tests/Safety/ChangingCommand.cs", "tests/EcsTools.Core.Tests/Operations/LostCallTests.cs"]);

        Check("operation", 22, files, Clouds.Length - files.Count(f => f.EndsWith("RestoreSnapshotStep.cs", StringComparison.Ordinal)));
    }

    [Fact]
    public void NewProvider_OutsideItsFolders_TouchesFewFiles()
    {
        foreach (string provider in Clouds.Append("OpenTelekom"))
        {
            HashSet<string> files = Naming(
                $@"\bEcsCloud\.{provider}\b|\b{provider}Provider\b|^    {provider},", f => f.StartsWith("src/", StringComparison.Ordinal) && !Regex.IsMatch(f, "/(Clouds|Providers)/[A-Z][A-Za-z]+/|/EcsTools.Sandbox/"));

            Check("provider", 3, files, 0);
        }
    }

    private static HashSet<string> Naming(string pattern, Func<string, bool> counts) =>
        [.. Product.Where(f => counts(f.Path) && Regex.IsMatch(f.Text, pattern, RegexOptions.Multiline)).Select(f => f.Path)];

    private void Check(string what, int goal, HashSet<string> files, int more)
    {
        int counted = files.Count + more;
        output.WriteLine($"{what}: {counted}{(more > 0 ? $" ({more} without an example)" : "")}\n  {string.Join("\n  ", files.Order())}");
        Match row = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, Page)), $@"^\| a new {what}\b[^|]*\|[^|]*\| (\d+) \|", RegexOptions.Multiline);
        Assert.True(row.Success, $"{Page} has no row for {what}.");
        int stated = int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(stated, 1, goal);
        Assert.InRange(counted, 1, stated);
    }
}
