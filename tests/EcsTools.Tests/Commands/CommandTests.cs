using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Model;
using EcsTools.Tests.Hosting;

using Xunit;

namespace EcsTools.Tests.Commands;

public sealed class CommandTests : IDisposable
{
    private readonly SandboxBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void One_call_runs_a_command_in_many_guests()
    {
        IReadOnlyList<EcsCommandResult> results = _bench.Run<EcsCommandResult>("'web-01', 'web-02' | Invoke-EcsCommand -Command 'true' -Confirm:$false");

        Assert.Equal(["web-01", "web-02"], results.Select(r => r.InstanceName).Order());
        Assert.All(results, r => Assert.Equal((true, 0, "Agent", "sandbox-alibaba"), (r.Succeeded, r.ExitCode, r.Method, r.Account)));
        Assert.Equal(1, _bench.Requests("alibaba:RunCommand"));
    }

    [Fact]
    public void One_guest_that_does_not_fit_does_not_refuse_the_others()
    {
        Outcome outcome = _bench.Invoke("'web-01', 'db-01', 'win-01' | Invoke-EcsCommand -Command 'true' -Confirm:$false");

        Assert.Equal("web-01", outcome.Of<EcsCommandResult>().Single().InstanceName);
        Assert.Equal([EcsErrorId.IncorrectState, EcsErrorId.InvalidInput], outcome.ErrorIds.Order(StringComparer.Ordinal));
        Assert.Equal(["db-01", "win-01"], outcome.Errors.Select(e => ((EcsInstance)e.TargetObject).Name).Order());
    }

    [Fact]
    public void Windows_runs_its_own_languages() => Assert.True(
        _bench.Run<EcsCommandResult>("Invoke-EcsCommand win-01 'Get-Date' -Type PowerShell -Confirm:$false").Single().Succeeded);

    [Theory]
    [InlineData("web-01 -Account sandbox-huawei", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Account sandbox-huawei -Method Agent", EcsErrorId.NotSupported)]
    [InlineData("web-01 -Method Ssh", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -KeyFile /no/such/key", EcsErrorId.KeyFileInvalid)]
    [InlineData("win-01 -Type PowerShell -Method Ssh", EcsErrorId.NotSupported)]
    public void What_cannot_be_done_is_said(string arguments, string errorId)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"Invoke-EcsCommand {arguments} -Command 'true' -Confirm:$false"));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }

    [Fact]
    public void A_guest_that_has_just_started_has_no_agent_yet()
    {
        using SandboxBench slow = new("-TimeScale 100");

        Outcome outcome = slow.Invoke("Start-EcsInstance db-01; Invoke-EcsCommand db-01 'true' -Confirm:$false");

        Assert.Equal([EcsErrorId.AgentNotInstalled], outcome.ErrorIds);
    }

    [Fact]
    public void The_agent_sets_a_password_at_once()
    {
        EcsLogin login = _bench.Run<EcsLogin>("Reset-EcsPassword web-01 -Method Agent -Generate -Confirm:$false").Single();
        EcsLogin auto = _bench.Run<EcsLogin>("Reset-EcsPassword web-02 -UserName app -Generate -Confirm:$false").Single();

        Assert.Equal(("root", "Agent", EcsLoginEffect.Unverified), (login.UserName, login.Method, login.Effective));
        Assert.Equal(("app", "Agent", EcsLoginEffect.Unverified), (auto.UserName, auto.Method, auto.Effective));
    }

    [Fact]
    public void The_question_says_that_a_hash_stays_behind()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Reset-EcsPassword web-01 -Method Agent -Generate -PlanOnly").Single();

        Assert.Contains(plan.Losses, l => l.Contains("history", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("web-01 -Account sandbox-huawei -Method Agent", EcsErrorId.NotSupported)]
    [InlineData("db-01 -Method Agent", EcsErrorId.RequirementFailed)]
    [InlineData("win-01 -Method Agent", EcsErrorId.RequirementFailed)]
    public void Where_the_agent_cannot_set_it_nothing_is_sent(string arguments, string errorId)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"Reset-EcsPassword {arguments} -Generate -Confirm:$false"));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }
}
