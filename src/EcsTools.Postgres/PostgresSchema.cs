using System.Reflection;

using EcsTools.Core.State;

using Npgsql;

namespace EcsTools.Postgres;

/// <summary>The tables, as versions that follow one another; each is a script that makes it from the one before.</summary>
internal static class PostgresSchema
{
    /// <summary>The version that this module reads and writes.</summary>
    public const int Version = 1;

    // So far apart, two clocks no longer tell in which order something happened.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(60);

    /// <summary>Reads which version there is.</summary>
    /// <returns>0 for none.</returns>
    public static int Read(NpgsqlConnection connection, string schema)
    {
        using NpgsqlCommand command = new("SELECT to_regclass(@table) IS NOT NULL", connection) { Parameters = { new("table", $"{schema}.schema_version") } };
        if (!(bool)command.ExecuteScalar()!)
        {
            return 0;
        }

        using NpgsqlCommand version = new("SELECT coalesce(max(version), 0) FROM schema_version", connection);
        return (int)version.ExecuteScalar()!;
    }

    /// <summary>Refuses a database that this module cannot use, or whose clock differs from this machine's.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.StateSchemaMismatch"/>, <see cref="EcsErrorId.StateClockSkew"/>.</exception>
    public static void Check(NpgsqlConnection connection, StateAddress address, DateTimeOffset now)
    {
        switch (Read(connection, address.Schema))
        {
            case 0:
                throw PostgresErrors.NotInitialized(address);
            case > Version and var newer:
                throw new EcsException(EcsErrorId.StateSchemaMismatch, $"The schema of {address} has version {newer}; this version of EcsTools knows {Version}.")
                {
                    WasNotCarriedOut = true,
                    RecommendedAction = "Update EcsTools on this machine.",
                };
            case < Version and var older:
                throw new EcsException(EcsErrorId.StateSchemaMismatch, $"The schema of {address} has version {older}; this version of EcsTools requires {Version}.")
                {
                    WasNotCarriedOut = true,
                    RecommendedAction = "Have its owner run Initialize-EcsStateStore.",
                };
        }

        using NpgsqlCommand clock = new("SELECT clock_timestamp()", connection);
        TimeSpan ahead = now - new DateTimeOffset((DateTime)clock.ExecuteScalar()!, TimeSpan.Zero);
        if (ahead.Duration() > LargestSkew)
        {
            throw new EcsException(
                EcsErrorId.StateClockSkew, $"The clock of this machine is {ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the clock of {address}.")
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Set the clock of this machine, or of the database, with NTP. Several machines must agree on what happened first.",
            };
        }
    }

    /// <summary>Makes the tables, or brings them up to date, in one transaction.</summary>
    /// <param name="grantTo">The roles that get the rights that a runner needs.</param>
    /// <returns>The version that was there before; 0 for none.</returns>
    public static int Initialize(NpgsqlConnection connection, string schema, IReadOnlyList<string> grantTo)
    {
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        using (NpgsqlCommand together = new("SELECT pg_advisory_xact_lock(hashtext(@key))", connection) { Parameters = { new("key", "ecstools.schema." + schema) } })
        {
            together.ExecuteNonQuery();
        }

        using (NpgsqlCommand make = new($"CREATE SCHEMA IF NOT EXISTS {schema}", connection))
        {
            if (!Exists(connection, schema))
            {
                make.ExecuteNonQuery();
            }
        }

        int before = Read(connection, schema);
        for (int version = before + 1; version <= Version; version++)
        {
            using NpgsqlCommand upgrade = new(Script($"version-{version}.sql"), connection);
            upgrade.ExecuteNonQuery();
        }

        foreach (string role in grantTo)
        {
            string name = new NpgsqlCommandBuilder().QuoteIdentifier(role);
            using NpgsqlCommand grant = new(Script("grant.sql").Replace("$SCHEMA", schema).Replace("$ROLE", name), connection);
            grant.ExecuteNonQuery();
        }

        transaction.Commit();
        return before;
    }

    private static bool Exists(NpgsqlConnection connection, string schema)
    {
        using NpgsqlCommand command = new("SELECT to_regnamespace(@schema) IS NOT NULL", connection) { Parameters = { new("schema", schema) } };
        return (bool)command.ExecuteScalar()!;
    }

    private static string Script(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing in the assembly.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
