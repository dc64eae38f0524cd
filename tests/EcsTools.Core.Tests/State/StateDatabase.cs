using EcsTools.Core.State;
using EcsTools.Postgres;

using Npgsql;

namespace EcsTools.Core.Tests.State;

/// <summary>A schema of one test in the server of the test run, and a way to see and change behind the store's back what is in it.</summary>
public sealed class StateDatabase : IDisposable
{
    private readonly PostgresServer _server;
    private readonly bool _isPrepared;
    private readonly List<PostgresStateStore> _opened = [];

    /// <summary>Makes a schema with tables. Skips the test where there is no PostgreSQL.</summary>
    /// <param name="isPrepared">False to leave it without tables.</param>
    public StateDatabase(PostgresServer server, bool isPrepared = true)
    {
        Assert.SkipWhen(server.Problem is not null, server.Problem ?? "");
        _server = server;
        _isPrepared = isPrepared;
        Schema = "test_" + Guid.NewGuid().ToString("N");
        if (isPrepared)
        {
            Execute($"CREATE ROLE {Role} LOGIN PASSWORD '{PostgresServer.Password.Replace("'", "''")}'");
            PostgresStateStore.Initialize(Address("admin"), PostgresServer.Password, [Role]);
        }
    }

    /// <summary>The schema.</summary>
    public string Schema { get; }

    /// <summary>The role that runners log in as, with the rights of a runner and the administrator's password.</summary>
    public string Role => "runner_" + Schema;

    /// <summary>The address.</summary>
    /// <param name="user">Who logs in; null for <see cref="Role"/>.</param>
    public StateAddress Address(string? user = null) => StateAddress.Parse($"postgres://{user ?? Role}@127.0.0.1:{_server.Port}/postgres?schema={Schema}");

    /// <summary>Opens it as another runner.</summary>
    public PostgresStateStore Open(TimeProvider? time = null)
    {
        PostgresStateStore store = PostgresStateStore.Open(Address(_isPrepared ? null : "admin"), PostgresServer.Password, time ?? TimeProvider.System);
        _opened.Add(store);
        return store;
    }

    /// <summary>Changes something as the administrator.</summary>
    public int Execute(string sql)
    {
        using NpgsqlConnection connection = Connect();
        using NpgsqlCommand command = new(sql, connection);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads one value as the administrator.</summary>
    public object? Scalar(string sql)
    {
        using NpgsqlConnection connection = Connect();
        using NpgsqlCommand command = new(sql, connection);
        return command.ExecuteScalar();
    }

    public void Dispose() => _opened.ForEach(s => s.Dispose());

    /// <summary>Connects as the administrator.</summary>
    public NpgsqlConnection Connect()
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _server.Port,
            Database = "postgres",
            Username = "admin",
            Password = PostgresServer.Password,
            SearchPath = Schema,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        return connection;
    }
}
