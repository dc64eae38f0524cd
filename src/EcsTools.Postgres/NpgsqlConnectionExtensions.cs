using Npgsql;

namespace EcsTools.Postgres;

/// <summary>
/// One command after the other. No batches: the driver sends the later part of one from the thread pool, even where it is called synchronously, and
/// waits for the answer meanwhile; when many operations wait for the database at once, no thread is left to send it.
/// </summary>
internal static class NpgsqlConnectionExtensions
{
    /// <returns>How many rows it has changed.</returns>
    public static int Execute(this NpgsqlConnection connection, string sql, params (string Name, object Value)[] values)
    {
        using NpgsqlCommand command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <returns>The first value of the first row.</returns>
    public static T Scalar<T>(this NpgsqlConnection connection, string sql, params (string Name, object Value)[] values)
    {
        using NpgsqlCommand command = connection.Command(sql, values);
        return (T)command.ExecuteScalar()!;
    }

    /// <returns>All rows.</returns>
    public static List<T> Query<T>(this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, params (string Name, object Value)[] values)
    {
        using NpgsqlCommand command = connection.Command(sql, values);
        return command.Query(read);
    }

    /// <returns>All rows.</returns>
    public static List<T> Query<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read)
    {
        using NpgsqlDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>For a command with a time-out of its own.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params (string Name, object Value)[] values)
    {
        NpgsqlCommand command = new(sql, connection);
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
