using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety;

namespace EcsTools.Tests.Reliability;

/// <summary>A command as one row of the table of what is asked.</summary>
/// <param name="Title">What the row is called.</param>
/// <param name="Name">The cmdlet.</param>
/// <param name="Target">What comes through the pipeline, as PowerShell; empty for a cmdlet that takes nothing.</param>
/// <param name="Arguments">All other arguments.</param>
internal sealed record AskingRow(string Title, string Name, string Target, string Arguments)
{
    private const string Twelve = "(Get-EcsInstance node-*)[0..11]";

    /// <summary>Every cmdlet that sends a change (Approve-EcsPlan and Export-EcsReport send nothing), and some with what makes them ask differently.</summary>
    public static readonly IReadOnlyList<AskingRow> All =
    [
        .. ChangingCommand.All.Where(c => c.Key is not ("Approve-EcsPlan" or "Copy-EcsState" or "Export-EcsReport" or "Initialize-EcsStateStore")).OrderBy(c => c.Key, StringComparer.Ordinal).SelectMany(c => Rows(c.Key, c.Value)),
    ];

    /// <summary>What is done for real before.</summary>
    public string Before { get; init; } = "";

    /// <summary>The account.</summary>
    public string Account { get; init; } = SandboxFixture.Alibaba;

    /// <summary>A name with wildcards that stands for the target, or null where the target is no name.</summary>
    public string? Wildcard => Target.StartsWith('\'') ? Target[..^2] + "?'" : null;

    private static IEnumerable<AskingRow> Rows(string name, ChangingCommand command)
    {
        string[] words = command.Arguments.StartsWith('-') ? ["", command.Arguments] : command.Arguments.Split(' ', 2);
        string target = words[0] == "$operation.OperationId" ? "$operation" : words[0].Length == 0 || words[0].StartsWith('$') ? words[0] : $"'{words[0]}'";
        AskingRow row = new(name, name, target, words.Length > 1 ? words[1] : "") { Before = command.Before, Account = command.Accounts[0] };
        yield return row;
        if (row.Arguments.Contains("-Backup None", StringComparison.Ordinal))
        {
            yield return row with { Title = $"{name}, no -Backup", Arguments = row.Arguments.Replace("-Backup None", "", StringComparison.Ordinal).Trim() };
        }

        if (name is "Stop-EcsInstance" or "Restart-EcsInstance")
        {
            yield return row with { Title = $"{name}, 12 servers", Target = Twelve };
        }
    }
}
