using System.Text.RegularExpressions;

namespace EcsTools.Tests.Help;

/// <summary>The page of a command in docs/en-US, in the form of Microsoft.PowerShell.PlatyPS 1.</summary>
public sealed class HelpPage
{
    private readonly string _text;

    private HelpPage(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        _text = File.ReadAllText(path).ReplaceLineEndings("\n");
    }

    /// <summary>The folder of all help.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "en-US");

    /// <summary>All pages of commands.</summary>
    public static IReadOnlyList<HelpPage> All { get; } =
        [.. Directory.GetFiles(Folder, "*-Ecs*.md").Order(StringComparer.Ordinal).Select(f => new HelpPage(f))];

    /// <summary>The command's name.</summary>
    public string Name { get; }

    /// <summary>What is before the title.</summary>
    public string Metadata => _text.Split("\n---\n", 2)[0];

    /// <summary>The headings of the page's parts, in their order.</summary>
    public IReadOnlyList<string> Headings => [.. Regex.Matches(_text, "^##? (.+)$", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];

    /// <summary>The command in one line.</summary>
    public string Synopsis => Part("SYNOPSIS");

    /// <summary>The ways to call it, by parameter set; the default set's name has that behind it.</summary>
    public IReadOnlyDictionary<string, string> Syntax =>
        Sections("SYNTAX").ToDictionary(s => s.Title, s => string.Join(' ', s.Text.Replace("```", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>What it does.</summary>
    public string Description => Part("DESCRIPTION");

    /// <summary>The examples.</summary>
    public IReadOnlyList<HelpExample> Examples =>
        [.. Sections("EXAMPLES").Select(s => new HelpExample(s.Title, Regex.Match(s.Text, "```powershell\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value, s.Text))];

    /// <summary>The parameters, without the common ones.</summary>
    public IReadOnlyList<HelpParameter> Parameters =>
        [.. Sections("PARAMETERS").Where(s => s.Title.StartsWith('-')).Select(s => new HelpParameter($"### {s.Title}\n{s.Text}"))];

    /// <summary>What comes through the pipeline: types and what they are.</summary>
    public IReadOnlyList<(string Title, string Text)> Inputs => Sections("INPUTS");

    /// <summary>What is written: types and what they are.</summary>
    public IReadOnlyList<(string Title, string Text)> Outputs => Sections("OUTPUTS");

    /// <summary>What else is to be known.</summary>
    public string Notes => Part("NOTES");

    /// <summary>The names and addresses of other pages.</summary>
    public IReadOnlyList<(string Name, string Address)> Links =>
        [.. Regex.Matches(Part("RELATED LINKS"), @"^- \[(.+?)\]\((.+?)\)$", RegexOptions.Multiline).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    /// <summary>Finds a command's page.</summary>
    /// <param name="name">The command's name.</param>
    /// <returns>The page.</returns>
    public static HelpPage Of(string name) => All.Single(p => p.Name == name);

    /// <inheritdoc/>
    public override string ToString() => _text;

    private string Part(string heading) => Regex.Match(_text, $@"^## {heading}\n(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value.Trim();

    private IReadOnlyList<(string Title, string Text)> Sections(string heading) =>
        [.. Regex.Matches(Part(heading), @"^### (.+?)\n(.*?)(?=^### |\z)", RegexOptions.Multiline | RegexOptions.Singleline).Select(m => (m.Groups[1].Value, m.Groups[2].Value.Trim()))];
}
