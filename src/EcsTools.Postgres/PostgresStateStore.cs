using EcsTools.Core.Auditing;
using EcsTools.Core.State;

using Npgsql;

namespace EcsTools.Postgres;

/// <summary>The state of EcsTools in a PostgreSQL database, for runners on several machines.</summary>
public sealed class PostgresStateStore : IStateStore, IDisposable
{
    private static readonly TimeSpan SpentRetention = TimeSpan.FromDays(400);
    private static readonly TimeSpan RunnerRetention = TimeSpan.FromDays(1);

    // A release is told; what no runner can tell any longer is found by looking.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
    private readonly PostgresConnections _connections;
    private readonly RunnerLease _lease;
    private readonly ReleaseListener _listener;

    private PostgresStateStore(PostgresConnections connections, TimeProvider time)
    {
        _connections = connections;
        _lease = new RunnerLease(connections, time);
        _listener = new ReleaseListener(connections);
        Audit = new PostgresAuditLog(connections);
    }

    /// <inheritdoc/>
    public string Location => _connections.Address.ToString();

    /// <inheritdoc/>
    public string Advice => "Check that the database is running, can be written to, and can be reached from here. Without a journal nothing is sent.";

    /// <inheritdoc/>
    public IAuditLog Audit { get; }

    /// <summary>Opens a database that <see cref="Initialize"/> has prepared.</summary>
    /// <param name="password">The password; null for the driver's own places: the variable PGPASSWORD and the pgpass file.</param>
    /// <exception cref="EcsException">It cannot be used: <see cref="EcsErrorId.StateAddressInvalid"/>, <see cref="EcsErrorId.StateLoginFailed"/>,
    /// <see cref="EcsErrorId.StateAccessDenied"/>, <see cref="EcsErrorId.StateSchemaMismatch"/>, <see cref="EcsErrorId.StateClockSkew"/>,
    /// or <see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    public static PostgresStateStore Open(StateAddress address, string? password) => Open(address, password, TimeProvider.System);

    /// <summary>The same with clocks of its own.</summary>
    internal static PostgresStateStore Open(StateAddress address, string? password, TimeProvider time)
    {
        PostgresConnections connections = new(address, password);
        try
        {
            AtOpen(connections, connection =>
            {
                PostgresSchema.Check(connection, address, time.GetUtcNow());
                return true;
            });
            return new PostgresStateStore(connections, time);
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    /// <summary>Reads which version of the tables there is. Changes nothing.</summary>
    /// <returns>The version; 0 for none.</returns>
    /// <exception cref="EcsException">As <see cref="Open(StateAddress, string?)"/>.</exception>
    public static int ReadVersion(StateAddress address, string? password)
    {
        using PostgresConnections connections = new(address, password);
        return AtOpen(connections, connection => PostgresSchema.Read(connection, address.Schema));
    }

    /// <summary>The version of the tables that this module uses.</summary>
    public static int CurrentVersion => PostgresSchema.Version;

    /// <summary>Makes the tables, or brings them up to date.</summary>
    /// <param name="grantTo">The roles that get the rights that a runner needs.</param>
    /// <returns>The version that was there before; 0 for none.</returns>
    /// <exception cref="EcsException">As <see cref="Open(StateAddress, string?)"/>.</exception>
    public static int Initialize(StateAddress address, string? password, IReadOnlyList<string> grantTo)
    {
        using PostgresConnections connections = new(address, password);
        return AtOpen(connections, connection => PostgresSchema.Initialize(connection, address, grantTo));
    }

    /// <inheritdoc/>
    public void Prepare() => _connections.Use(connection =>
    {
        connection.Execute("DELETE FROM runner WHERE expires_at < now() - @retention", ("retention", RunnerRetention));
        connection.Execute("DELETE FROM account_use u WHERE NOT EXISTS (SELECT FROM runner r WHERE r.runner_id = u.runner_id)");
        connection.Execute("DELETE FROM throttle WHERE ends_at < now()");
        return connection.Execute("DELETE FROM spent_plan WHERE spent_at < now() - @retention", ("retention", SpentRetention));
    });

    /// <inheritdoc/>
    public IEnumerable<StoredOperation> Read() => Read("TRUE");

    /// <inheritdoc/>
    public IEnumerable<StoredOperation> ReadOf(IEnumerable<string> serverKeys) => Read("server_key = ANY (@keys)", ("keys", serverKeys.ToArray()));

    /// <inheritdoc/>
    public IEnumerable<StoredOperation> ReadById(IReadOnlyCollection<string> operationIds) =>
        Read("lower(operation_id) = ANY (@ids)", ("ids", operationIds.Select(i => i.ToLowerInvariant()).ToArray()));

    /// <inheritdoc/>
    public IEnumerable<StoredOperation> ReadOlder(DateTimeOffset written) => Read("written_at < @written", ("written", written.UtcDateTime));

    /// <inheritdoc/>
    public void Write(string serverKey, string operationId, string text)
    {
        Guid token = _lease.TokenOf(serverKey);

        // Locked, so that no runner takes the server over while it is written.
        int written = _connections.Use(connection => connection.Execute(
            """
            WITH held AS (SELECT FROM claim WHERE server_key = @key AND token = @token FOR SHARE)
            INSERT INTO operation (operation_id, server_key, entry) SELECT @id, @key, @text FROM held
            ON CONFLICT (operation_id, server_key) DO UPDATE SET entry = excluded.entry, written_at = now()
            """,
            ("key", serverKey),
            ("token", token),
            ("id", operationId),
            ("text", text)));
        if (written == 0)
        {
            throw new IOException("Another runner has taken the server over, since this one did not reach the database for too long.");
        }
    }

    /// <inheritdoc/>
    public void Delete(StoredOperation operation) => _connections.Use(connection => connection.Execute(
        "DELETE FROM operation WHERE operation_id = @id AND server_key = @key", ("id", operation.OperationId), ("key", operation.ServerKey)));

    /// <inheritdoc/>
    public IDisposable? TryClaim(string serverKey) => _lease.TryClaim(serverKey) is { } token ? new PostgresClaim(_lease, serverKey, token) : null;

    /// <inheritdoc/>
    public AccountUse UseAccount(string accountKey) => _lease.UseAccount(accountKey);

    /// <inheritdoc/>
    public void NoteThrottle(string accountKey, ThrottleNote note) => _lease.NoteThrottle(accountKey, note);

    /// <inheritdoc/>
    public ISet<string> FindClaimed(IReadOnlyCollection<string> serverKeys) => new HashSet<string>(
        _connections.Use(connection => connection.Query(
            "SELECT server_key FROM claim JOIN runner USING (runner_id) WHERE server_key = ANY (@keys) AND expires_at > now()", row => row.GetString(0), ("keys", serverKeys.ToArray()))),
        StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task WaitForReleaseAsync(string serverKey, TimeSpan pause, TimeProvider time, CancellationToken cancellation)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task over = time.Delay(pause > LongestWait ? pause : LongestWait, ended.Token);
        (Task ready, Task release) = _listener.Wait(serverKey);
        try
        {
            // Only once it is listened: what ended before is seen, and what ends after is heard.
            await Task.WhenAny(ready, over).ConfigureAwait(false);
            if (FindClaimed([serverKey]).Count > 0)
            {
                await Task.WhenAny(release, over).ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            ended.Cancel();
            _listener.Leave(serverKey);
        }
    }

    /// <inheritdoc/>
    public bool TrySpend(string planKey)
    {
        // A try that is repeated finds its own note.
        Guid token = Guid.NewGuid();
        return _connections.Use(connection =>
        {
            connection.Execute("INSERT INTO spent_plan (plan_key, token) VALUES (@key, @token) ON CONFLICT DO NOTHING", ("key", planKey), ("token", token));
            return connection.Scalar<bool>("SELECT token = @token FROM spent_plan WHERE plan_key = @key", ("key", planKey), ("token", token));
        });
    }

    /// <inheritdoc/>
    public IEnumerable<string> ReadSpent() => _connections.Use(connection => connection.Query("SELECT plan_key FROM spent_plan", row => row.GetString(0)));

    /// <inheritdoc/>
    public void Unspend(string planKey) => _connections.Use(connection => connection.Execute("DELETE FROM spent_plan WHERE plan_key = @key", ("key", planKey)));

    /// <summary>Ends the connections; claims that are still held end with the lease.</summary>
    public void Dispose()
    {
        _lease.Dispose();
        _connections.Dispose();
    }

    private static T AtOpen<T>(PostgresConnections connections, Func<NpgsqlConnection, T> work)
    {
        try
        {
            return connections.Use(work);
        }
        catch (IOException error)
        {
            throw PostgresErrors.AtOpen(connections.Address, error.InnerException ?? error);
        }
    }

    private List<StoredOperation> Read(string condition, params (string Name, object Value)[] values) => _connections.Use(connection => connection.Query(
        $"SELECT server_key, operation_id, entry FROM operation WHERE {condition}",
        row =>
        {
            string text = row.GetString(2);
            return new StoredOperation(row.GetString(0), row.GetString(1), $"{row.GetString(1)} in {Location}", () => text);
        },
        values));
}
