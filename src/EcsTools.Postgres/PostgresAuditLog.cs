using EcsTools.Core.Auditing;

using Npgsql;

namespace EcsTools.Postgres;

/// <summary>The audit log in a table. Whoever appends holds a lock until the lines are in, so that each follows from the one before.</summary>
internal sealed class PostgresAuditLog(PostgresConnections connections) : IAuditLog
{
    private const int LinesAtOnce = 1000;

    public string Location => connections.Address.ToString();

    public void Append(IReadOnlyList<AuditEvent> events)
    {
        if (events.Count > 0)
        {
            AppendAfter(last => [.. AuditChain.Write(events, last.Number, last.Hash)]);
        }
    }

    public void Import(IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            AppendAfter(_ => lines);
        }
    }

    public IEnumerable<StoredAuditLine> ReadLines()
    {
        for (long read = 0; ;)
        {
            List<(long Number, string Text)> lines = Try("read", () => connections.Use(connection => Read(connection, read)));
            foreach ((long number, string text) in lines)
            {
                yield return new StoredAuditLine(text, $"line {number}", IsEnded: true);
                read = number;
            }

            if (lines.Count < LinesAtOnce)
            {
                yield break;
            }
        }
    }

    private static List<(long Number, string Text)> Read(NpgsqlConnection connection, long after) => connection.Query(
        "SELECT line_number, line FROM audit WHERE line_number > @after ORDER BY line_number LIMIT @most", ReadLine, ("after", after), ("most", LinesAtOnce));

    private static (long Number, string Text) ReadLine(NpgsqlDataReader row) => (row.GetInt64(0), row.GetString(1));

    private void AppendAfter(Func<(long Number, string Hash), IReadOnlyList<string>> make) => Try("write", () =>
    {
        // Lines of a first try that got in although its answer was lost are not written once more.
        IReadOnlyList<string>? made = null;
        return connections.Use(connection =>
        {
            using NpgsqlTransaction transaction = connection.BeginTransaction();
            (long number, string last) = ReadLast(connection);
            if (made is not null && made[made.Count - 1] == last)
            {
                return true;
            }

            made = make((number, number == 0 ? AuditChain.Genesis : AuditChain.Hash(last)));
            connection.Execute(
                "INSERT INTO audit (line_number, line) SELECT * FROM unnest(@numbers, @lines)",
                ("numbers", made.Select((_, i) => number + 1 + i).ToArray()),
                ("lines", made.ToArray()));
            transaction.Commit();
            return true;
        }) && connections.Use(Flush);
    });

    // The lines are in the database's log, but perhaps not on its disk: all others wait while a runner holds the lock, so that the disk is
    // waited for afterward, by many at once. What is flushed last flushes all that came before.
    private static bool Flush(NpgsqlConnection connection)
    {
        connection.Execute("SELECT pg_logical_emit_message(true, 'ecstools', '')");
        return true;
    }

    private (long Number, string Line) ReadLast(NpgsqlConnection connection)
    {
        connection.Execute("SET LOCAL synchronous_commit = off");
        connection.Execute("SELECT pg_advisory_xact_lock(hashtext(@key))", ("key", "ecstools.audit." + connections.Address.Schema));
        return connection.Query("SELECT line_number, line FROM audit ORDER BY line_number DESC LIMIT 1", ReadLine) is [var last] ? last : (0, "");
    }

    private T Try<T>(string verb, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (IOException error)
        {
            throw new EcsException(EcsErrorId.AuditUnavailable, $"Cannot {verb} the audit log in {Location}: {error.Message}", error)
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Check that the database is running, can be written to, and can be reached from here. Without an audit log nothing is sent.",
            };
        }
    }
}
