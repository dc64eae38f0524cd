using EcsTools.Tests.Help;

namespace EcsTools.Tests.Commands;

/// <summary>How common parameters are usually abbreviated stays theirs: no parameter of ours begins like that.</summary>
public sealed class ParameterNameTests
{
    private static readonly string[] Usual =
    [
        "Conf", "Wh", "Verb", "Deb", "ErrorA", "ErrorV", "WarningA", "WarningV", "InformationA", "InformationV", "ProgressA", "OutV", "OutB", "Pipe",
    ];

    [Fact]
    public void EveryCmdlet_UsualAbbreviation_MeansTheCommonParameter()
    {
        using ModuleCommands commands = new();

        Assert.Equal([], commands.All.Values.SelectMany(Violations).Order());
    }

    // The aliases of common parameters, for example -wi and -cf, are matched whole and before any abbreviation.
    [Fact]
    public void EveryCmdlet_AliasOfACommonParameter_IsNotTaken()
    {
        using ModuleCommands commands = new();
        HashSet<string> taken = new(["vb", "db", "ea", "ev", "wa", "wv", "infa", "iv", "ov", "ob", "pv", "wi", "cf", "proga"], StringComparer.OrdinalIgnoreCase);

        Assert.Equal([], commands.All.Values.SelectMany(c => Names(c).Where(taken.Contains).Select(n => $"{c.Name} -{n}")));
    }

    private static IEnumerable<string> Violations(CmdletInfo command) =>
        from usual in Usual
        from name in Names(command)
        where name.StartsWith(usual, StringComparison.OrdinalIgnoreCase)
        select $"{command.Name} -{name}";

    private static IEnumerable<string> Names(CmdletInfo command) => command.Parameters.Values
        .Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && !Cmdlet.OptionalCommonParameters.Contains(p.Name))
        .SelectMany(p => p.Aliases.Prepend(p.Name));
}
