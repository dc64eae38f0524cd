using EcsTools.Core.Auditing;
using EcsTools.Core.State;

using Microsoft.Extensions.Time.Testing;

[assembly: AssemblyFixture(typeof(EcsTools.Core.Tests.State.PostgresServer))]

namespace EcsTools.Core.Tests.State;

/// <summary>What the journal relies on, of both stores from one table: a folder and a database.</summary>
public sealed class StateStoreTests(PostgresServer server) : IDisposable
{
    private const string Server = "0123456789abcdef01234567";
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-state-").FullName;
    private StateDatabase? _database;

    public void Dispose()
    {
        _database?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<string> Kinds => ["files", "postgres"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_UnderTheClaim_IsReadByServerAndById(string kind)
    {
        IStateStore store = Open(kind);
        Write(store, Server, "op1", "first ü");
        Write(store, Server, "op1", "second");
        Write(store, new string('b', 24), "OP2", "other");

        IStateStore another = Open(kind);

        Assert.Equal(["other", "second"], another.Read().Select(o => o.ReadText()).Order());
        StoredOperation found = Assert.Single(another.ReadOf([Server, new string('c', 24)]));
        Assert.Equal((Server, "op1", "second"), (found.ServerKey, found.OperationId, found.ReadText()));
        Assert.Equal("OP2", Assert.Single(another.ReadById(["op2", "op3"])).OperationId);
        Assert.Empty(another.ReadOlder(DateTimeOffset.UtcNow.AddHours(-1)));
        StoredOperation old = another.ReadOlder(DateTimeOffset.UtcNow.AddHours(1)).First(o => o.OperationId == "op1");
        another.Delete(old);
        Assert.Equal("OP2", Assert.Single(store.Read()).OperationId);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TryClaim_ServerThatIsClaimed_IsRefusedUntilItIsReleased(string kind)
    {
        IStateStore first = Open(kind);
        IStateStore second = Open(kind);
        IDisposable claim = first.TryClaim(Server)!;

        Assert.Null(second.TryClaim(Server));
        Assert.Null(first.TryClaim(Server));
        Assert.Equal([Server], second.FindClaimed([Server, "other"]));
        using IDisposable? other = second.TryClaim("other");
        Assert.NotNull(other);

        claim.Dispose();
        claim.Dispose();

        Assert.Equal(["other"], first.FindClaimed([Server, "other"]));
        using IDisposable? again = second.TryClaim(Server);
        Assert.NotNull(again);
        Assert.Null(first.TryClaim(Server));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TryClaim_ManyAtOnce_OneGetsIt(string kind)
    {
        IStateStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => Open(kind))];

        IDisposable?[] claims = [.. Enumerable.Range(0, 32).AsParallel().WithDegreeOfParallelism(16).Select(i => stores[i % 4].TryClaim(Server))];

        Assert.Single(claims.OfType<IDisposable>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TryClaim_ManyServersAtOnce_AllAreKept(string kind)
    {
        IStateStore store = Open(kind);

        IDisposable[] claims = [.. Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(16).Select(i =>
        {
            IDisposable claim = store.TryClaim($"{i:x24}")!;
            store.Write($"{i:x24}", $"op{i}", "text");
            return claim;
        })];

        Assert.Equal(64, Open(kind).FindClaimed([.. Enumerable.Range(0, 64).Select(i => $"{i:x24}")]).Count);
        Assert.Equal(64, store.Read().Count());
        Array.ForEach(claims, c => c.Dispose());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WaitForReleaseAsync_ServerIsReleasedOrTheTimeIsUp_Ends(string kind)
    {
        IStateStore first = Open(kind);
        IStateStore second = Open(kind);
        FakeTimeProvider time = new();
        IDisposable claim = first.TryClaim(Server)!;
        Task waiting = second.WaitForReleaseAsync(Server, TimeSpan.FromSeconds(5), time, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        claim.Dispose();
        time.Advance(TimeSpan.FromSeconds(kind == "files" ? 5 : 0));

        await waiting;
        using IDisposable again = first.TryClaim(Server)!;
        using CancellationTokenSource stop = new();
        Task stopped = second.WaitForReleaseAsync(Server, TimeSpan.FromSeconds(5), time, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TrySpend_Plan_IsNotedOnceUntilItIsReturned(string kind)
    {
        IStateStore store = Open(kind);

        Assert.True(store.TrySpend("plan"));
        Assert.False(Open(kind).TrySpend("plan"));
        Assert.Equal(["plan"], store.ReadSpent());
        store.Unspend("plan");
        store.Unspend("never");
        Assert.True(Open(kind).TrySpend("plan"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Append_FromSeveralSides_IsOneChain(string kind)
    {
        IAuditLog[] logs = [.. Enumerable.Range(0, 4).Select(_ => Open(kind).Audit)];

        Parallel.For(0, 40, i => logs[i % 4].Append([Event($"op{i}"), Event($"op{i}, second")]));

        EcsAuditCheck check = AuditReader.Check(Open(kind).Audit, null);
        Assert.Empty(check.Problems);
        Assert.Equal(80, check.RecordCount);
        Assert.Equal(40, AuditReader.Read(logs[0]).Where(r => !r.OperationId.Contains("second")).Select(r => r.OperationId).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadLines_MoreThanAreFetchedAtOnce_AreReadInOrder(string kind)
    {
        IAuditLog log = Open(kind).Audit;
        log.Append([.. Enumerable.Range(1, 2005).Select(i => Event($"op{i}"))]);
        log.Append([]);

        Assert.Equal(Enumerable.Range(1, 2005).Select(i => $"op{i}"), AuditReader.Read(log).Select(r => r.OperationId));
        Assert.Empty(AuditReader.Check(log, null).Problems);
    }

    private static AuditEvent Event(string id) => new() { OperationId = id, Operation = "Stop", Detail = "ü \" \n" };

    private static void Write(IStateStore store, string key, string id, string text)
    {
        using IDisposable claim = store.TryClaim(key)!;
        store.Write(key, id, text);
    }

    private IStateStore Open(string kind)
    {
        IStateStore store = kind == "files" ? new FileStateStore(_folder) : (_database ??= new StateDatabase(server)).Open();
        store.Prepare();
        return store;
    }
}
