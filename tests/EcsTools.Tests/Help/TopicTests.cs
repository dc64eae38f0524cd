using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

using EcsTools.Model;
using EcsTools.Tests.Hosting;

using Xunit;

namespace EcsTools.Tests.Help;

/// <summary>The topics are found, and what they list is what there is.</summary>
public sealed class TopicTests
{
    private static readonly string[] Names =
    [
        "about_EcsTools",
        "about_EcsTools_Accounts",
        "about_EcsTools_Errors",
        "about_EcsTools_Fleets",
        "about_EcsTools_Safety",
        "about_EcsTools_Sandbox",
        "about_EcsTools_SystemDisk",
    ];

    public static TheoryData<string> Topics => [.. Names];

    [Fact]
    public void There_are_these() =>
        Assert.Equal(Names, Directory.GetFiles(HelpPage.Folder, "about_*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_engine_finds_it_and_its_short_description(string name)
    {
        using ModuleSession session = new();
        string text = Read(name);

        PSObject help = Assert.Single(session.Run($"Get-Help {name}"));
        Assert.Equal(text, help.ToString().ReplaceLineEndings("\n"));
        Assert.Equal(Regex.Match(text, "## SHORT DESCRIPTION\n\n(.+)\n").Groups[1].Value, help.Properties["Synopsis"].Value);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void What_it_points_to_is_there(string name)
    {
        string text = Read(name);
        string[] known = [.. HelpPage.All.Select(p => p.Name), .. Names];

        Assert.All(Regex.Matches(text, @"\b[A-Z][a-z]+-Ecs[A-Z]\w+|\babout_EcsTools\w*").Select(m => m.Value), word => Assert.Contains(word, known));
        Assert.Contains("## SEE ALSO", text);
    }

    [Fact]
    public void Every_error_has_its_line()
    {
        string[] ids = [.. typeof(EcsErrorId).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).Order(StringComparer.Ordinal)];
        MatchCollection rows = Regex.Matches(Read("about_EcsTools_Errors").Split("### The ids")[1], @"^\| `(\w+)` \| (.+) \| (.+) \|$", RegexOptions.Multiline);

        Assert.Equal(ids, rows.Select(r => r.Groups[1].Value));
    }

    [Fact]
    public void The_sandboxs_servers_are_those_it_has()
    {
        using Commands.SandboxBench bench = new();
        string table = Regex.Match(Read("about_EcsTools_Sandbox"), "### The servers(.*?)###", RegexOptions.Singleline).Groups[1].Value;
        string[] told = [.. Regex.Matches(table, "`([a-z]+)-(\\d\\d)`(?: to `[a-z]+-(\\d\\d)`)?").SelectMany(Expand).Order(StringComparer.Ordinal)];

        foreach (string account in bench.Sandbox.Accounts)
        {
            Assert.Equal(told, bench.Run<EcsInstance>($"Get-EcsInstance -Account {account}").Select(i => i.Name).Order(StringComparer.Ordinal));
        }
    }

    private static System.Collections.Generic.IEnumerable<string> Expand(Match match)
    {
        int first = int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
        int last = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture) : first;
        return Enumerable.Range(first, last - first + 1).Select(n => $"{match.Groups[1].Value}-{n:00}");
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(HelpPage.Folder, name + ".md")).ReplaceLineEndings("\n");
}
