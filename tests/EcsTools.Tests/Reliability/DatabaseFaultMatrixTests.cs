using EcsTools.Core.Tests.State;
using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Tests.Reliability;

/// <summary>The rows of the fault matrix that concern the journal, with the state in a database. Which one it is holds for the whole process, so that nothing runs beside.</summary>
[Collection(nameof(DatabaseFaultMatrixTests))]
[CollectionDefinition(nameof(DatabaseFaultMatrixTests), DisableParallelization = true)]
public sealed class DatabaseFaultMatrixTests(PostgresServer server, ITestOutputHelper output)
{
    // As FaultMatrixTests, along the diagonals.
    private const int Slice = 41;

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void A_slice_of_the_rows_holds(string account)
    {
        int number = Array.IndexOf(ChangingCommand.AllAccounts, account);

        Check(account, (row, column) => ((row * 7) + column + (number * 11)) % Slice == 0);
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void The_whole_rows_hold(string account) => Check(account, (_, _) => true);

    private void Check(string account, Func<int, int, bool> isPlayed)
    {
        using ChildDatabase database = new(server);
        FaultMatrixResult[] cells = FaultMatrixTests.Play(account, database, (row, column) => FaultCase.All[row].Journal != JournalFault.None && isPlayed(row, column));

        output.WriteLine($"{account}: {cells.Length} cells: {string.Join(", ", cells.GroupBy(c => c.Told).Select(g => $"{g.Key} {g.Count()}"))}");
        Assert.NotEmpty(cells);
        FaultMatrixTests.Check(cells);
    }
}
