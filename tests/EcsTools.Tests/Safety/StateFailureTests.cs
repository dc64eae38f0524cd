using EcsTools.Core.Tests.State;
using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Tests.Safety;

/// <summary>The database of the state fails in the middle of an operation: nothing is sent that it does not know of, and what was sent is settled later.</summary>
public sealed class StateFailureTests : IDisposable
{
    private readonly PostgresServer _server = new();
    private readonly ChildDatabase _state;

    /// <summary>Makes a database that these tests may stop.</summary>
    public StateFailureTests() => _state = new ChildDatabase(_server);

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("stop", false, false, Explicit = true)]
    [InlineData("stop", true, false, Explicit = true)]
    [InlineData("wipe", true, false)]
    [InlineData("stop", false, true)]
    public async Task Reinstall_DatabaseFailsWhileACallIsOnItsWay_IsSettledOnceItIsBack(string kind, bool isCrash, bool isReadOnly)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SandboxFixture bench = new("-Listen -TimeScale 20000");
        bench.Connect(SandboxFixture.Huawei);
        await using FaultProxy bridge = new(bench.Sandbox.Url!);
        int failures = 0;
        bridge.Rule = call =>
        {
            if (call.Kind == kind && Interlocked.Increment(ref failures) == 1)
            {
                Fail(isCrash, isReadOnly);
            }

            return ProxyAction.Free;
        };

        string[] refused = await RunAsync(
            "try { Invoke-EcsOsReinstall web-01 -StopFirst -Backup None -Confirm:$false -Force -ErrorAction Stop -WarningAction SilentlyContinue } catch { ($_.FullyQualifiedErrorId -split ',')[0] }");

        Assert.Equal([EcsErrorId.JournalUnavailable], refused);
        Assert.Equal(kind == "wipe" ? 1 : 0, bridge.Calls.Count(c => c.Kind == "wipe"));

        Mend(isReadOnly);
        _state.EndClaims();
        _state.Age();
        string[] settled = await RunAsync(
            "Get-EcsOperation | Resume-EcsOperation -Confirm:$false -ErrorAction SilentlyContinue | ForEach-Object { \"$($_.State)\" }; \"$((Get-EcsInstance web-01).Status)\"; (Get-EcsAuditRecord -Verify).IsIntact");

        Assert.Equal([kind == "wipe" ? "Succeeded" : "Abandoned", "Running", "True"], settled);
        Assert.Equal(kind == "wipe" ? 1 : 0, bridge.Calls.Count(c => c.Kind == "wipe"));
        Assert.Equal(1, bridge.Calls.Count(c => c.Kind == "stop"));

        async Task<string[]> RunAsync(string script)
        {
            using ChildShell shell = ChildShell.Start(_state, bench.Sandbox, bridge.Url, SandboxFixture.Huawei, [script], cancellation);
            (IReadOnlyList<string> lines, string errors) = await shell.EndAsync(cancellation);
            Assert.Equal("", errors);
            return [.. lines];
        }
    }

    private void Fail(bool isCrash, bool isReadOnly)
    {
        if (isReadOnly)
        {
            // As a standby answers, for sessions that are there as for those to come.
            _state.Execute("ALTER SYSTEM SET default_transaction_read_only = on; SELECT pg_reload_conf();");
        }
        else
        {
            _server.Stop(isCrash);
        }
    }

    private void Mend(bool isReadOnly)
    {
        if (isReadOnly)
        {
            _state.Execute("SET default_transaction_read_only = off; ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf();");
        }
        else
        {
            _server.StartAgain();
        }
    }
}
