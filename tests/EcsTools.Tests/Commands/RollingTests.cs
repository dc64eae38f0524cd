using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class RollingTests : IDisposable
{
    private const string Reinstall = "Get-EcsInstance node-* -Account sandbox-huawei | Invoke-EcsOsReinstall -Backup None -StopFirst -Confirm:$false -Force";
    private const string One = "Invoke-EcsOsReinstall node-0001 -Account sandbox-huawei -Backup None -StopFirst -Confirm:$false -Force";
    private readonly SandboxFixture _bench = new("-InstanceCount 23");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_health_check_sees_each_server_on_the_pipeline_thread()
    {
        IReadOnlyList<EcsOperation> operations = _bench.Run<EcsOperation>(
            $"$seen = @(); $thread = [Environment]::CurrentManagedThreadId; {Reinstall} -ThrottleLimit 3 -HealthCheck {{ "
            + "if ([Environment]::CurrentManagedThreadId -ne $thread) { throw 'thread' }; $script:seen += $_.Name; $_.Status -eq 'Running' }");
        string[] seen = [.. _bench.Session.Run("$script:seen").Select(o => (string)o.BaseObject)];

        Assert.All(operations, o => Assert.True(o.Succeeded));
        Assert.Equal(operations.Select(o => o.InstanceName).Order(), seen.Order());
    }

    [Theory]
    [InlineData("$false")]
    [InlineData("throw 'sick'")]
    [InlineData("'text'; 0")]
    public void A_bad_image_takes_no_more_than_the_canary(string check)
    {
        Outcome outcome = _bench.Invoke($"{Reinstall} -Canary 1 -HealthCheck {{ {check} }}");

        EcsOperation[] operations = [.. outcome.Of<EcsOperation>()];
        Assert.Equal(EcsErrorId.HealthCheckFailed, outcome.ErrorIds[0]);
        Assert.Single(operations, o => o.State == EcsOperationState.Failed);
        Assert.Equal(operations.Length - 1, operations.Count(o => o.State == EcsOperationState.Abandoned));
        Assert.True(operations.Length > 1);
        Assert.Equal(1, _bench.Requests("huawei:POST reinstallos"));
    }

    [Fact]
    public void A_server_that_is_not_well_does_not_flow_on()
    {
        Outcome outcome = _bench.Invoke($"{Reinstall} -Canary 1 -HealthCheck {{ $false }} | Stop-EcsInstance");

        Assert.Equal(0, _bench.Effects("Huawei:stop") - 1);
        Assert.Contains(EcsErrorId.OperationNotSucceeded, outcome.ErrorIds);
    }

    [Theory]
    [InlineData("-Canary 1")]
    [InlineData("-HealthCheck { $true }")]
    public void Without_waiting_nobody_can_tell(string choice)
    {
        int writes = _bench.CountWrites(() => Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"{Reinstall} -NoWait {choice}").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData("/bin/false")]
    [InlineData("$true; /bin/false")]
    [InlineData("curl -fsS http://127.0.0.1:1/")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("$true, @()")]
    [InlineData("Get-EcsInstance no-such-server; $true")]
    [InlineData("no-such-command; $true")]
    [InlineData("throw 'sick'")]
    [InlineData("break")]
    [InlineData("exit 0")]
    public void HealthCheck_DoesNotPass_FailsTheOperation(string check)
    {
        Outcome outcome = _bench.Invoke($"$global:LASTEXITCODE = 7; {One} -HealthCheck {{ {check} }}");

        Assert.Equal([EcsErrorId.HealthCheckFailed], outcome.ErrorIds);
        Assert.Equal(EcsOperationState.Failed, Assert.Single(outcome.Of<EcsOperation>()).State);
        Assert.Equal("node-0001", ((EcsInstance)outcome.Errors[0].TargetObject).Name);
        Assert.Equal(7, _bench.Session.Run("$global:LASTEXITCODE").Single().BaseObject);
    }

    // A runbook's own preference, for which the engine has a text that says nothing of the server.
    [Fact]
    public void HealthCheck_WritesAnErrorUnderStop_SaysWhatItWrote()
    {
        Outcome outcome = _bench.Invoke($"$ErrorActionPreference = 'Stop'; {One} -ErrorAction Continue -HealthCheck {{ Write-Error 'The page is missing.' -ErrorAction Stop }}");

        Assert.Equal([EcsErrorId.HealthCheckFailed], outcome.ErrorIds);
        Assert.EndsWith("it ended with an error: The page is missing.", outcome.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$true")]
    [InlineData("$false; 'fine'")]
    [InlineData("/bin/false; /bin/true; $true")]
    [InlineData("/bin/sh -c 'echo said >&2; echo out'")]
    [InlineData("try { throw 'caught' } catch { }; $true")]
    [InlineData("foreach ($i in 1..3) { try { if ($i -lt 3) { throw 'not yet' }; return $_.Name -eq 'node-0001' } catch { } }")]
    [InlineData("Get-EcsInstance no-such-server -ErrorAction SilentlyContinue; $true")]
    [InlineData("$global:LASTEXITCODE -eq 0")]
    [InlineData("Stop-EcsInstance node-0002 -Account sandbox-huawei; (Get-EcsInstance node-0002 -Account sandbox-huawei).Status -eq 'Stopped'")]
    public void HealthCheck_Passes_OperationSucceeds(string check)
    {
        EcsOperation operation = _bench.Run<EcsOperation>($"$global:LASTEXITCODE = 7; $ConfirmPreference = 'Low'; {One} -HealthCheck {{ {check} }}").Single();

        Assert.True(operation.Succeeded);
        Assert.Empty(_bench.Records.Questions);
        Assert.Equal(7, _bench.Session.Run("$global:LASTEXITCODE").Single().BaseObject);
    }

    [Fact]
    public void HealthCheck_NoExitCodeBefore_LeavesNone()
    {
        _bench.Run<EcsOperation>($"{One} -HealthCheck {{ /bin/true; $true }}");

        Assert.True((bool)_bench.Session.Run("$null -eq $ExecutionContext.SessionState.PSVariable.Get('global:LASTEXITCODE')").Single().BaseObject);
    }

    [Fact]
    public void HealthCheck_ProgramFails_MessageQuotesWhatItSaid()
    {
        Outcome outcome = _bench.Invoke($"{One} -HealthCheck {{ /bin/sh -c 'echo no route >&2; exit 3' }}");

        Assert.Contains("code 3: no route", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$true", EcsOperationState.Succeeded)]
    [InlineData("/bin/false", EcsOperationState.Failed)]
    public void HealthCheck_ConstrainedLanguage_Decides(string check, EcsOperationState state)
    {
        Outcome outcome = _bench.Invoke($"$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; {One} -HealthCheck {{ {check} }}");

        Assert.Equal(state, Assert.Single(outcome.Of<EcsOperation>()).State);
    }

    [Fact]
    public void HealthCheck_BlockOfAModule_SeesTheServerAndAsksNothing()
    {
        _bench.Session.Run(
            "$null = New-Module { $check = { try { throw 'not yet' } catch { }; Stop-EcsInstance node-0002 -Account sandbox-huawei; $_.Name -eq 'node-0001' -and $ConfirmPreference -eq 'None' }; function Get-Check { $check } }"
            + " | Import-Module; $ConfirmPreference = 'Low'");

        Assert.True(_bench.Run<EcsOperation>($"{One} -HealthCheck (Get-Check)").Single().Succeeded);
        Assert.Empty(_bench.Records.Questions);
        Assert.Equal("Low", _bench.Session.Run("$ConfirmPreference").Single().ToString());
    }
}
