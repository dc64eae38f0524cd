using System.Management.Automation.Language;

namespace EcsTools.Tests.Help;

/// <summary>Commands that help shows.</summary>
internal static class HelpScript
{
    /// <summary>Checks that they are PowerShell, and that our commands among them have the parameters that are named.</summary>
    /// <param name="code">The commands.</param>
    /// <returns>The names of all commands in them.</returns>
    public static IReadOnlyList<string> Check(string code)
    {
        ScriptBlockAst script = Parser.ParseInput(code, out _, out ParseError[] errors);
        CommandAst[] commands = [.. script.FindAll(a => a is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()];

        Assert.True(errors.Length == 0, $"{errors.FirstOrDefault()}: {code}");
        foreach (CommandAst command in commands.Where(c => c.GetCommandName().Contains("-Ecs", StringComparison.Ordinal)))
        {
            string[] known = [.. HelpPage.Of(command.GetCommandName()).Parameters.Select(p => p.Name), .. Cmdlet.CommonParameters];
            Assert.All(command.CommandElements.OfType<CommandParameterAst>(), p => Assert.Contains(p.ParameterName, known));
        }

        return [.. commands.Select(c => c.GetCommandName())];
    }
}
