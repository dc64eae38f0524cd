using System.Text.RegularExpressions;

namespace EcsTools.Tests.Help;

/// <summary>The pages say what the commands are, no more and no less.</summary>
public sealed class PageTests(ModuleCommands commands) : IClassFixture<ModuleCommands>
{
    private static readonly string[] Parts =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    // They take wildcards although their base class, which others share, cannot declare it.
    private static readonly string[] PowerCommands = ["Restart-EcsInstance", "Start-EcsInstance", "Stop-EcsInstance", "Wait-EcsInstance"];

    public static TheoryData<string> Pages => [.. HelpPage.All.Select(p => p.Name)];

    [Fact]
    public void Every_command_has_a_page_and_every_page_a_command()
    {
        Assert.NotEmpty(commands.All);
        Assert.Equal(commands.All.Keys.Order(StringComparer.Ordinal), HelpPage.All.Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_modules_page_lists_every_command_as_its_own_page_does()
    {
        string text = File.ReadAllText(Path.Combine(HelpPage.Folder, "EcsTools.md")).ReplaceLineEndings("\n");
        MatchCollection entries = Regex.Matches(text, @"^### \[(.+?)\]\(\1\.md\)\n\n(.+)$", RegexOptions.Multiline);

        Assert.Equal(HelpPage.All.Select(p => (p.Name, p.Synopsis)), entries.Select(m => (m.Groups[1].Value, m.Groups[2].Value)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void It_is_whole(string name)
    {
        HelpPage page = HelpPage.Of(name);

        Assert.Equal([name, .. Parts], page.Headings);
        Assert.Contains("\nexternal help file: EcsTools.dll-Help.xml\n", page.Metadata);
        Assert.Contains("\nPlatyPS schema version: 2024-05-01\n", page.Metadata);
        Assert.DoesNotContain("{{ ", page.ToString());
        Assert.All([page.Synopsis, page.Description], Assert.NotEmpty);
        Assert.True(page.Examples.Count >= 2, "It has less than two examples.");
        Assert.All(page.Examples, (e, i) => Assert.StartsWith($"Example {i + 1}: ", e.Title));
        Assert.All(page.Examples, e => Assert.NotEmpty(e.Code));
        Assert.All(page.Links, l => Assert.True(File.Exists(Path.Combine(HelpPage.Folder, l.Address)) && l.Address == l.Name + ".md", l.Name));
        Assert.NotEmpty(page.Links);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void It_describes_each_parameter_as_it_is(string name)
    {
        Dictionary<string, ParameterMetadata> real = Shown(commands.All[name]).ToDictionary(p => p.Name);
        IReadOnlyList<HelpParameter> told = HelpPage.Of(name).Parameters;

        Assert.Equal(real.Keys.Order(StringComparer.OrdinalIgnoreCase), told.Select(p => p.Name));
        foreach (HelpParameter parameter in told)
        {
            ParameterMetadata metadata = real[parameter.Name];
            Assert.NotEmpty(parameter.Description);
            Assert.Equal((parameter.Name, metadata.ParameterType.ToString()), (parameter.Name, parameter.Type));
            Assert.Equal(metadata.Aliases, parameter.Aliases);
            Assert.Equal(SetsOf(metadata), parameter.Sets);
            Assert.Equal((parameter.Name, TakesWildcards(name, metadata)), (parameter.Name, parameter.TakesWildcards));
            Assert.Equal(AcceptedValues(metadata), parameter.AcceptedValues);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_defaults_it_tells_are_those_of_the_command(string name)
    {
        object command = Activator.CreateInstance(commands.All[name].ImplementingType)!;
        object[] holders = command is IDynamicParameters more ? [command, more.GetDynamicParameters()!] : [command];
        foreach (HelpParameter parameter in HelpPage.Of(name).Parameters)
        {
            object? value = holders
                .Select(h => h.GetType().GetProperty(parameter.Name)?.GetValue(h))
                .FirstOrDefault(v => v is not null);
            switch (value)
            {
                case Enum when parameter.Default.Length > 0:
                case int and not 0:
                case double:
                    Assert.Equal((parameter.Name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!), (parameter.Name, parameter.Default));
                    Assert.True(parameter.Description.Contains(parameter.Default, StringComparison.Ordinal), $"-{parameter.Name} does not tell its default.");
                    break;
                case SwitchParameter:
                    Assert.True(parameter.Default is "False" or "Both", parameter.Name);
                    break;
            }
        }

        (command as IDisposable)?.Dispose();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Its_syntax_has_every_parameter_of_every_set(string name)
    {
        CmdletInfo command = commands.All[name];
        IReadOnlyDictionary<string, string> syntax = HelpPage.Of(name).Syntax;

        Assert.Equal(
            command.ParameterSets.Select(s => s.Name + (s.IsDefault && s.Name != ParameterAttribute.AllParameterSets ? " (Default)" : "")).Order(StringComparer.Ordinal),
            syntax.Keys.Order(StringComparer.Ordinal));
        foreach (CommandParameterSetInfo set in command.ParameterSets)
        {
            string line = syntax.Single(s => s.Key.Split(' ')[0] == set.Name).Value;
            IEnumerable<string> expected = set.Parameters
                .Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && !IsHidden(p.Attributes))
                .Select(Render);
            Assert.Equal(expected.Order(StringComparer.Ordinal), Tokens(line[name.Length..]).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void It_tells_what_comes_through_the_pipeline_and_what_goes_on(string name)
    {
        CmdletInfo command = commands.All[name];
        IEnumerable<string> taken = Shown(command)
            .Where(p => p.ParameterSets.Values.Any(s => s.ValueFromPipeline || s.ValueFromPipelineByPropertyName))
            .Select(p => p.ParameterType.ToString())
            .Distinct();
        IEnumerable<string> written = command.OutputType.Select(t => t.Name).Distinct();
        HelpPage page = HelpPage.Of(name);

        Assert.Equal(OrNone(taken), page.Inputs.Select(i => i.Title).Order(StringComparer.Ordinal));
        Assert.Equal(OrNone(written), page.Outputs.Select(o => o.Title).Order(StringComparer.Ordinal));
        Assert.All(page.Inputs.Concat(page.Outputs), t => Assert.NotEmpty(t.Text));
    }

    private static string[] OrNone(IEnumerable<string> types) => [.. types.DefaultIfEmpty("None").Order(StringComparer.Ordinal)];

    private static IEnumerable<ParameterMetadata> Shown(CommandInfo command) =>
        command.Parameters.Values.Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && !IsHidden(p.Attributes));

    private static bool IsHidden(IEnumerable<Attribute> attributes) => attributes.OfType<ParameterAttribute>().Any(a => a.DontShow);

    private static IEnumerable<(string, string, bool, bool, bool)> SetsOf(ParameterMetadata parameter) => parameter.ParameterSets
        .Select(s => (
            s.Key == ParameterAttribute.AllParameterSets ? "(All)" : s.Key,
            s.Value.Position == int.MinValue ? "Named" : s.Value.Position.ToString(System.Globalization.CultureInfo.InvariantCulture),
            s.Value.IsMandatory,
            s.Value.ValueFromPipeline,
            s.Value.ValueFromPipelineByPropertyName))
        .OrderBy(s => s.Item1, StringComparer.Ordinal);

    private static bool TakesWildcards(string command, ParameterMetadata parameter) =>
        parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any() || (parameter.Name == "Name" && PowerCommands.Contains(command));

    private static IEnumerable<string> AcceptedValues(ParameterMetadata parameter)
    {
        Type type = parameter.ParameterType.GetElementType() ?? parameter.ParameterType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault()?.ValidValues ?? (type.IsEnum ? Enum.GetNames(type) : []);
    }

    private static string Render(CommandParameterInfo parameter)
    {
        string name = parameter.Position == int.MinValue ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        string value = parameter.ParameterType == typeof(SwitchParameter) ? "" : " <>";
        return parameter.IsMandatory ? name + value : $"[{name}{value}]";
    }

    private static IEnumerable<string> Tokens(string syntax) =>
        Regex.Matches(Regex.Replace(syntax, "<[^>]*>", "<>"), @"\[\[-\w+\] <>\]|\[-\w+\] <>|\[-\w+ <>\]|\[-\w+\]|-\w+ <>|-\w+").Select(m => m.Value);
}
