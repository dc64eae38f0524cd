using System.Reflection;
using System.Text.RegularExpressions;

using EcsTools.Tests.Hosting;

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
        "about_EcsTools_Permissions",
        "about_EcsTools_Safety",
        "about_EcsTools_Sandbox",
        "about_EcsTools_State",
        "about_EcsTools_SystemDisk",
        "about_EcsTools_Tags",
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
        Assert.Equal(Regex.Match(text, "## SHORT DESCRIPTION\n\n(.+)\n\n## LONG DESCRIPTION\n").Groups[1].Value, help.Properties["Synopsis"].Value);
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
    public void Every_error_is_explained()
    {
        string[] ids = [.. typeof(EcsErrorId).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).Order(StringComparer.Ordinal)];
        string text = Regex.Match(Read("about_EcsTools_Errors"), "^## ERROR IDS\n(.*?)^## ", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;

        Assert.Equal(ids, Regex.Matches(text, "^### (\\w+)\n\n[^#]+?\n\nWhat to do: [^#]+$", RegexOptions.Multiline).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void Permissions_WhatCommandsSend_HasItsRightOnAlibabaCloud()
    {
        string text = Read("about_EcsTools_Permissions");
        string code = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src", "EcsTools.Core", "Clouds", "Alibaba"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        string[] operations = [.. Regex.Matches(code, "\"((?:Describe|Modify|Create|Start|Stop|Reboot|Attach|Detach|ReInit|Replace|Reset|Resize|Renew|Untag|Import|Apply)[A-Z]\\w+)\"")
            .Select(m => m.Groups[1].Value).Distinct().Except(["StartTime", "StopCharging"])];

        Assert.True(operations.Length > 20);
        Assert.All(operations, o => Assert.Contains($":{o}`", text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_commands_it_shows_are_understood(string name)
    {
        IEnumerable<string> blocks = Regex.Matches(Read(name), @"(?:^    .*\n)+", RegexOptions.Multiline).Select(m => m.Value);

        Assert.All(blocks.Where(b => !b.TrimStart().StartsWith('{')), b => HelpScript.Check(b));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Its_text_fits_a_console(string name) =>
        Assert.All(Read(name).Split('\n').Where(l => !l.StartsWith('|') && !l.StartsWith("    ", StringComparison.Ordinal)), l => Assert.True(l.Length <= 90, l));

    [Fact]
    public void The_sandboxs_servers_are_those_it_has()
    {
        using Commands.SandboxFixture bench = new();
        string table = Regex.Match(Read("about_EcsTools_Sandbox"), "### The servers(.*?)###", RegexOptions.Singleline).Groups[1].Value;
        string[] told = [.. Regex.Matches(table, "`([a-z]+)-(\\d\\d)`(?: to `[a-z]+-(\\d\\d)`)?").SelectMany(Expand).Order(StringComparer.Ordinal)];

        foreach (string account in bench.Sandbox.Accounts)
        {
            Assert.Equal(told, bench.Run<EcsInstance>($"Get-EcsInstance -Account {account}").Select(i => i.Name).Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Expand(Match match)
    {
        int first = int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
        int last = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture) : first;
        return Enumerable.Range(first, last - first + 1).Select(n => $"{match.Groups[1].Value}-{n:00}");
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(HelpPage.Folder, name + ".md")).ReplaceLineEndings("\n");
}
