using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Commands in the guest.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void What_servers_print_is_written()
    {
        IReadOnlyList<EcsCommandResult> results = _bench.Run<EcsCommandResult>("Get-EcsInstance web-* | Invoke-EcsCommand -Command 'hostname; echo \"done\"'");

        Assert.Equal(6, results.Count);
        Assert.All(results, r => Assert.Equal((true, "Agent"), (r.Succeeded, r.Method)));
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
        Assert.Equal([EcsErrorId.GuestCommandTimeout], late.ErrorIds);
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
    public void A_command_that_is_too_long_is_refused() =>
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("Invoke-EcsCommand web-01 ('x' * 30000)").ErrorIds);

    [Theory]
    [InlineData("web-01 -Account sandbox-huawei", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Account sandbox-huawei -Method Agent", EcsErrorId.NotSupported)]
    [InlineData("web-01 -Method Ssh", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -KeyFile /no/such/key", EcsErrorId.KeyFileInvalid)]
    [InlineData("web-01 -Method Ssh -UserName app", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Method Ssh -WorkingDirectory /tmp", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Method Ssh -Parameter @{ a = 1 }", EcsErrorId.InvalidInput)]
    [InlineData("win-01 -CommandType PowerShell -Method Ssh", EcsErrorId.NotSupported)]
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
        using SandboxFixture slow = new("-TimeScale 100");

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
