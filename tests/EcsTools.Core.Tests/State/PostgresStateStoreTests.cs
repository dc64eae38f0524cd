using EcsTools.Core.Auditing;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.State;
using EcsTools.Postgres;

using Microsoft.Extensions.Time.Testing;

using Npgsql;

namespace EcsTools.Core.Tests.State;

/// <summary>What only a database does: leases that end, and runners that are cut off from it. A lease that has ended stops all changes of this process.</summary>
[Collection(nameof(PostgresStateStoreTests))]
[CollectionDefinition(nameof(PostgresStateStoreTests), DisableParallelization = true)]
public sealed class PostgresStateStoreTests(PostgresServer server) : IDisposable
{
    private const string Server = "0123456789abcdef01234567";
    private readonly StateDatabase _database = new(server);

    public void Dispose() => _database.Dispose();

    [Fact]
    public void TryClaim_LeaseOfItsHolderHasEnded_IsTakenOverAndTheHolderWritesNoMore()
    {
        PostgresStateStore gone = _database.Open();
        IDisposable claim = gone.TryClaim(Server)!;
        gone.Write(Server, "op1", "first");
        PostgresStateStore next = _database.Open();
        Assert.Null(next.TryClaim(Server));
        EndLeases();

        Assert.Empty(next.FindClaimed([Server]));
        using IDisposable taken = next.TryClaim(Server)!;

        Assert.NotNull(taken);
        Assert.Throws<IOException>(() => gone.Write(Server, "op1", "second"));
        Assert.Equal("first", Assert.Single(next.Read()).ReadText());
        claim.Dispose();
        Assert.Equal([Server], gone.FindClaimed([Server]));
        next.Write(Server, "op1", "third");
    }

    [Fact]
    public void Write_LeaseHasEndedButNobodyTookTheServer_IsStillOurs()
    {
        PostgresStateStore store = _database.Open();
        using IDisposable claim = store.TryClaim(Server)!;
        EndLeases();

        store.Write(Server, "op1", "text");

        Assert.Equal("text", Assert.Single(store.Read()).ReadText());
    }

    [Fact]
    public void Write_WithoutAClaim_IsRefused() => Assert.Throws<IOException>(() => _database.Open().Write(Server, "op1", "text"));

    [Fact]
    public void CheckConditions_LeaseCouldNotBeRenewedInTime_RefusesToSend()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        PostgresStateStore store = _database.Open(time);
        WriteGuard.CheckConditions("a change");
        IDisposable claim = store.TryClaim(Server)!;
        WriteGuard.CheckConditions("a change");

        _database.Execute("ALTER TABLE runner RENAME TO runner_gone");
        time.Advance(RunnerLease.Length);
        try
        {
            EcsException error = Assert.Throws<EcsException>(() => WriteGuard.CheckConditions("a change"));
            Assert.Equal((EcsErrorId.JournalUnavailable, true), (error.ErrorId, error.WasNotCarriedOut));
        }
        finally
        {
            _database.Execute("ALTER TABLE runner_gone RENAME TO runner");
        }

        claim.Dispose();
        WriteGuard.CheckConditions("a change");
    }

    // The lease of a process without claims has ended long ago, or there was none.
    [Fact]
    public async Task CheckConditions_FirstClaimIsBeingAskedFor_LetsOthersSend()
    {
        PostgresStateStore store = _database.Open();
        _database.Execute(
            """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NEW; END $$;
            CREATE TRIGGER wait BEFORE INSERT ON runner FOR EACH ROW EXECUTE FUNCTION wait();
            """);
        Task<IDisposable?> claim;
        using (NpgsqlConnection holder = _database.Connect())
        {
            using NpgsqlCommand hold = new("SELECT pg_advisory_lock(4711)", holder);
            hold.ExecuteNonQuery();
            claim = Task.Run(() => store.TryClaim(Server));
            SpinWait.SpinUntil(() => (long)_database.Scalar("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted")! == 1);

            WriteGuard.CheckConditions("a change");
        }

        using IDisposable? taken = await claim;
        Assert.NotNull(taken);
    }

    [Fact]
    public async Task SendAsync_LeaseCouldNotBeRenewedInTime_SendsReadsAndNoChange()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        using IDisposable claim = _database.Open(time).TryClaim(Server)!;
        _database.Execute("ALTER TABLE runner RENAME TO runner_gone");
        time.Advance(RunnerLease.Length);
        CountingHandler network = new();
        using CloudHttp http = new(network, new KeystoneDialect((_, _) => null), TimeProvider.System);

        await http.SendAsync(Call(RequestIdempotency.ReadOnly), TestContext.Current.CancellationToken);
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => http.SendAsync(Call(RequestIdempotency.Idempotent), TestContext.Current.CancellationToken));

        Assert.Equal((EcsErrorId.JournalUnavailable, true, 1), (error.ErrorId, error.WasNotCarriedOut, network.Count));

        static CloudRequest Call(RequestIdempotency safety) => new("Call", HttpMethod.Post, new Uri("http://127.0.0.1/"), safety);
    }

    [Fact]
    public void CheckConditions_AnotherRunnerHasTakenOver_RefusesToSendUntilTheClaimEnds()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        PostgresStateStore store = _database.Open(time);
        IDisposable claim = store.TryClaim(Server)!;
        EndLeases();
        using IDisposable taken = _database.Open().TryClaim(Server)!;

        time.Advance(TimeSpan.FromSeconds(15));

        Assert.Throws<EcsException>(() => WriteGuard.CheckConditions("a change"));
        claim.Dispose();
        WriteGuard.CheckConditions("a change");
    }

    [Fact]
    public void Renewal_WhileAClaimIsHeld_KeepsTheLease()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        PostgresStateStore store = _database.Open(time);
        using IDisposable claim = store.TryClaim(Server)!;
        _database.Execute("UPDATE runner SET expires_at = now() + interval '1 s'");

        time.Advance(TimeSpan.FromSeconds(15));

        Assert.True((bool)_database.Scalar("SELECT expires_at > now() + interval '30 s' FROM runner")!);
        WriteGuard.CheckConditions("a change");
    }

    [Fact]
    public void Release_DatabaseCouldNotBeTold_EndsWithTheNextRenewal()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        PostgresStateStore store = _database.Open(time);
        IDisposable claim = store.TryClaim(Server)!;
        using IDisposable other = store.TryClaim("other")!;
        _database.Execute("ALTER TABLE claim RENAME TO claim_gone");
        claim.Dispose();
        _database.Execute("ALTER TABLE claim_gone RENAME TO claim");
        Assert.Null(_database.Open().TryClaim(Server));

        time.Advance(TimeSpan.FromSeconds(15));

        using IDisposable? next = _database.Open().TryClaim(Server);
        Assert.NotNull(next);
        Assert.Null(_database.Open().TryClaim("other"));
    }

    [Theory]
    [InlineData("53100", "could not extend file")]
    [InlineData("25006", "cannot execute INSERT in a read-only transaction")]
    public void Write_DatabaseTakesNoWrites_IsRefusedAndNothingIsThere(string code, string message)
    {
        PostgresStateStore store = _database.Open();
        using IDisposable claim = store.TryClaim(Server)!;
        _database.Execute(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = '{code}'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON operation EXECUTE FUNCTION refuse();
            CREATE TRIGGER refuse BEFORE INSERT ON audit EXECUTE FUNCTION refuse();
            """);

        Assert.Throws<IOException>(() => store.Write(Server, "op1", "text"));
        EcsException error = Assert.Throws<EcsException>(() => store.Audit.Append([new AuditEvent()]));

        Assert.Equal((EcsErrorId.AuditUnavailable, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Empty(store.Read());
        Assert.Equal(0L, _database.Scalar("SELECT count(*) FROM audit"));
    }

    [Fact]
    public void UseAccount_OfSeveralRunners_CountsThoseWhoseLeaseGoesOn()
    {
        PostgresStateStore[] stores = [.. Enumerable.Range(0, 3).Select(_ => _database.Open())];
        IDisposable[] claims = [.. stores.Select((s, i) => s.TryClaim($"server {i}")!)];

        Assert.Equal([1, 2, 3], stores.Select(s => s.UseAccount("account").Runners));
        Assert.Equal(1, stores[0].UseAccount("other").Runners);
        EndLeases();
        Assert.Equal(1, stores[2].UseAccount("account").Runners);
        stores[0].Prepare();
        Assert.Equal(4L, _database.Scalar("SELECT count(*) FROM account_use"));
        _database.Execute("UPDATE runner SET expires_at = now() - interval '2 d'");
        stores[0].Prepare();
        Assert.Equal(0L, _database.Scalar("SELECT count(*) FROM account_use"));
        Array.ForEach(claims, c => c.Dispose());
    }

    [Fact]
    public void NoteThrottle_OfAnAccount_IsReadByItsOtherRunnersUntilItEnds()
    {
        PostgresStateStore[] stores = [_database.Open(), _database.Open()];
        IDisposable[] claims = [.. stores.Select((s, i) => s.TryClaim($"server {i}")!)];
        stores[0].UseAccount("account");
        stores[0].UseAccount("other");

        stores[0].NoteThrottle("account", new ThrottleNote("Stop", TimeSpan.FromSeconds(60)));
        stores[0].NoteThrottle("account", new ThrottleNote("Stop", TimeSpan.FromSeconds(5)));
        stores[0].NoteThrottle("account", new ThrottleNote("Start", TimeSpan.FromSeconds(5)));
        stores[0].NoteThrottle("account", new ThrottleNote("Start", TimeSpan.FromSeconds(60)));

        IReadOnlyList<ThrottleNote> notes = stores[1].UseAccount("account").Throttles;
        Assert.Equal(["Start", "Stop"], notes.Select(n => n.Operation).Order(StringComparer.Ordinal));
        Assert.All(notes, n => Assert.InRange(n.Left.TotalSeconds, 30, 60));
        Assert.Empty(stores[0].UseAccount("account").Throttles);
        Assert.Empty(stores[1].UseAccount("other").Throttles);

        _database.Execute("UPDATE throttle SET ends_at = now() WHERE operation = 'Stop'");
        Assert.Equal(["Start"], stores[1].UseAccount("account").Throttles.Select(n => n.Operation));
        stores[0].Prepare();
        Assert.Equal(1L, _database.Scalar("SELECT count(*) FROM throttle"));
        Array.ForEach(claims, c => c.Dispose());
    }

    [Fact]
    public void Use_ConnectionsWereCut_GoesOnWithOthers()
    {
        PostgresStateStore store = _database.Open();
        using IDisposable claim = store.TryClaim(Server)!;
        store.Audit.Append([new AuditEvent { OperationId = "a" }]);

        Cut();
        store.Write(Server, "op1", "text");
        Cut();
        store.Audit.Append([new AuditEvent { OperationId = "b" }]);
        Cut();

        Assert.True(store.TrySpend("plan"));
        Assert.Equal(["a", "b"], AuditReader.Read(store.Audit).Select(r => r.OperationId));
        Assert.Empty(AuditReader.Check(store.Audit, null).Problems);
    }

    // The first try got in, and its answer was lost.
    [Fact]
    public void TrySpend_AndAppend_OnceMoreAfterALostAnswer_DoNoHarmTwice()
    {
        PostgresStateStore store = _database.Open();
        _database.Execute(
            """
            CREATE SEQUENCE tries;
            CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
              IF nextval('tries') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON spent_plan DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut();
            """);

        Assert.True(store.TrySpend("plan"));
        Assert.False(store.TrySpend("plan"));
    }

    private void EndLeases() => _database.Execute("UPDATE runner SET expires_at = now() - interval '1 s' WHERE runner_id IN (SELECT runner_id FROM claim)");

    private sealed class CountingHandler : HttpMessageHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = new StringContent("{}") });
        }
    }

    private void Cut() => _database.Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'EcsTools' AND usename = '{_database.Role}'");
}
