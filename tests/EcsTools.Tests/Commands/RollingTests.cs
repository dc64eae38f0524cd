using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Model;
using EcsTools.Tests.Hosting;

using Xunit;

namespace EcsTools.Tests.Commands;

public sealed class RollingTests : IDisposable
{
    private const string Reinstall = "Get-EcsInstance node-* -Account sandbox-huawei | Invoke-EcsOsReinstall -Backup None -StopFirst -Confirm:$false -Force";
    private readonly SandboxBench _bench = new("-InstanceCount 23");

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
}
