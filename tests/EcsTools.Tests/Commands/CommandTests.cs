using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Model;
using EcsTools.Tests.Hosting;

using Xunit;

namespace EcsTools.Tests.Commands;

/// <summary>Commands in the guest.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly SandboxBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void What_servers_print_is_written()
    {
        IReadOnlyList<EcsCommandResult> results = _bench.Run<EcsCommandResult>("Get-EcsInstance web-* | Invoke-EcsCommand -Command 'hostname; echo \"done\"'");

        Assert.Equal(6, results.Count);
        Assert.All(results, r => Assert.True(r.Succeeded));
        Assert.Contains("web-01\ndone\n", results.Select(r => r.Output));
        Assert.Equal(1, _bench.Requests("alibaba:RunCommand"));
    }

    [Fact]
    public void An_exit_code_is_no_error_but_a_timeout_is()
    {
        Outcome failed = _bench.Invoke("Invoke-EcsCommand web-01 'exit 3'");
        Outcome late = _bench.Invoke("Invoke-EcsCommand web-01 'sleep 600' -CommandTimeout 30");

        Assert.Equal((3, false), (failed.Of<EcsCommandResult>().Single().ExitCode, failed.Of<EcsCommandResult>().Single().Succeeded));
        Assert.Empty(failed.ErrorIds);
        Assert.Equal([EcsErrorId.OperationTimeout], late.ErrorIds);
        Assert.Equal("Timeout", late.Of<EcsCommandResult>().Single().Status);
    }

    [Fact]
    public void Each_server_that_cannot_run_it_has_its_own_error()
    {
        Outcome outcome = _bench.Invoke("'web-01', 'db-01', 'win-01' | Invoke-EcsCommand -Command hostname -CommandType Shell");

        Assert.Equal("web-01", outcome.Of<EcsCommandResult>().Single().Instance.Name);
        Assert.Equal([EcsErrorId.IncorrectState, EcsErrorId.InvalidInput], outcome.ErrorIds.Order());
    }

    [Fact]
    public void A_cloud_without_an_agent_says_so() =>
        Assert.Equal([EcsErrorId.NotSupported], _bench.Invoke($"Invoke-EcsCommand web-01 hostname -Account {SandboxBench.Huawei}").ErrorIds);

    [Fact]
    public void A_command_that_is_too_long_is_refused() =>
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("Invoke-EcsCommand web-01 ('x' * 30000)").ErrorIds);
}
