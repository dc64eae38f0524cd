using EcsTools.Core.Auditing;
using EcsTools.Core.State;

using Npgsql;

namespace EcsTools.Postgres;

/// <summary>The audit log in a table. Whoever appends holds a lock until the lines are in, so that each follows from the one before.</summary>
internal sealed class PostgresAuditLog(PostgresConnections connections) : IAuditLog
{
    private const int LinesAtOnce = 1000;

    public string Location => connections.Address.ToString();

    private StateAddress Address => connections.Address;

    public void Append(IReadOnlyList<AuditEvent> events)
    {
        if (events.Count > 0)
        {
            AppendAfter(last => [.. AuditChain.Write(events, last.Number, last.Hash).Select(l => l.Text)]);
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

    private static List<(long Number, string Text)> Read(NpgsqlConnection connection, long after)
    {
        using NpgsqlCommand command = new("SELECT line_number, line FROM audit WHERE line_number > @after ORDER BY line_number LIMIT @most", connection)
        {
            Parameters = { new("after", after), new("most", LinesAtOnce) },
        };
        using NpgsqlDataReader reader = command.ExecuteReader();
        List<(long Number, string Text)> lines = [];
        while (reader.Read())
        {
            lines.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return lines;
    }

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
            using NpgsqlCommand insert = new("INSERT INTO audit (line_number, line) SELECT * FROM unnest(@numbers, @lines)", connection)
            {
                Parameters = { new("numbers", made.Select((_, i) => number + 1 + i).ToArray()), new("lines", made.ToArray()) },
            };
            insert.ExecuteNonQuery();
            transaction.Commit();
            return true;
        }) && connections.Use(Flush);
    });

    // The lines are in the database's log, but perhaps not on its disk: while somebody holds the lock, all others wait, so that the disk is
    // waited for afterward, by many at once. What is flushed last flushes all that came before.
    private static bool Flush(NpgsqlConnection connection)
    {
        using NpgsqlCommand command = new("SELECT pg_logical_emit_message(true, 'ecstools', '')", connection);
        command.ExecuteNonQuery();
        return true;
    }

    private (long Number, string Line) ReadLast(NpgsqlConnection connection)
    {
        connection.Execute("SET LOCAL synchronous_commit = off");
        connection.Execute("SELECT pg_advisory_xact_lock(hashtext(@key))", new NpgsqlParameter("key", "ecstools.audit." + Address.Schema));
        using NpgsqlCommand last = connection.Command("SELECT line_number, line FROM audit ORDER BY line_number DESC LIMIT 1");
        using NpgsqlDataReader reader = last.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1)) : (0, "");
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
