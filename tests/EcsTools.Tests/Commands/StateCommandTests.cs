using EcsTools.Core.Tests.State;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>The commands that make the tables of the state and move it, at a real database.</summary>
public sealed class StateCommandTests : IDisposable
{
    private readonly PostgresServer _server;
    private readonly ModuleSession _session = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-state-").FullName;

    public StateCommandTests(PostgresServer server)
    {
        Assert.SkipWhen(server.Problem is not null, server.Problem ?? "");
        _server = server;

        // The driver looks for it in this process's variables; there is one server, with one password.
        Environment.SetEnvironmentVariable("PGPASSWORD", PostgresServer.Password);
        _session.Run("$uri = $given; Set-Location $folder", ("given", $"postgres://admin@127.0.0.1:{server.Port}/postgres?schema=test_{Guid.NewGuid():N}"), ("folder", _folder));
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Initialize_WhatIfThenForReal_MakesTheTablesOnce()
    {
        Assert.Empty(_session.Run("Initialize-EcsStateStore $uri -WhatIf"));
        Assert.Equal([EcsErrorId.StateSchemaMismatch], _session.Invoke("Copy-EcsState $uri ./copy -Confirm:$false").ErrorIds);

        EcsStateStore made = One<EcsStateStore>("Initialize-EcsStateStore $uri -Confirm:$false");
        EcsStateStore again = One<EcsStateStore>("Initialize-EcsStateStore $uri -Confirm:$false");

        Assert.Equal((0, made.Version), (made.PreviousVersion, again.PreviousVersion));
        Assert.True(made.Version > 0);
        Assert.DoesNotContain("password", made.Location, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Copy_FolderToDatabaseAndBack_IsVerified()
    {
        _session.Run("$null = Initialize-EcsStateStore $uri -Confirm:$false; $null = [IO.Directory]::CreateDirectory(\"$pwd/journal\")");

        Assert.Empty(_session.Run("Copy-EcsState ./journal $uri -WhatIf"));
        EcsStateCopy there = One<EcsStateCopy>("Copy-EcsState ./journal $uri -Confirm:$false");
        EcsStateCopy back = One<EcsStateCopy>("Copy-EcsState $uri ./back -Confirm:$false");

        Assert.Equal((there.OperationCount, there.AuditRecordCount, there.Head), (back.OperationCount, back.AuditRecordCount, back.Head));
        Assert.True(Directory.Exists(Path.Combine(_folder, "back")));
    }

    [Theory]
    [InlineData("Initialize-EcsStateStore 'postgres://u:secret@h/d'", EcsErrorId.StateAddressInvalid)]
    [InlineData("Initialize-EcsStateStore 'mysql://h/d'", EcsErrorId.StateAddressInvalid)]
    [InlineData("Initialize-EcsStateStore $uri -GrantTo nobody_is_called_so -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("Copy-EcsState ./none $uri -Confirm:$false", EcsErrorId.StateSchemaMismatch)]
    [InlineData("Copy-EcsState ./none ./other -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("Copy-EcsState ./none ./none -Confirm:$false", EcsErrorId.InvalidInput)]
    public void Command_WhatCannotBe_IsRefused(string script, string expected)
    {
        Outcome outcome = _session.Invoke(script);

        Assert.Equal([expected], outcome.ErrorIds);
        Assert.False(Directory.Exists(Path.Combine(_folder, "other")));
    }

    private T One<T>(string script) => (T)_session.Run(script).Single().BaseObject;
}
