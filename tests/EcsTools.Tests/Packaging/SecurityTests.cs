using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EcsTools.Tests.Packaging;

/// <summary>What SECURITY.md says of packages and of tests.</summary>
public sealed class SecurityTests
{
    [Fact]
    public void Every_package_is_pinned_with_those_that_it_brings()
    {
        IEnumerable<string> projects = new[] { "src", "tests" }
            .SelectMany(area => Directory.GetDirectories(Path.Combine(Repository.Root, area)))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"));
        IEnumerable<string> versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion").Select(p => (string)p.Attribute("Version")!);

        Assert.All(projects, p => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(p)!, "packages.lock.json")), p));
        Assert.All(versions, v => Assert.Matches(@"^\d+(\.\d+){1,3}(-[\w.]+)?$", v));
    }

    [Theory]
    [InlineData("SECURITY.md")]
    [InlineData("docs/reliability.md")]
    [InlineData("docs/adding-a-command.md")]
    [InlineData("CONTRIBUTING.md")]
    public void What_a_page_names_as_its_proof_is_a_test(string page)
    {
        HashSet<string> tests =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)),
        ];

        IEnumerable<string> named = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, page)), "`([A-Z][A-Za-z0-9]+Tests)`").Select(m => m.Groups[1].Value);

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, tests));
    }
}
