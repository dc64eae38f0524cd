using EcsTools.Core.State;

using Npgsql;

namespace EcsTools.Postgres;

/// <summary>What the driver and the database say, as errors of ours. Neither repeats a password.</summary>
internal static class PostgresErrors
{
    /// <summary>Tells whether an exception comes from the driver or the network below it.</summary>
    public static bool IsOfDatabase(Exception error) => error is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException or ObjectDisposedException;

    /// <summary>Tells whether the connection is gone, so that another one may work.</summary>
    public static bool IsOfConnection(Exception error) => IsOfDatabase(error) && error is not PostgresException { SqlState: not (PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow) };

    /// <summary>What went wrong while a store was used: nothing was written, or it will be found as written.</summary>
    public static IOException InUse(Exception error) => error is IOException same ? same : new IOException(Describe(error), error);

    /// <summary>What went wrong while a store was opened.</summary>
    public static EcsException AtOpen(StateAddress address, Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => new(
            EcsErrorId.StateLoginFailed, $"{address} does not let this user in: {Describe(error)}", error)
        {
            WasNotCarriedOut = true,
            RecommendedAction = "Check the user in ECSTOOLS_STATE, and the password: PGPASSWORD, the pgpass file, or the secret that ?secret= names.",
        },
        NpgsqlException { InnerException: System.Security.Authentication.AuthenticationException } => new(
            EcsErrorId.StateLoginFailed, $"The certificate of {address} is not trusted: {Describe(error.InnerException!)}", error)
        {
            WasNotCarriedOut = true,
            RecommendedAction = "Name the authority's certificate with ?sslrootcert=FILE, and the host as the certificate has it.",
        },
        NpgsqlException and not PostgresException when error.Message.Contains("No password has been provided") => new(
            EcsErrorId.StateLoginFailed, $"{address} requires a password, and there is none.", error)
        {
            WasNotCarriedOut = true,
            RecommendedAction = "Specify it with PGPASSWORD, in a pgpass file, or as a secret (?secret=NAME).",
        },
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => AccessDenied(address, error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => new(EcsErrorId.StateAddressInvalid, $"Cannot find the database of {address}.", error)
        {
            WasNotCarriedOut = true,
            RecommendedAction = "Check the name in ECSTOOLS_STATE, or have the database created.",
        },
        PostgresException { SqlState: PostgresErrorCodes.UndefinedObject } => new(EcsErrorId.InvalidInput, $"{address} refuses a name: {Describe(error)}", error)
        {
            WasNotCarriedOut = true,
            RecommendedAction = "Have the role created in the database, and run the command again.",
        },
        PostgresException { SqlState: PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } => NotInitialized(address),
        _ => Unavailable(address, error),
    };

    /// <summary>The role lacks a right.</summary>
    public static EcsException AccessDenied(StateAddress address, Exception error) => new(
        EcsErrorId.StateAccessDenied, $"The role of this user lacks a right in {address}: {Describe(error)}", error)
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Have the owner of the schema run Initialize-EcsStateStore -GrantTo ROLE.",
    };

    /// <summary>The schema is not there.</summary>
    public static EcsException NotInitialized(StateAddress address) => new(EcsErrorId.StateSchemaMismatch, $"There is no schema '{address.Schema}' of EcsTools in {address}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Have the owner of the database run Initialize-EcsStateStore.",
    };

    private static EcsException Unavailable(StateAddress address, Exception error) => new(
        EcsErrorId.JournalUnavailable, $"Cannot use the state database {address}: {Describe(error)}", error)
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Check that the database is running and can be reached from here. Without a journal nothing is sent.",
    };

    private static string Describe(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "The database is read-only (a standby).",
        PostgresException refused => $"{refused.MessageText} ({refused.SqlState})",
        { InnerException: { } inner } => $"{error.Message.TrimEnd('.')}: {Describe(inner)}",
        _ => error.Message,
    };
}
