using System.Reflection;

using EcsTools.Core.State;

using Npgsql;

namespace EcsTools.Postgres;

/// <summary>The tables, as versions that follow one another; each is a script that makes it from the one before.</summary>
internal static class PostgresSchema
{
    /// <summary>The version that this module reads and writes.</summary>
    public const int Version = 2;

    // So far apart, two clocks no longer tell in which order something happened.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(60);

    /// <summary>Reads which version there is.</summary>
    /// <returns>0 for none.</returns>
    public static int Read(NpgsqlConnection connection, string schema) => connection.Scalar<bool>("SELECT to_regclass(@table) IS NOT NULL", ("table", $"{schema}.schema_version"))
        ? connection.Scalar<int>("SELECT coalesce(max(version), 0) FROM schema_version")
        : 0;

    /// <summary>Refuses a database that this module cannot use, or whose clock differs from this machine's.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.StateSchemaMismatch"/>, <see cref="EcsErrorId.StateClockSkew"/>.</exception>
    public static void Check(NpgsqlConnection connection, StateAddress address, DateTimeOffset now)
    {
        switch (Read(connection, address.Schema))
        {
            case 0:
                throw PostgresErrors.NotInitialized(address);
            case > Version and var newer:
                throw TooNew(address, newer);
            case < Version and var older:
                throw new EcsException(EcsErrorId.StateSchemaMismatch, $"The schema of {address} has version {older}; this version of EcsTools requires {Version}.")
                {
                    WasNotCarriedOut = true,
                    RecommendedAction = "Have its owner run Initialize-EcsStateStore.",
                };
        }

        TimeSpan ahead = now - new DateTimeOffset(connection.Scalar<DateTime>("SELECT clock_timestamp()"), TimeSpan.Zero);
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
    /// <exception cref="EcsException"><see cref="EcsErrorId.StateSchemaMismatch"/> for tables of a newer version.</exception>
    public static int Initialize(NpgsqlConnection connection, StateAddress address, IReadOnlyList<string> grantTo)
    {
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        connection.Execute("SELECT pg_advisory_xact_lock(hashtext(@key))", ("key", "ecstools.schema." + address.Schema));

        // Not by IF NOT EXISTS, for which one must be allowed to create schemas also where there is one.
        if (!connection.Scalar<bool>("SELECT to_regnamespace(@schema) IS NOT NULL", ("schema", address.Schema)))
        {
            connection.Execute($"CREATE SCHEMA {address.Schema}");
        }

        int before = Read(connection, address.Schema);
        if (before > Version)
        {
            throw TooNew(address, before);
        }

        for (int version = before + 1; version <= Version; version++)
        {
            connection.Execute(Script($"version-{version}.sql"));
        }

        foreach (string role in grantTo)
        {
            connection.Execute(Script("grant.sql").Replace("$SCHEMA", address.Schema).Replace("$ROLE", new NpgsqlCommandBuilder().QuoteIdentifier(role)));
        }

        transaction.Commit();
        return before;
    }

    private static EcsException TooNew(StateAddress address, int version) => new(
        EcsErrorId.StateSchemaMismatch, $"The schema of {address} has version {version}; this version of EcsTools knows {Version}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Update EcsTools on this machine.",
    };

    private static string Script(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing in the assembly.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
