using System.Diagnostics;
using System.Globalization;

using EcsTools.Core.Tests.State;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>Where processes keep their state as if on several machines: a schema of the test run's PostgreSQL, with the rights of a runner.</summary>
internal sealed class ChildDatabase : ChildState
{
    private readonly PostgresServer _server;
    private readonly string _schema = "test_" + Guid.NewGuid().ToString("N");

    /// <summary>Makes the schema with the command that users run. Skips the test where there is no PostgreSQL.</summary>
    public ChildDatabase(PostgresServer server)
    {
        Assert.SkipWhen(server.Problem is not null, server.Problem ?? "");
        _server = server;
        Execute($"CREATE ROLE {Role} LOGIN PASSWORD '{PostgresServer.Password.Replace("'", "''", StringComparison.Ordinal)}'");

        // The driver looks for it in this process's variables; there is one server, with one password.
        Environment.SetEnvironmentVariable("PGPASSWORD", PostgresServer.Password);
        using ModuleSession session = new();
        session.Run("Initialize-EcsStateStore -Uri $uri -GrantTo $role -Confirm:$false", ("uri", Address("admin")), ("role", Role));
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string> { ["ECSTOOLS_STATE"] = Address(Role), ["PGPASSWORD"] = PostgresServer.Password };

    /// <inheritdoc/>
    public override string? JournalPath => null;

    /// <summary>The role of the runners.</summary>
    public string Role => "runner_" + _schema;

    /// <summary>Cuts all connections of the runners, as a restart does.</summary>
    public void CutConnections() => Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{Role}'");

    /// <inheritdoc/>
    public override void EndClaims() => Execute("UPDATE runner SET expires_at = now() - interval '1 s'");

    /// <inheritdoc/>
    public override void Age() => Execute(
        """
        SET timezone = 'UTC';
        UPDATE operation SET entry = jsonb_set(entry::jsonb, '{Steps}', (
          SELECT jsonb_agg(jsonb_set(s, '{SentAt}', to_jsonb(to_char((s ->> 'SentAt')::timestamptz - interval '2 h', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))))
          FROM jsonb_array_elements(entry::jsonb -> 'Steps') s))::text
        """);

    /// <summary>Does something as the administrator.</summary>
    /// <returns>What it returned, as text.</returns>
    public string Execute(string sql)
    {
        using Process psql = Process.Start(new ProcessStartInfo(
            "psql", ["-qAtX", "-v", "ON_ERROR_STOP=1", "-h", _server.SocketFolder, "-p", _server.Port.ToString(CultureInfo.InvariantCulture), "-U", "admin", "postgres"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGOPTIONS"] = $"-c search_path={_schema}" },
        })!;
        psql.StandardInput.Write(sql);
        psql.StandardInput.Close();
        string output = psql.StandardOutput.ReadToEnd();
        string errors = psql.StandardError.ReadToEnd();
        psql.WaitForExit();
        return psql.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException(errors);
    }

    private string Address(string user) => $"postgres://{user}@127.0.0.1:{_server.Port}/postgres?schema={_schema}";
}
