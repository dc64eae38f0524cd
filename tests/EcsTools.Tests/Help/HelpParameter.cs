using System.Text.RegularExpressions;

namespace EcsTools.Tests.Help;

/// <summary>What a page says of a parameter.</summary>
public sealed partial class HelpParameter
{
    private readonly string _facts;

    /// <summary>Reads a parameter's section.</summary>
    /// <param name="section">The section, with its heading.</param>
    public HelpParameter(string section)
    {
        string[] parts = section.Split("```");
        string[] head = parts[0].Split('\n', 2);
        Name = head[0]["### -".Length..];
        Description = head[1].Trim();
        _facts = parts[1];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it is for.</summary>
    public string Description { get; }

    /// <summary>The default value, as text.</summary>
    public string Default => Fact("DefaultValue").Trim('\'').Replace("''", "'", StringComparison.Ordinal);

    /// <summary>The type, as reflection writes it.</summary>
    public string Type => Fact("Type");

    /// <summary>True if values may hold wildcards.</summary>
    public bool TakesWildcards => Fact("SupportsWildcards") == "true";

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases => Items("Aliases");

    /// <summary>The values there are, where there are only some.</summary>
    public IReadOnlyList<string> AcceptedValues => Items("AcceptedValues");

    /// <summary>The sets it is in: name, position, and whether it is required and taken from the pipeline.</summary>
    public IReadOnlyList<(string Name, string Position, bool IsRequired, bool ByValue, bool ByPropertyName)> Sets =>
    [
        .. SetFacts().Matches(_facts).Select(m => (m.Groups[1].Value, m.Groups[2].Value, Is(m, 3), Is(m, 4), Is(m, 5))).OrderBy(s => s.Item1, StringComparer.Ordinal),
    ];

    private static bool Is(Match match, int group) => match.Groups[group].Value == "true";

    private string Fact(string name) => Regex.Match(_facts, $"^{name}: (.*)$", RegexOptions.Multiline).Groups[1].Value;

    private string[] Items(string name) =>
        [.. Regex.Match(_facts, $@"^{name}:\n((?:- .*\n)+)", RegexOptions.Multiline).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(i => i[2..])];

    [GeneratedRegex(@"^- Name: (.+)\n  Position: (.+)\n  IsRequired: (.+)\n  ValueFromPipeline: (.+)\n  ValueFromPipelineByPropertyName: (.+)$", RegexOptions.Multiline)]
    private static partial Regex SetFacts();
}
