using System.Text.RegularExpressions;
using System.Xml.Linq;

using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Packaging;

/// <summary>What the README says is there.</summary>
public sealed class ReadmeTests
{
    private static readonly string Picture = Path.Combine(Repository.Root, "docs", "picture");

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/architecture.md")]
    public void Its_links_lead_somewhere(string page)
    {
        string path = Path.Combine(Repository.Root, page);
        string[] broken =
        [
            .. Regex.Matches(File.ReadAllText(path), @"\]\(([^)#]+)[^)]*\)").Select(m => m.Groups[1].Value)
                .Where(l => !l.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, l))),
        ];

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_runbook_is_named()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

        Assert.All(Directory.GetFiles(Path.Combine(Repository.Root, "docs", "examples"), "*.ps1"), f => Assert.Contains($"docs/examples/{Path.GetFileName(f)}", readme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_picture_is_made_from_what_the_shell_really_writes()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            ShellProcess run = await ShellProcess.RunAsync(
                "", ["-NoLogo", "-NoSandbox", "-File", Path.Combine(Picture, "make-picture.ps1"), "-Path", file], TestContext.Current.CancellationToken);
            Assert.True(run.ExitCode == 0, run.Error + run.Output);

            Assert.Equal(Words(Path.Combine(Picture, "reinstall.svg")), Words(file));
            Assert.Contains(XDocument.Load(file).Descendants(), e => e.Name.LocalName == "tspan" && e.Value == "Succeeded" && e.Attribute("fill")!.Value == "#4ec96f");
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Ids, ages and how long it took differ from run to run.
    private static string Words(string picture) =>
        Regex.Replace(Regex.Replace(string.Join('\n', XDocument.Load(picture).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)), @"[ids]-bp1[\w…]+|\d+ s\b|\d+:\d\d", "*"), @"\s+", " ");
}
