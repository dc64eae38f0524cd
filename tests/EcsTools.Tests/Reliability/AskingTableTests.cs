using System.Globalization;
using System.Text;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Reliability;

/// <summary>
/// What every changing command asks and sends, by switch, preference and surroundings, from runs in the sandbox: the table in
/// docs/reliability.md. With <c>ECSTOOLS_WRITE_TABLES=1</c> it is written there instead of compared.
/// </summary>
public sealed class AskingTableTests : IDisposable
{
    private const string Begin = "<!-- asking: begin -->";
    private const string End = "<!-- asking: end -->";
    private const string NotOffered = "n/a";
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "reliability.md");
    private readonly ModuleSession _session = new();
    private bool _isOpen;
    private AskingRow? _prepared;

    // What is asked of whom, and how the command is given: {0} is the target, {1} the cmdlet, {2} its other arguments.
    private static readonly (string Title, string Form, string? Answer)[] Columns =
    [
        ("Enter", "{0} | {1} {2}", RecordingUserInterface.Enter),
        ("n", "{0} | {1} {2}", "No"),
        ("y", "{0} | {1} {2}", "Yes"),
        ("-Force", "{0} | {1} {2} -Force", RecordingUserInterface.Enter),
        ("-Confirm:$false", "{0} | {1} {2} -Confirm:$false", RecordingUserInterface.Enter),
        ("None", "$ConfirmPreference = 'None'; {0} | {1} {2}", RecordingUserInterface.Enter),
        ("Low", "$ConfirmPreference = 'Low'; {0} | {1} {2}", RecordingUserInterface.Enter),
        ("Medium", "$ConfirmPreference = 'Medium'; {0} | {1} {2}", RecordingUserInterface.Enter),
        ("High", "$ConfirmPreference = 'High'; {0} | {1} {2}", RecordingUserInterface.Enter),
        ("-WhatIf", "{0} | {1} {2} -WhatIf", RecordingUserInterface.Enter),
        ("no prompt possible", "{0} | {1} {2}", null),
        ("wildcard", "{0} | {1} {2}", RecordingUserInterface.Enter),
        ("upstream error", "& {{ {0}; throw 'upstream' }} | {1} {2} -Confirm:$false", RecordingUserInterface.Enter),
        ("output ends early", "do {{ {0} | {1} {2} -Confirm:$false | ForEach-Object {{ break }} }} while ($false)", RecordingUserInterface.Enter),
    ];

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task EveryChangingCommand_EverySurrounding_AsksAndSendsAsTheDocumentSays()
    {
        string table = await TableAsync();

        string text = await File.ReadAllTextAsync(Document, TestContext.Current.CancellationToken);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ECSTOOLS_WRITE_TABLES") == "1")
        {
            await File.WriteAllTextAsync(Document, $"{text[..from]}\n\n{table}\n{text[to..]}", TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(table.Trim().Split('\n'), text[from..to].Trim().ReplaceLineEndings("\n").Split('\n'));
    }

    private async Task<string> TableAsync()
    {
        StringBuilder table = new();
        string[] titles = [.. Columns.Select(c => c.Title), "Ctrl+C"];
        table.Append(CultureInfo.InvariantCulture, $"| Command | {string.Join(" | ", titles)} |\n|---|{string.Concat(titles.Select(_ => "---|"))}\n");
        // The interrupted ones mostly wait: they do so beside the others.
        Task<string[]> interrupting = Task.Run(InterruptAllAsync);
        string[][] played = [.. AskingRow.All.Select(row => Columns.Select(c => Play(row, c)).ToArray())];
        foreach ((AskingRow row, string[] cells, string interrupted) in AskingRow.All.Zip(played, await interrupting))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row.Title} | {string.Join(" | ", cells)} | {interrupted} |\n");
        }

        return table.ToString();
    }

    private string Play(AskingRow row, (string Title, string Form, string? Answer) column)
    {
        string? target = column.Title == "wildcard" ? row.Wildcard : row.Target;
        bool needsTarget = column.Title is "wildcard" or "upstream error";
        if (target is null || (needsTarget && target.Length == 0) || (column.Title == "-Force" && !HasForce(row.Name)))
        {
            return NotOffered;
        }

        Prepare(row);
        _session.Records.Reply = column.Answer is null ? null : question => Reply(question, column.Answer);
        int before = Writes();
        Outcome outcome = _session.Invoke("& { " + Script(column.Form, row, target) + " }");
        int? sent = _session.Run("Get-EcsSandbox").Count == 0 ? null : Writes() - before;
        _session.Records.Reply = null;
        _isOpen = sent == 0; // what has changed nothing leaves the sandbox to the next
        string asked = _session.Records.Questions.Count == 0 ? "" : $"asks ({string.Join(", ", _session.Records.Questions.Select(q => q.Default))}), ";
        string error = string.Concat(outcome.ErrorIds.Distinct().Where(id => id != "upstream").Select(id => $"{id}, "));
        return asked + error + (sent is null ? "stopped" : sent.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<string[]> InterruptAllAsync()
    {
        List<string> cells = [];
        foreach (AskingRow row in AskingRow.All)
        {
            cells.Add(await InterruptAsync(row));
        }

        return [.. cells];
    }

    // At the pace of the wall, where the cloud takes minutes: as soon as something was sent, or what was sent before is waited for.
    private static async Task<string> InterruptAsync(AskingRow row)
    {
        if (row.Target.Length == 0)
        {
            return NotOffered;
        }

        using SandboxFixture bench = new("-Listen -TimeScale 1 -InstanceCount 40");
        using ModuleSession session = new();
        bench.Connect(row.Account, session);
        session.Run(string.Join(';', row.Before.Split(';').Where(s => !s.Contains("New-EcsSnapshot", StringComparison.Ordinal)))); // one is there; another takes minutes
        session.Records.Reply = question => question.Answers.Contains("Yes") ? "Yes" : "None";
        session.Records.Clear();
        int before = bench.Sandbox.WriteCount;
        bool sendsNothing = row.Name == "Resume-EcsOperation";
        await session.InterruptAsync(
            Script("{0} | {1} {2}", row, row.Target),
            () => sendsNothing ? session.Records.Progress.Count > 1 : bench.Sandbox.WriteCount > before,
            TestContext.Current.CancellationToken);
        return (bench.Sandbox.WriteCount - before).ToString(CultureInfo.InvariantCulture);
    }

    private static string Script(string form, AskingRow row, string target)
    {
        string script = string.Format(CultureInfo.InvariantCulture, form, target, row.Name, row.Arguments);
        return target.Length == 0 ? script.Replace(" | " + row.Name, row.Name, StringComparison.Ordinal) : script;
    }

    private static string Reply(Question question, string answer) =>
        answer == RecordingUserInterface.Enter || question.Answers.Contains(answer) ? answer : "None";

    private void Prepare(AskingRow row)
    {
        if (!_isOpen)
        {
            _session.Run("if (Get-EcsSandbox) { Stop-EcsSandbox -Confirm:$false }; $null = Start-EcsSandbox -TimeScale ([double]::PositiveInfinity) -InstanceCount 40");
        }

        if (!_isOpen || _prepared != row)
        {
            _session.Run($"$null = Select-EcsAccount {row.Account}; {row.Before}");
            _prepared = row;
        }

        _isOpen = true;
        _session.Records.Clear();
    }

    private bool HasForce(string name) => (bool)_session.Run($"(Get-Command {name}).Parameters.ContainsKey('Force')")[0].BaseObject;

    private int Writes() => ((EcsSandbox)_session.Run("Get-EcsSandbox")[0].BaseObject).WriteCount;
}
