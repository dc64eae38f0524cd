using System.Diagnostics;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.State;

using Npgsql;

namespace EcsTools.Postgres;

/// <summary>
/// What this process holds in the database: a lease that it renews while it has claims. A runner that cannot renew it any longer may lose
/// its claims to others; from the moment on at which that can have happened, it sends nothing more.
/// </summary>
internal sealed class RunnerLease : IDisposable
{
    /// <summary>For how long a lease is given.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    // Several tries before it ends.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(3);

    // A request that leaves just before the end must have arrived before another runner begins.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly int ProcessId = Process.GetCurrentProcess().Id;
    private readonly PostgresConnections _connections;
    private readonly TimeProvider _time;
    private readonly Guid _runner = Guid.NewGuid();
    private readonly object _gate = new();
    private readonly Dictionary<string, HeldClaim> _held = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _ended = [];
    private readonly object _renewal = new();
    private readonly ITimer _timer;
    private readonly IDisposable _guard;

    // When the lease was asked for that we have, by both clocks: one stands still while the machine sleeps, the other can be set.
    private DateTimeOffset? _since;
    private long _sinceTimestamp;

    public RunnerLease(PostgresConnections connections, TimeProvider time)
    {
        _connections = connections;
        _time = time;
        _timer = time.CreateTimer(_ => TryRenew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _guard = WriteGuard.Require(FindDanger);
    }

    /// <summary>Claims a server.</summary>
    /// <returns>The claim's token, or null if it is held already.</returns>
    /// <exception cref="IOException">The database cannot be used.</exception>
    public Guid? TryClaim(string serverKey)
    {
        HeldClaim claim = new(Guid.NewGuid());
        lock (_gate)
        {
            if (_held.ContainsKey(serverKey))
            {
                return null;
            }

            _held.Add(serverKey, claim);
        }

        try
        {
            // Of many claims at once, one asks for the lease.
            lock (_renewal)
            {
                if (Age > Interval)
                {
                    Renew();
                }
            }

            if (Insert(serverKey, claim.Token))
            {
                lock (_gate)
                {
                    claim.IsConfirmed = true;
                }

                return claim.Token;
            }
        }
        catch
        {
            // The database may have it all the same.
            Forget(serverKey, claim.Token);
            throw;
        }

        Forget(serverKey);
        return null;
    }

    /// <summary>The token of a claim of this process.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public Guid TokenOf(string serverKey)
    {
        lock (_gate)
        {
            return _held.TryGetValue(serverKey, out HeldClaim? claim) ? claim.Token : throw new IOException("This runner has no claim of the server.");
        }
    }

    /// <summary>Ends a claim. If the database cannot be told, the next renewal tells it.</summary>
    public void Release(string serverKey, Guid token)
    {
        Forget(serverKey);
        try
        {
            _connections.Use(connection =>
            {
                connection.Execute("DELETE FROM claim WHERE server_key = @key AND token = @token", ("key", serverKey), ("token", token));
                return connection.Execute($"SELECT pg_notify('{ReleaseListener.Channel}', @key)", ("key", serverKey));
            });
        }
        catch (IOException error)
        {
            lock (_gate)
            {
                _ended.Add(token);
            }

            AmbientLog.Current.Verbose($"The claim of server {serverKey} ends with the next renewal: {error.Message}");
        }
    }

    /// <summary>Uses an account, and tells what others do with it.</summary>
    /// <exception cref="IOException">The database cannot be used.</exception>
    public AccountUse UseAccount(string accountKey) => _connections.Use(connection =>
    {
        connection.Execute("INSERT INTO account_use (account_key, runner_id) VALUES (@account, @runner) ON CONFLICT DO NOTHING", ("account", accountKey), ("runner", _runner));
        long runners = connection.Scalar<long>(
            "SELECT count(*) FROM account_use u JOIN runner r USING (runner_id) WHERE u.account_key = @account AND (r.expires_at > now() OR r.runner_id = @runner)",
            ("account", accountKey),
            ("runner", _runner));
        return new AccountUse((int)runners, runners == 1 ? [] : connection.Query(
            "SELECT operation, ends_at - now() FROM throttle WHERE account_key = @account AND runner_id <> @runner AND ends_at > now()",
            row => new ThrottleNote(row.GetString(0), row.GetTimeSpan(1)),
            ("account", accountKey),
            ("runner", _runner)));
    });

    /// <summary>Notes that a cloud throttles a kind of call. What has been noted for longer stays.</summary>
    /// <exception cref="IOException">The database cannot be used.</exception>
    public void NoteThrottle(string accountKey, ThrottleNote note) => _connections.Use(connection => connection.Execute(
        """
        INSERT INTO throttle AS t (account_key, operation, runner_id, ends_at) VALUES (@account, @operation, @runner, now() + @left)
        ON CONFLICT (account_key, operation) DO UPDATE SET runner_id = excluded.runner_id, ends_at = excluded.ends_at WHERE excluded.ends_at > t.ends_at
        """,
        ("account", accountKey),
        ("operation", note.Operation),
        ("runner", _runner),
        ("left", note.Left)));

    public void Dispose()
    {
        _guard.Dispose();
        _timer.Dispose();
    }

    // One statement, so that of two runners only one takes over what an ended lease has left.
    private bool Insert(string serverKey, Guid token) => _connections.Use(connection => connection.Execute(
        """
        INSERT INTO claim AS c (server_key, runner_id, token) VALUES (@key, @runner, @token)
        ON CONFLICT (server_key) DO UPDATE SET runner_id = excluded.runner_id, token = excluded.token, claimed_at = now()
        WHERE c.token = excluded.token OR NOT EXISTS (SELECT FROM runner r WHERE r.runner_id = c.runner_id AND r.expires_at > now())
        """,
        ("key", serverKey),
        ("runner", _runner),
        ("token", token))) == 1;

    private TimeSpan Age
    {
        get
        {
            lock (_gate)
            {
                if (_since is not { } since)
                {
                    return TimeSpan.MaxValue;
                }

                TimeSpan byWall = (_time.GetUtcNow() - since).Duration();
                TimeSpan bySteady = _time.GetElapsedTime(_sinceTimestamp);
                return byWall > bySteady ? byWall : bySteady;
            }
        }
    }

    // What the database could not be told is told with the next renewal.
    private void Forget(string serverKey, Guid? untold = null)
    {
        lock (_gate)
        {
            _held.Remove(serverKey);
            if (untold is { } token)
            {
                _ended.Add(token);
            }
        }
    }

    // Why nothing may be sent now; null where it may. For a claim that is still being asked for, nothing is sent yet.
    private string? FindDanger()
    {
        lock (_gate)
        {
            return !_held.Values.Any(c => c.IsConfirmed) ? null
                : _held.Values.Any(c => c.IsLost) ? "another runner has taken over a server that this one had claimed"
                : Age > Length - Margin ? $"the database {_connections.Address} was not reached for so long that another runner may have taken over"
                : null;
        }
    }

    private void TryRenew()
    {
        try
        {
            Renew();
        }
        catch (IOException)
        {
            // It is tried again soon; if it does not work until the lease ends, the guard says so to whoever wants to send.
            Schedule(Retry);
        }
    }

    private void Renew()
    {
        DateTimeOffset asked = _time.GetUtcNow();
        long askedTimestamp = _time.GetTimestamp();
        HeldClaim[] confirmed;
        Guid[] ended;
        lock (_gate)
        {
            confirmed = [.. _held.Values.Where(c => c.IsConfirmed)];
            ended = [.. _ended];
        }

        HashSet<Guid> kept = _connections.Use(connection => Renew(connection, ended));
        lock (_gate)
        {
            (_since, _sinceTimestamp) = (asked, askedTimestamp);
            _ended.ExceptWith(ended);
            foreach (HeldClaim claim in confirmed)
            {
                claim.IsLost |= !kept.Contains(claim.Token);
            }
        }

        Schedule(Interval);
    }

    private void Schedule(TimeSpan due)
    {
        lock (_gate)
        {
            // Without claims the lease may end; the next claim asks for another.
            _timer.Change(_held.Count == 0 ? Timeout.InfiniteTimeSpan : due, Timeout.InfiniteTimeSpan);
        }
    }

    private HashSet<Guid> Renew(NpgsqlConnection connection, Guid[] ended)
    {
        using NpgsqlCommand command = connection.Command(
            """
            WITH lease AS (
              INSERT INTO runner (runner_id, host, process, expires_at) VALUES (@runner, @host, @process, now() + @length)
              ON CONFLICT (runner_id) DO UPDATE SET expires_at = excluded.expires_at),
            ended AS (DELETE FROM claim WHERE runner_id = @runner AND token = ANY (@ended))
            SELECT token FROM claim WHERE runner_id = @runner
            """,
            ("runner", _runner),
            ("host", Environment.MachineName),
            ("process", ProcessId),
            ("length", Length),
            ("ended", ended));

        // What takes longer is tried again while the lease still holds.
        command.CommandTimeout = (int)Interval.TotalSeconds;
        return [.. command.Query(row => row.GetGuid(0))];
    }
}
