using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary><c>-NoWait</c> always gives something to wait on.</summary>
public sealed class NoWaitTests
{
    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void RestartEcsInstance_NoWait_GivesOperation(string account)
    {
        using SandboxFixture bench = new();

        EcsOperation open = bench.Run<EcsOperation>($"Restart-EcsInstance web-01 -Account {account} -NoWait").Single();
        EcsOperation ended = bench.Run<EcsOperation>($"Wait-EcsOperation {open.OperationId}").Single();

        Assert.Equal((OperationKind.Restart, EcsOperationState.Running), (open.Kind, open.State));
        Assert.True(ended.Succeeded);
        Assert.Equal(EcsInstanceStatus.Running, ended.Instance!.Status);
        Assert.Equal(account != SandboxFixture.Alibaba, open.JobIds.Count == 1);
    }

    [Theory]
    [InlineData(SandboxFixture.Huawei)]
    [InlineData(SandboxFixture.OpenTelekom)]
    public void RestartEcsInstance_NoWaitAndJobFailsLater_IsSeen(string account)
    {
        // The server is stopped, which the job finds out.
        using SandboxFixture bench = new();

        EcsOperation open = bench.Run<EcsOperation>($"Restart-EcsInstance db-01 -Account {account} -NoWait").Single();
        Outcome outcome = bench.Invoke($"Wait-EcsOperation {open.OperationId}");

        Assert.Equal(EcsOperationState.Failed, outcome.Of<EcsOperation>().Single().State);
        Assert.Single(outcome.Errors);
        Assert.Equal(EcsOperationState.Failed, bench.Run<EcsOperation>($"Get-EcsOperation {open.OperationId}").Single().State);
    }

    [Theory]
    [InlineData("Stop-EcsInstance web-01, db-01", "Stopped")]
    [InlineData("Start-EcsInstance web-01, db-01", "Running")]
    public void PowerCommand_NoWait_GivesServersToWaitFor(string script, string goal)
    {
        using SandboxFixture bench = new();

        EcsInstance[] ended = [.. bench.Run<EcsInstance>($"{script} -NoWait | Wait-EcsInstance -For {goal} -PassThru")];

        Assert.Equal(["db-01", "web-01"], ended.Select(i => i.Name).Order());
        Assert.All(ended, i => Assert.Equal(goal, i.Status.ToString()));
    }

    [Fact]
    public void RestartEcsInstance_Waits_WritesDownItsEnd()
    {
        using SandboxFixture bench = new();

        Assert.Empty(bench.Session.Run("Restart-EcsInstance web-01"));
        EcsOperation operation = bench.Operations().Single();

        Assert.Equal((OperationKind.Restart, EcsOperationState.Succeeded), (operation.Kind, operation.State));
    }

    [Fact]
    public void RestartEcsInstance_OperationOpen_IsRefused()
    {
        using SandboxFixture bench = new("-TimeScale 1");
        bench.Session.Run("Restart-EcsInstance web-01 -NoWait");

        Outcome outcome = null!;
        int writes = bench.CountWrites(() => outcome = bench.Invoke("Restart-EcsInstance web-01 -NoWait"));

        Assert.Equal([EcsErrorId.OperationInProgress], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }
}
