using EcsTools.Core.Auditing;
using EcsTools.Core.State;
using EcsTools.Postgres;

using Microsoft.Extensions.Time.Testing;

using Npgsql;

namespace EcsTools.Core.Tests.State;

/// <summary>A database that is opened, made, and brought up to date; and what is said of one that cannot be used.</summary>
[Collection(nameof(PostgresStateStoreTests))]
public sealed class PostgresSchemaTests(PostgresServer server) : IDisposable
{
    private const string Server = "0123456789abcdef01234567";
    private readonly StateDatabase _database = new(server);

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("wrong", null, EcsErrorId.StateLoginFailed)]
    [InlineData("admin", "wrong", EcsErrorId.StateLoginFailed)]
    public void Open_WrongUserOrPassword_SaysSo(string user, string? password, string expected)
    {
        EcsException error = Assert.Throws<EcsException>(() => PostgresStateStore.Open(_database.Address(user), password ?? PostgresServer.Password, TimeProvider.System));

        Assert.Equal((expected, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.DoesNotContain(PostgresServer.Password, error.ToString());
    }

    [Fact]
    public void Open_NothingListens_SaysThatItCannotBeReached()
    {
        EcsException error = Assert.Throws<EcsException>(() => PostgresStateStore.Open(StateAddress.Parse("postgres://admin@127.0.0.1:1/postgres"), "x", TimeProvider.System));

        Assert.Equal((EcsErrorId.JournalUnavailable, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    [Fact]
    public void Open_DatabaseIsNotThere_SaysSo()
    {
        EcsException error = Assert.Throws<EcsException>(() => PostgresStateStore.Open(
            StateAddress.Parse($"postgres://admin@127.0.0.1:{server.Port}/nowhere"), PostgresServer.Password, TimeProvider.System));

        Assert.Equal(EcsErrorId.StateAddressInvalid, error.ErrorId);
    }

    [Fact]
    public void Open_NoTables_SaysWhoMakesThem()
    {
        using StateDatabase empty = new(server, isPrepared: false);

        EcsException error = Assert.Throws<EcsException>(() => empty.Open());

        Assert.Equal(EcsErrorId.StateSchemaMismatch, error.ErrorId);
        Assert.Contains("Initialize-EcsStateStore", error.RecommendedAction);
        Assert.Equal(0, PostgresStateStore.ReadVersion(empty.Address("admin"), PostgresServer.Password));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(1)]
    [InlineData(0)]
    public void Open_TablesOfAnotherVersion_AreRefused(int version)
    {
        _database.Execute($"DELETE FROM schema_version; INSERT INTO schema_version (version) VALUES ({version})");

        Assert.Equal(EcsErrorId.StateSchemaMismatch, Assert.Throws<EcsException>(() => _database.Open()).ErrorId);
        if (version > PostgresStateStore.CurrentVersion)
        {
            Assert.Equal(EcsErrorId.StateSchemaMismatch, Assert.Throws<EcsException>(() => PostgresStateStore.Initialize(_database.Address("admin"), PostgresServer.Password, [])).ErrorId);
        }
    }

    // Agents that were given their rights before go on with what there was, without being given any again.
    [Fact]
    public void Initialize_TablesOfVersion1_KeepsWhatIsThereAndTheRightsOfItsRunners()
    {
        using StateDatabase old = new(server, isPrepared: false);
        old.Execute($"CREATE SCHEMA {old.Schema}; CREATE ROLE {old.Role} LOGIN PASSWORD 'p'");
        using (StreamReader script = new(typeof(PostgresStateStore).Assembly.GetManifestResourceStream("version-1.sql")!))
        {
            old.Execute(script.ReadToEnd());
        }

        old.Execute(
            $"""
            GRANT USAGE ON SCHEMA {old.Schema} TO {old.Role};
            GRANT SELECT ON ALL TABLES IN SCHEMA {old.Schema} TO {old.Role};
            GRANT INSERT, UPDATE, DELETE ON runner, claim, operation, spent_plan, account_use TO {old.Role};
            GRANT INSERT ON audit TO {old.Role};
            INSERT INTO operation (operation_id, server_key, entry) VALUES ('op1', '{Server}', 'text');
            INSERT INTO spent_plan (plan_key, token) VALUES ('plan', gen_random_uuid());
            """);
        Assert.Equal(EcsErrorId.StateSchemaMismatch, Assert.Throws<EcsException>(() => PostgresStateStore.Open(old.Address(), "p", TimeProvider.System)).ErrorId);

        Assert.Equal(1, PostgresStateStore.Initialize(old.Address("admin"), PostgresServer.Password, []));

        using PostgresStateStore store = PostgresStateStore.Open(old.Address(), "p", TimeProvider.System);
        Assert.Equal("text", Assert.Single(store.Read()).ReadText());
        Assert.False(store.TrySpend("plan"));
        using IDisposable? claim = store.TryClaim(Server);
        store.NoteThrottle("account", new ThrottleNote("Stop", TimeSpan.FromSeconds(5)));
        Assert.Equal(1, store.UseAccount("account").Runners);
        store.Prepare();
        Assert.Equal(PostgresStateStore.CurrentVersion, PostgresStateStore.Initialize(old.Address("admin"), PostgresServer.Password, []));
    }

    [Theory]
    [InlineData(61, true)]
    [InlineData(-61, true)]
    [InlineData(30, false)]
    public void Open_ClockOfThisMachineDiffers_IsRefused(int seconds, bool isRefused)
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow.AddSeconds(seconds));

        EcsException? error = Record.Exception(() => _database.Open(time)) as EcsException;

        Assert.Equal(isRefused ? EcsErrorId.StateClockSkew : null, error?.ErrorId);
    }

    [Fact]
    public void Initialize_RoleWithTheRightsOfARunner_DoesAllButChangeTheAuditLog()
    {
        string role = "other_" + _database.Schema;
        _database.Execute($"CREATE ROLE \"{role}\" LOGIN PASSWORD 'p'");
        EcsException denied = Assert.Throws<EcsException>(() => PostgresStateStore.Open(_database.Address(role), "p", TimeProvider.System));
        Assert.Equal(PostgresStateStore.CurrentVersion, PostgresStateStore.Initialize(_database.Address("admin"), PostgresServer.Password, [role]));

        using PostgresStateStore store = PostgresStateStore.Open(_database.Address(role), "p", TimeProvider.System);
        store.Prepare();
        using (store.TryClaim(Server))
        {
            store.Write(Server, "op1", "text");
            store.Delete(store.Read().Single());
        }

        store.Audit.Append([new AuditEvent()]);
        Assert.True(store.TrySpend("plan"));
        store.Unspend("plan");
        Assert.Contains(denied.ErrorId, new[] { EcsErrorId.StateAccessDenied, EcsErrorId.StateSchemaMismatch });
        Assert.Equal("42501", Assert.Throws<PostgresException>(() => _database.Execute($"SET ROLE \"{role}\"; DELETE FROM {_database.Schema}.audit")).SqlState);
        Assert.Equal("42501", Assert.Throws<PostgresException>(() => _database.Execute($"SET ROLE \"{role}\"; UPDATE {_database.Schema}.audit SET line = ''")).SqlState);
        Assert.Equal(EcsErrorId.StateAccessDenied, Assert.Throws<EcsException>(() => PostgresStateStore.Initialize(
            StateAddress.Parse(_database.Address(role) + "?schema=another"), "p", [])).ErrorId);
    }
}
