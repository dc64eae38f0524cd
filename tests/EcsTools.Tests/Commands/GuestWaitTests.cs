using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Guests that are waited for: a server runs before they answer.</summary>
public sealed class GuestWaitTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void WaitEcsInstance_ForGuest_EndsWhenItAnswers(string account)
    {
        _bench.Session.Run($"Start-EcsInstance db-01 -Account {account}");

        EcsInstance up = null!;
        int writes = _bench.CountWrites(() => up = _bench.Run<EcsInstance>($"Wait-EcsInstance db-01 -For Guest -PassThru -Account {account}").Single());

        Assert.Equal((0, EcsInstanceStatus.Running), (writes, up.Status));
        AssertAnswers(account);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void WaitEcsInstance_ForGuestOfAStoppedServer_TimesOut(string account) => Assert.Equal(
        [EcsErrorId.OperationTimeout], _bench.Invoke($"Wait-EcsInstance db-01 -For Guest -Timeout 120 -Account {account}").ErrorIds);

    [Theory]
    [InlineData("Invoke-EcsOsReinstall db-01", SandboxFixture.Alibaba)]
    [InlineData("Invoke-EcsOsReinstall db-01", SandboxFixture.Huawei)]
    [InlineData("Invoke-EcsOsReinstall db-01", SandboxFixture.OpenTelekom)]
    [InlineData("Reset-EcsSystemDisk web-01 -StopFirst", SandboxFixture.Alibaba)]
    [InlineData("Switch-EcsSystemDisk db-01 -ImageId (Get-EcsInstance web-02 -Account [account]).ImageId", SandboxFixture.Huawei)]
    public void WipeWaitForGuest_Succeeded_TheGuestAnswers(string command, string account)
    {
        string server = command.Split(' ')[1];

        EcsOperation done = _bench.Run<EcsOperation>(
            $"{command.Replace("[account]", account, StringComparison.Ordinal)} -Backup None -WaitForGuest -Account {account} -Confirm:$false").Single();

        Assert.True(done.Succeeded, done.Message);
        AssertAnswers(account, server);
    }

    // A Windows guest writes nothing to the console, and no agent is there.
    [Fact]
    public void WipeWaitForGuest_GuestStaysSilent_FailsAlthoughItTookEffect()
    {
        Outcome outcome = _bench.Invoke(
            "Invoke-EcsOsReinstall win-01 -StopFirst -Backup None -LicenseType System -WaitForGuest -Timeout 3600 -Account sandbox-huawei -Confirm:$false");

        Assert.Equal([EcsErrorId.GuestNotResponding], outcome.ErrorIds);
        Assert.Equal(EcsOperationState.Failed, outcome.Of<EcsOperation>().Single().State);
        Assert.Equal(1, _bench.Effects("Huawei:rebuild"));
        Assert.Equal((EcsInstanceStatus.Running, 0), (_bench.Get("win-01", SandboxFixture.Huawei).Status, _bench.Get("win-01", SandboxFixture.Huawei).FailedReinstalls));
    }

    [Fact]
    public void WipeWaitForGuest_PlanRunWithoutWaiting_SaysSo()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -WaitForGuest -PlanOnly").Single();

        Outcome outcome = _bench.Invoke("$plan | Invoke-EcsPlan -NoWait -Confirm:$false -WarningVariable told -WarningAction SilentlyContinue; $told.Count", ("plan", plan));

        Assert.Equal("True", plan.Options["WaitForGuest"]);
        Assert.Empty(outcome.ErrorIds);
        Assert.Equal(1, outcome.Output[^1].BaseObject);
    }

    [Theory]
    [InlineData("-NoWait")]
    [InlineData("-LeaveStopped")]
    public void WipeWaitForGuest_NothingToWaitFor_IsRefused(string other)
    {
        int writes = _bench.CountWrites(() => Assert.Equal(
            [EcsErrorId.InvalidInput], _bench.Invoke($"Reset-EcsSystemDisk db-01 -Backup None -WaitForGuest {other} -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    private void AssertAnswers(string account, string server = "db-01")
    {
        if (account == SandboxFixture.Alibaba)
        {
            Assert.Equal(0, _bench.Run<EcsCommandResult>($"Invoke-EcsCommand {server} hostname -Confirm:$false").Single().ExitCode);
        }
        else
        {
            Assert.EndsWith("login: ", _bench.Run<EcsConsoleOutput>($"Get-EcsConsoleOutput {server} -Account {account}").Single().Text, StringComparison.Ordinal);
        }
    }
}
