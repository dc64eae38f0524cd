using EcsTools.Core.Auditing;
using EcsTools.Core.Journaling;
using EcsTools.Core.State;

namespace EcsTools.Core.Tests.State;

/// <summary>The state moves from files to a database and back, and what is lost or mixed shows.</summary>
public sealed class StateCopyTests(PostgresServer server) : IDisposable
{
    private const string Server = "0123456789abcdef01234567";
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-copy-").FullName;
    private readonly StateDatabase _database = new(server);

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Run_FromFilesToTheDatabaseAndBack_KeepsEverything()
    {
        IStateStore files = Files("a");
        Fill(files, 3);

        EcsStateCopy there = StateCopy.Run(files, _database.Open());
        EcsStateCopy back = StateCopy.Run(_database.Open(), Files("b"));

        Assert.Equal((3, 1, 6), (there.OperationCount, there.SpentPlanCount, there.AuditRecordCount));
        Assert.Equal((there.OperationCount, there.SpentPlanCount, there.AuditRecordCount, there.Head), (back.OperationCount, back.SpentPlanCount, back.AuditRecordCount, back.Head));
        Assert.Equal(files.Audit.ReadLines().Select(l => l.Text), Files("b").Audit.ReadLines().Select(l => l.Text));
        Assert.Equal(
            files.Read().Select(o => (o.ServerKey, o.OperationId, o.ReadText())).Order(), Files("b").Read().Select(o => (o.ServerKey, o.OperationId, o.ReadText())).Order());
        Assert.False(Files("b").TrySpend("plan"));
        Assert.Empty(_database.Open().FindClaimed([.. files.Read().Select(o => o.ServerKey)]));
    }

    [Fact]
    public void Run_OnceMore_BringsWhatIsNew()
    {
        IStateStore files = Files("a");
        Fill(files, 1);
        StateCopy.Run(files, _database.Open());
        files.Audit.Append([new AuditEvent { OperationId = "later" }]);

        EcsStateCopy again = StateCopy.Run(files, _database.Open());

        Assert.Equal(3, again.AuditRecordCount);
        Assert.Equal("later", AuditReader.Read(_database.Open().Audit).Last().OperationId);
    }

    [Fact]
    public void Run_DestinationHasAnotherLog_IsRefusedAndCopiesNothing()
    {
        IStateStore files = Files("a");
        Fill(files, 1);
        IStateStore database = _database.Open();
        database.Audit.Append([new AuditEvent { OperationId = "other" }]);

        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => StateCopy.Run(files, database)).ErrorId);
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => StateCopy.Run(files, files)).ErrorId);
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => StateCopy.Run(Files("none"), database)).ErrorId);
        Assert.Empty(database.Read());
        Assert.Empty(database.ReadSpent());
    }

    [Fact]
    public void Run_OperationIsBeingCarriedOut_IsRefused()
    {
        IStateStore files = Files("a");
        Fill(files, 1);
        IStateStore database = _database.Open();
        using IDisposable claim = files.TryClaim(files.Read().First().ServerKey)!;

        Assert.Equal(EcsErrorId.OperationInProgress, Assert.Throws<EcsException>(() => StateCopy.Run(files, database)).ErrorId);
        Assert.Empty(database.Read());
    }

    [Fact]
    public void Run_LogIsNotIntact_IsRefused()
    {
        IStateStore files = Files("a");
        Fill(files, 1);
        string log = Directory.GetFiles(_folder, "audit-*.jsonl", SearchOption.AllDirectories).Single();
        File.WriteAllText(log, File.ReadAllText(log).Replace("op0", "op9"));
        IStateStore database = _database.Open();

        Assert.Equal(EcsErrorId.AuditDamaged, Assert.Throws<EcsException>(() => StateCopy.Run(files, database)).ErrorId);
        Assert.Empty(database.Read());
    }

    private static void Fill(IStateStore store, int count)
    {
        store.Prepare();
        for (int i = 0; i < count; i++)
        {
            string key = Server.Substring(1) + i;
            using IDisposable claim = store.TryClaim(key)!;
            store.Audit.Append([new AuditEvent { OperationId = $"op{i}" }, new AuditEvent { OperationId = $"op{i}" }]);
            store.Write(key, $"op{i}", $"text {i}");
        }

        store.TrySpend("plan");
    }

    private FileStateStore Files(string name) => new(Path.Combine(_folder, name));
}
