using Npgsql;

namespace EcsTools.Postgres;

/// <summary>
/// One command after the other. No batches: the driver sends the later part of one from the thread pool, even where it is called synchronously, and
/// waits for the answer meanwhile; when many operations wait for the database at once, no thread is left to send it.
/// </summary>
internal static class NpgsqlConnectionExtensions
{
    /// <summary>Makes a command.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        NpgsqlCommand command = new(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>Runs a command.</summary>
    /// <returns>How many rows it has changed.</returns>
    public static int Execute(this NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        using NpgsqlCommand command = connection.Command(sql, parameters);
        return command.ExecuteNonQuery();
    }
}
