using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>The minutes after a reinstallation, in which the guest takes its key (docs/contracts/huawei-ecs.md 3.6).</summary>
public sealed class SettlingTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public static TheoryData<string> HuaweiAndTelekom => [SandboxFixture.Huawei, SandboxFixture.OpenTelekom];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void A_fresh_system_is_left_in_peace_for_some_minutes(string account)
    {
        _bench.Session.Run($"$null = Invoke-EcsOsReinstall db-01 -Account {account} -Backup None -Confirm:$false -Force");

        Outcome refused = null!;
        int writes = _bench.CountWrites(() => refused = _bench.Invoke(
            $"Stop-EcsInstance db-01 -Account {account}; Restart-EcsInstance db-01 -Account {account} -Confirm:$false; "
            + $"Invoke-EcsOsReinstall db-01 -Account {account} -StopFirst -Backup None -Confirm:$false -Force"));
        Assert.Equal(Enumerable.Repeat(EcsErrorId.GuestSettling, 3), refused.ErrorIds);
        Assert.Equal(0, writes);
        Assert.NotNull(_bench.Get("db-01", account).SettlesUntil);

        Outcome later = _bench.Invoke($"Wait-EcsInstance db-01 -Account {account} -For Stopped -Timeout 240; Stop-EcsInstance db-01 -Account {account}");
        Assert.Equal([EcsErrorId.OperationTimeout], later.ErrorIds);
        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Get("db-01", account).Status);
    }

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void WaitEcsInstance_ForSettled_EndsWhenTheGuestIsLeftAloneNoMore(string account)
    {
        _bench.Session.Run($"$null = Invoke-EcsOsReinstall db-01 -Account {account} -Backup None -Confirm:$false -Force");
        Assert.NotNull(_bench.Get("db-01", account).SettlesUntil);

        EcsInstance settled = null!;
        int writes = _bench.CountWrites(() => settled = _bench.Run<EcsInstance>($"Wait-EcsInstance db-01 -Account {account} -For Settled -PassThru").Single());

        Assert.Equal((0, EcsInstanceStatus.Running), (writes, settled.Status));
        Assert.Null(settled.SettlesUntil);
        Assert.Empty(_bench.Invoke($"Stop-EcsInstance db-01 -Account {account}").ErrorIds);
    }

    [Fact]
    public void WaitEcsInstance_ForSettledInTooLittleTime_TimesOut()
    {
        _bench.Session.Run($"$null = Invoke-EcsOsReinstall db-01 -Account {SandboxFixture.Huawei} -Backup None -Confirm:$false -Force");

        Assert.Equal([EcsErrorId.OperationTimeout], _bench.Invoke($"Wait-EcsInstance db-01 -Account {SandboxFixture.Huawei} -For Settled -Timeout 30").ErrorIds);
    }

    [Fact]
    public void WaitEcsInstance_ForAgent_EndsWhenACommandCanRun()
    {
        Outcome early = _bench.Invoke("Start-EcsInstance db-01; Invoke-EcsCommand db-01 hostname -Confirm:$false");
        Assert.Equal([EcsErrorId.AgentNotInstalled], early.ErrorIds);

        EcsCommandResult result = _bench.Run<EcsCommandResult>("Wait-EcsInstance db-01 -For agent -PassThru | Invoke-EcsCommand -Command hostname -Confirm:$false").Single();

        Assert.Equal((0, "db-01"), (result.ExitCode, result.Output.Trim()));
    }

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void WaitEcsInstance_ForAgentWhereThereIsNone_IsNotSupported(string account) =>
        Assert.Equal([EcsErrorId.NotSupported], _bench.Invoke($"Wait-EcsInstance web-01 -Account {account} -For Agent").ErrorIds);

    [Fact]
    public void A_wipe_can_be_allowed_at_once()
    {
        _bench.Session.Run($"$null = Invoke-EcsOsReinstall db-01 -Account {SandboxFixture.Huawei} -Backup None -Confirm:$false -Force");

        EcsOperation again = _bench.Run<EcsOperation>(
            $"Invoke-EcsOsReinstall db-01 -Account {SandboxFixture.Huawei} -StopFirst -Backup None -IgnoreRequirement Settling -Confirm:$false -Force").Single();

        Assert.Equal(EcsOperationState.Succeeded, again.State);
    }

    [Fact]
    public void WaitEcsOperation_UserDataGiven_NeedsItNoMore()
    {
        EcsOperation operation = _bench.Run<EcsOperation>(
            $"Invoke-EcsOsReinstall db-01 -Account {SandboxFixture.Huawei} -Backup None -UserData '#cloud-config' -NoWait -Confirm:$false").Single();

        EcsOperation ended = _bench.Run<EcsOperation>($"Wait-EcsOperation {operation.OperationId}").Single();

        Assert.Equal(EcsOperationState.Succeeded, ended.State);
    }
}
