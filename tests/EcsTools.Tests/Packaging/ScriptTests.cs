using System.Management.Automation.Language;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Packaging;

/// <summary>Scripts that only those can run who have PowerShell with Pester: at least they parse, and call what there is.</summary>
public sealed class ScriptTests
{
    private static readonly string[] Folders = [".", "docs/examples", "docs/picture", "tests", "tests/pester"];

    public static TheoryData<string> Scripts =>
    [
        .. Folders.Select(f => Path.Combine(Repository.Root, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.GetFiles(f, "*.ps1"))
            .Select(f => Path.GetRelativePath(Repository.Root, f)),
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void It_parses_and_calls_commands_and_parameters_that_there_are(string script)
    {
        using ModuleSession session = new();
        ScriptBlockAst parsed = Parser.ParseFile(Path.Combine(Repository.Root, script), out _, out ParseError[] errors);
        Assert.Empty(errors);

        CommandAst[] ours = [.. parsed.FindAll(a => a is CommandAst c && c.GetCommandName() is { } name && name.Contains("-Ecs", StringComparison.Ordinal), searchNestedScriptBlocks: true).Cast<CommandAst>()];
        string[] unknown =
        [
            .. from command in ours
               from parameter in command.CommandElements.OfType<CommandParameterAst>()
               where (bool)session.Run("-not (Get-Command $name -Module EcsTools -ErrorAction Ignore) -or -not (Get-Command $name).ResolveParameter($parameter)",
                   ("name", command.GetCommandName()), ("parameter", parameter.ParameterName)).Single().BaseObject
               select command.Extent.Text,
        ];

        Assert.Empty(unknown);
    }
}
