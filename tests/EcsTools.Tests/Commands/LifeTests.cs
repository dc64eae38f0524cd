using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>What a server goes through besides its system disk: another size, snapshots, notes, release.</summary>
public sealed class LifeTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void A_running_server_gets_another_size(string account)
    {
        string size = _bench.Run<EcsInstanceSize>($"Get-EcsInstance web-01 -Account {account} | Get-EcsInstanceSize -Available")[0].Name;

        EcsOperation done = _bench.Run<EcsOperation>($"Set-EcsInstanceSize web-01 {size} -Account {account} -StopFirst -Start -Confirm:$false").Single();

        Assert.Equal((EcsOperationState.Succeeded, size, EcsInstanceStatus.Running), (done.State, done.Instance!.Size, done.Instance.Status));
        Assert.Equal(size, _bench.Get("web-01", account).Size);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Resize_ServerHasTheSize_SucceedsAndSendsNothing(string account)
    {
        _bench.Session.Run($"$s = Get-EcsInstance web-01 -Account {account}");
        EcsOperation done = null!;
        int writes = _bench.CountWrites(() => done = _bench.Run<EcsOperation>("$s | Set-EcsInstanceSize -Size $s.Size.ToUpper() -StopFirst -Start -Confirm").Single());
        EcsPlan plan = _bench.Run<EcsPlan>("$s | Set-EcsInstanceSize -Size $s.Size -PlanOnly").Single();

        Assert.Equal((EcsOperationState.Succeeded, ""), (done.State, done.OperationId));
        Assert.NotEmpty(done.Message!);
        Assert.Equal(EcsInstanceStatus.Running, done.Instance!.Status);
        Assert.Equal(0, writes);
        Assert.Empty(_bench.Records.Questions);
        Assert.Empty(_bench.Session.Run("Get-EcsOperation -Instance $s.Id"));
        Assert.True(plan.CanProceed);
        Assert.Single(plan.Steps);
        Assert.Empty(plan.Losses.Concat(plan.Costs));
        Assert.Equal("web-01", _bench.Run<EcsInstance>("$s | Set-EcsInstanceSize -Size $s.Size | Start-EcsInstance -PassThru").Single().Name);
        Assert.Empty(_bench.Session.Run("$s | Set-EcsInstanceSize -Size $s.Size -WhatIf"));
        Assert.Equal(EcsOperationState.Succeeded, _bench.Run<EcsOperation>("$s | Set-EcsInstanceSize -Size $s.Size -PlanOnly | Invoke-EcsPlan -Confirm:$false").Single().State);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Resize_ServerHasTheSizeButIsToBeStarted_IsRefused(string account)
    {
        int writes = _bench.CountWrites(() => Assert.Equal(
            [EcsErrorId.RequirementFailed],
            _bench.Invoke($"$s = Get-EcsInstance db-01 -Account {account}; $s | Set-EcsInstanceSize -Size $s.Size -Start -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void SetInstance_ServerIsAsWanted_SendsNothing()
    {
        int writes = _bench.CountWrites(() => _bench.Session.Run(
            "Set-EcsInstance protected-01 -DeletionProtection $true; Set-EcsInstance db-01 -NewName db-01 -DeletionProtection $false; Start-EcsInstance web-01; Stop-EcsInstance db-01"));

        Assert.Equal(0, writes);
        Assert.Equal([EcsErrorId.InstanceNotFound], _bench.Invoke("Remove-EcsInstance gone-01 -Confirm:$false").ErrorIds);
    }

    [Fact]
    public void Five_minutes_between_two_changes_are_waited_out()
    {
        _bench.Run<EcsOperation>("Set-EcsInstanceSize db-01 ecs.g7.xlarge -Confirm:$false");

        EcsOperation back = _bench.Run<EcsOperation>("Set-EcsInstanceSize db-01 ecs.g7.large -Confirm:$false").Single();

        Assert.Equal((EcsOperationState.Succeeded, "ecs.g7.large"), (back.State, back.Instance!.Size));
        Assert.Equal(2, _bench.Effects("Alibaba:resize"));
    }

    [Theory]
    [InlineData("-AutoPay", EcsOperationState.Succeeded)]
    [InlineData("", EcsOperationState.Unknown)]
    public void A_subscriptions_order_is_paid_if_asked_for(string autoPay, EcsOperationState state)
    {
        Outcome outcome = _bench.Invoke($"Set-EcsInstanceSize prepaid-01 ecs.g7.xlarge {autoPay} -Confirm:$false");

        Assert.Equal(state, outcome.Of<EcsOperation>().Single().State);
        Assert.Equal(state == EcsOperationState.Succeeded ? [] : [EcsErrorId.OperationInProgress], outcome.ErrorIds);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void A_snapshot_is_made_and_found(string account)
    {
        EcsOperation done = _bench.Run<EcsOperation>($"New-EcsSnapshot db-01 -SnapshotName before-upgrade -Account {account} -Confirm:$false").Single();

        EcsSnapshot made = _bench.Run<EcsSnapshot>($"Get-EcsSnapshot -Account {account}").Single(s => s.Name == "before-upgrade");
        Assert.Equal((EcsOperationState.Succeeded, true, true), (done.State, made.IsSystemDisk, made.IsUsable));
    }

    [Fact]
    public void A_disk_is_rolled_back()
    {
        _bench.Run<EcsOperation>("New-EcsSnapshot db-01 -SnapshotName before-upgrade -Confirm:$false");
        string snapshot = _bench.Run<EcsSnapshot>("Get-EcsInstance db-01 | Get-EcsSnapshot").Single(s => s.Name == "before-upgrade").Id;

        EcsOperation done = _bench.Run<EcsOperation>($"Restore-EcsSnapshot db-01 {snapshot} -Start -Confirm:$false").Single();

        Assert.Equal((EcsOperationState.Succeeded, EcsInstanceStatus.Running), (done.State, done.Instance!.Status));
        Assert.Equal(1, _bench.Effects("Alibaba:roll-back"));
    }

    [Fact]
    public void A_snapshot_of_another_server_is_refused()
    {
        _bench.Run<EcsOperation>("New-EcsSnapshot db-02 -SnapshotName other -Confirm:$false");
        string snapshot = _bench.Run<EcsSnapshot>("Get-EcsSnapshot").Single(s => s.Name == "other").Id;

        Outcome outcome = _bench.Invoke($"Restore-EcsSnapshot db-01 {snapshot} -Confirm:$false");

        Assert.Equal([EcsErrorId.RequirementFailed], outcome.ErrorIds);
        Assert.Equal(0, _bench.Requests("alibaba:ResetDisk"));
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void A_released_server_is_gone(string account)
    {
        EcsOperation done = _bench.Run<EcsOperation>($"Remove-EcsInstance db-01 -Account {account} -Confirm:$false").Single();
        Outcome gone = _bench.Invoke($"Get-EcsInstance db-01 -Account {account}");

        Assert.Equal(EcsOperationState.Succeeded, done.State);
        Assert.Equal([EcsErrorId.InstanceNotFound], gone.ErrorIds);
    }

    [Theory]
    [InlineData("web-01", SandboxFixture.Alibaba)]
    [InlineData("web-01", SandboxFixture.OpenTelekom)]
    [InlineData("protected-01 -Running", SandboxFixture.Alibaba)]
    [InlineData("protected-01 -Running", SandboxFixture.Huawei)]
    [InlineData("prepaid-01", SandboxFixture.Alibaba)]
    [InlineData("frozen-01", SandboxFixture.Alibaba)]
    [InlineData("frozen-01 -Force", SandboxFixture.Alibaba)]
    [InlineData("frozen-01", SandboxFixture.Huawei)]
    [InlineData("frozen-01", SandboxFixture.OpenTelekom)]
    [InlineData("prepaid-01 -TerminateSubscription", SandboxFixture.Alibaba)]
    public void What_must_not_be_released_stays(string server, string account)
    {
        int writes = _bench.CountWrites(() => Assert.Equal(
            [EcsErrorId.RequirementFailed], _bench.Invoke($"Remove-EcsInstance {server} -Account {account} -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Protection_is_switched_on_and_off(string account)
    {
        EcsInstance guarded = _bench.Run<EcsInstance>($"Set-EcsInstance db-01 -DeletionProtection $true -PassThru -Account {account}").Single();
        Outcome refused = _bench.Invoke($"Remove-EcsInstance db-01 -Account {account} -Confirm:$false");
        EcsInstance free = _bench.Run<EcsInstance>($"Set-EcsInstance db-01 -DeletionProtection $false -Confirm:$false -PassThru -Account {account}").Single();

        Assert.True(guarded.DeletionProtection);
        Assert.Equal([EcsErrorId.RequirementFailed], refused.ErrorIds);
        Assert.False(free.DeletionProtection);
        Assert.Equal(0, _bench.CountWrites(() => _bench.Session.Run($"Set-EcsInstance db-01 -DeletionProtection $false -Account {account}")));
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void SetInstance_NameAndDescription_AreChanged(string account)
    {
        EcsInstance named = _bench.Run<EcsInstance>($"Set-EcsInstance db-01 -NewName db-99 -Description 'the other one' -PassThru -Account {account}").Single();

        Assert.Equal(("db-99", "the other one"), (named.Name, named.Description));
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"Set-EcsInstance web-01 -Account {account}").ErrorIds);
    }

    [Fact]
    public void A_lost_answer_is_settled_by_looking()
    {
        using SandboxFixture losing = new("-Fault CutAfter:1");

        Assert.Equal("db-99", losing.Run<EcsInstance>("Set-EcsInstance db-01 -NewName db-99 -PassThru").Single().Name);
        Assert.Equal(1, losing.Requests("alibaba:ModifyInstanceAttribute"));
    }
}
