using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EcsTools.Tests.Packaging;

/// <summary>The version has one place, Directory.Build.props; everything else follows the build or is compared here.</summary>
public sealed class VersionTests
{
    private static readonly string Version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    public static TheoryData<string> Assemblies =>
        [.. Directory.GetFiles(Repository.Module, "EcsTools*.dll", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Repository.Module, f))];

    [Theory]
    [InlineData("EcsTools.psd1")]
    [InlineData("Views/EcsTools.Views.psd1")]
    public void StageModule_Manifest_HasTheVersionOfTheBuild(string manifest) => Assert.Equal(Version, ModuleVersion(Path.Combine(Repository.Module, manifest)));

    [Theory]
    [InlineData("EcsTools.psd1")]
    [InlineData("src/EcsTools/Views/EcsTools.Views.psd1")]
    public void StageModule_ManifestInTheSources_HasNoVersionOfItsOwn(string manifest) => Assert.Equal("0.0.0", ModuleVersion(Path.Combine(Repository.Root, manifest)));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void StageModule_Assembly_HasTheVersionOfTheBuild(string assembly) =>
        Assert.Equal(Version, AssemblyName.GetAssemblyName(Path.Combine(Repository.Module, assembly)).Version!.ToString(3));

    [Theory]
    [InlineData("README.md", @"^Version (\d+\.\d+\.\d+)\b")]
    [InlineData("docs/en-US/EcsTools.md", @"^Help Version: (\d+\.\d+\.\d+)\.0$")]
    public void Page_Version_IsThatOfTheBuild(string page, string pattern) =>
        Assert.Equal([Version], Regex.Matches(Text(page), pattern, RegexOptions.Multiline).Select(m => m.Groups[1].Value));

    [Fact]
    public void Changelog_Headings_AreUnreleasedThenTheVersionOfTheBuildThenOlderOnes()
    {
        string[] headings = [.. Regex.Matches(Text("CHANGELOG.md"), "^## (.*)$", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        System.Version[] releases = [.. headings.Skip(1).Select(h => System.Version.Parse(Regex.Match(h, @"^\[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$").Groups[1].Value))];

        Assert.Equal("[Unreleased]", headings[0]);
        Assert.Equal(Version, releases[0].ToString());
        Assert.Equal(releases.OrderDescending(), releases);
    }

    [Fact]
    public void Changelog_Sections_AreThoseOfKeepAChangelog()
    {
        HashSet<string> known = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

        Assert.All(Regex.Matches(Text("CHANGELOG.md"), "^### (.*)$", RegexOptions.Multiline), m => Assert.Contains(m.Groups[1].Value, known));
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");

    private static string ModuleVersion(string manifest) => Regex.Match(File.ReadAllText(manifest), @"^\s*ModuleVersion\s*=\s*'([^']+)'", RegexOptions.Multiline).Groups[1].Value;
}
