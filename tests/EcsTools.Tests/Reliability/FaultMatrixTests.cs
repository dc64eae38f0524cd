using System.Globalization;
using System.Text;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Tests.Reliability;

/// <summary>
/// Every fault under every changing cmdlet at one cloud: what was done is what the user was told, no more; other servers are as they
/// were; no secret is written; and what is left open can be settled. A slice runs always; the whole, with its report, by
/// <c>dotnet run --project tests/EcsTools.Tests -- -explicit only -class "*FaultMatrix*"</c>.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="output">Where the report is printed.</param>
public abstract class FaultMatrixTests(string account, ITestOutputHelper output)
{
    // One in so many cells, along the diagonals: every fault and every command is met somewhere.
    private const int Slice = 41;

    // Invoke-EcsCommand is the guest's business elsewhere (SshGuestTests), and Stop-EcsSandbox no cloud's. Killed processes: KilledProcessTests.
    private static readonly (string Name, ChangingCommand Command)[] Commands =
    [
        .. ChangingCommand.All.Where(c => !ChangingCommand.Local.Contains(c.Key)).Select(c => (c.Key, c.Value)),

        // Two changes in one operation.
        ("Set-EcsInstanceSize -Bandwidth 20", new("web-01 -Size $size -StopFirst") { Before = "$size = @(Get-EcsInstance web-01 | Get-EcsInstanceSize -Available)[0].Name" }),
    ];

    /// <summary>The matrix at Alibaba Cloud.</summary>
    public sealed class OnAlibaba(ITestOutputHelper output) : FaultMatrixTests(SandboxFixture.Alibaba, output);

    /// <summary>The matrix at Huawei Cloud.</summary>
    public sealed class OnHuawei(ITestOutputHelper output) : FaultMatrixTests(SandboxFixture.Huawei, output);

    /// <summary>The matrix at Open Telekom Cloud.</summary>
    public sealed class OnOpenTelekom(ITestOutputHelper output) : FaultMatrixTests(SandboxFixture.OpenTelekom, output);

    [Fact]
    public void A_slice_of_the_matrix_holds()
    {
        int number = Array.IndexOf(ChangingCommand.AllAccounts, account);

        Check(Play((row, column) => ((row * 7) + column + (number * 11)) % Slice == 0));
    }

    // Whatever the fault, the error is of one server and says which: every cmdlet under some faults of each kind. Open Telekom Cloud is reached by the code of
    // Huawei Cloud, and has the rest at night.
    [Fact]
    public void EveryCommand_CloudRefusesOrBreaksDown_ErrorNamesTheServer()
    {
        string[] faults = account == SandboxFixture.OpenTelekom ? ["500 to all writes"] : ["500 to all reads", "500 to all writes", "HTML: answer to the write"];

        Check(Play((row, _) => faults.Contains(FaultCase.All[row].Name)));
    }

    [Fact(Explicit = true)]
    public void The_whole_matrix_holds()
    {
        FaultMatrixResult[] cells = Play((_, _) => true);

        string report = Report(cells);
        output.WriteLine(report);
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "out", "reliability")).FullName, $"faults-{account}.md");
        File.WriteAllText(file, report);
        Check(cells);
    }

    internal static void Check(FaultMatrixResult[] cells) =>
        Assert.True(cells.All(c => c.Problems.Count == 0), string.Join(Environment.NewLine, cells.Where(c => c.Problems.Count > 0)));

    /// <summary>Plays a part of the matrix.</summary>
    /// <param name="database">Where the state is; null for folders.</param>
    /// <param name="isPlayed">Tells which part, by the numbers of row and column.</param>
    internal static FaultMatrixResult[] Play(string account, ChildDatabase? database, Func<int, int, bool> isPlayed)
    {
        using FaultMatrixFixture bench = new(account, database);
        return
        [
            .. from row in Enumerable.Range(0, FaultCase.All.Count)
               from column in Enumerable.Range(0, Commands.Length)
               where isPlayed(row, column) && FaultCase.All[row].Accounts.Contains(account) && IsOffered(account, Commands[column])
               select bench.Try(Commands[column].Name, Commands[column].Command, FaultCase.All[row]),
        ];
    }

    private FaultMatrixResult[] Play(Func<int, int, bool> isPlayed) => Play(account, null, isPlayed);

    private static bool IsOffered(string account, (string Name, ChangingCommand Command) row) =>
        row.Command.Accounts.Contains(account) && (row.Name != "Invoke-EcsCommand" || account == SandboxFixture.Alibaba);

    private string Report(FaultMatrixResult[] cells)
    {
        string[] names = [.. Commands.Where(c => IsOffered(account, c)).Select(c => c.Name)];
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"### {account}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| Fault | {string.Join(" | ", names)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(Enumerable.Repeat("---|", names.Length))}");
        foreach (IGrouping<FaultCase, FaultMatrixResult> row in cells.GroupBy(c => c.Fault))
        {
            Dictionary<string, FaultMatrixResult> byName = row.ToDictionary(c => c.Command);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Key.Name} | {string.Join(" | ", names.Select(n => Mark(byName[n])))} |");
        }

        string counts = string.Join(", ", cells.GroupBy(c => c.Told).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()}"));
        return text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{cells.Length} cells: {counts}; {cells.Count(c => c.Problems.Count > 0)} with a problem.").ToString();
    }

    private static string Mark(FaultMatrixResult cell)
    {
        string mark = cell.Told switch
        {
            ReportedOutcome.Done => "done",
            ReportedOutcome.NotDone => "-",
            ReportedOutcome.NotEnded => "open",
            ReportedOutcome.Unknown => "?",
            _ => "n/a",
        };
        return (cell.Settled.Length > 0 ? $"{mark}: {cell.Settled}" : mark) + (cell.Problems.Count > 0 ? " **!**" : "");
    }
}
