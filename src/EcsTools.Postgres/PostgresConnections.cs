using System.Security.Cryptography.X509Certificates;

using EcsTools.Core.Http;
using EcsTools.Core.State;

using Npgsql;

namespace EcsTools.Postgres;

/// <summary>Connections to one database: verified and encrypted unless they stay on this machine, and with writes that last once they are acknowledged.</summary>
internal sealed class PostgresConnections : IDisposable
{
    // A server takes a hundred in all by default, for all runners.
    private const int Connections = 4;
    private const int ConnectSeconds = 30;

    // As long as the audit log in a folder is waited for.
    private const int LockSeconds = 60;
    private const int CommandSeconds = LockSeconds + 10;
    private const int AliveSeconds = 15;
    private readonly NpgsqlDataSource _source;

    /// <param name="password">Gives the password; null for the driver's own places: PGPASSWORD and the pgpass file.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.StateAddressInvalid"/> or <see cref="EcsErrorId.CredentialFileInvalid"/> if a file that the address names cannot be read.</exception>
    public PostgresConnections(StateAddress address, string? password)
    {
        Address = address;
        NpgsqlDataSourceBuilder builder = new(new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Database = address.Database,
            Username = address.User ?? Environment.UserName,
            Password = password,
            SslMode = address.IsLocal ? SslMode.Disable : address.RootCertificateFile is null ? SslMode.VerifyFull : SslMode.Require,
            ApplicationName = "EcsTools",
            Timeout = ConnectSeconds,
            CommandTimeout = CommandSeconds,
            KeepAlive = AliveSeconds,
            MaxPoolSize = Connections,
            IncludeErrorDetail = false,

            // Whatever the server's own setting: what is acknowledged must survive its crash.
            Options = $"-c synchronous_commit=on -c lock_timeout={LockSeconds}s -c idle_in_transaction_session_timeout={CommandSeconds}s",
            SearchPath = address.Schema,
        }.ConnectionString);
        if (address.RootCertificateFile is { } authorities)
        {
            // The driver for .NET Standard cannot: with authorities of one's own it trusts none.
            CustomCertificateAuthorities trusted = CustomCertificateAuthorities.Read(authorities);
            builder.UseUserCertificateValidationCallback((_, certificate, chain, errors) => trusted.Trusts(certificate as X509Certificate2, chain, errors));
        }

        if (address.CertificateFile is { } file)
        {
            builder.UseClientCertificate(ReadCertificate(file));
        }

        _source = builder.Build();
    }

    /// <summary>The address.</summary>
    public StateAddress Address { get; }

    /// <summary>Runs something on a connection. It is run again, once, on another one if the connection turns out to be gone, so that it must do no harm twice.</summary>
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    public T Use<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            return UseOnce(work);
        }
        catch (Exception error) when (PostgresErrors.IsOfConnection(error))
        {
            // A database that was restarted leaves dead connections behind.
            using NpgsqlConnection any = _source.CreateConnection();
            NpgsqlConnection.ClearPool(any);
        }
        catch (Exception error) when (PostgresErrors.IsOfDatabase(error))
        {
            throw PostgresErrors.InUse(error);
        }

        try
        {
            return UseOnce(work);
        }
        catch (Exception error) when (PostgresErrors.IsOfDatabase(error))
        {
            throw PostgresErrors.InUse(error);
        }
    }

    /// <summary>Opens a connection of its own for listening.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    public void Dispose() => _source.Dispose();

    private T UseOnce<T>(Func<NpgsqlConnection, T> work)
    {
        using NpgsqlConnection connection = _source.OpenConnection();
        return work(connection);
    }

    private static X509Certificate2 ReadCertificate(string file)
    {
        try
        {
            return new X509Certificate2(file);
        }
        catch (Exception error) when (error is System.Security.Cryptography.CryptographicException or IOException)
        {
            throw new EcsException(EcsErrorId.StateAddressInvalid, $"Cannot read the certificate {file} of the state database: {error.Message}", error)
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Specify a PKCS#12 file without a password with ?sslcert=FILE.",
            };
        }
    }
}
