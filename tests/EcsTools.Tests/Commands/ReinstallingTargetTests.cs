using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>A server that is being reinstalled is left alone by every command of this and of other sessions until that has ended.</summary>
public sealed class ReinstallingTargetTests
{
    private static readonly string[] Changes =
    [
        "Start-EcsInstance",
        "Stop-EcsInstance",
        "Stop-EcsInstance -StopMode Hard",
        "Restart-EcsInstance",
        "Set-EcsInstance -DeletionProtection $true",
        "Invoke-EcsOsReinstall -Backup None -StopFirst -Force",
        "Reset-EcsSystemDisk -Backup None -StopFirst -Force",
        "Set-EcsInstanceSize -Size $size -StopFirst -Force",
        "Restore-EcsSnapshot -SnapshotId $snapshot -StopFirst -Force",
        "Set-EcsDisk -SystemDisk -SizeGiB 100 -Force",
        "New-EcsSnapshot -Force",
        "New-EcsImage -Force",
        "Remove-EcsInstance -Running -Force",
    ];

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void EveryChange_TargetIsBeingReinstalled_IsRefused(string account)
    {
        using SandboxFixture bench = new();
        Prepare(bench, account);
        bench.Run<EcsOperation>($"($operation = Invoke-EcsOsReinstall db-01 -Account {account} -Backup None -NoWait -Confirm:$false)");

        int writes = bench.CountWrites(() => Assert.All(Changes, c => AssertRefused(bench.Session, $"'db-01' | {c} -Account {account}")));
        bench.Run<EcsOperation>("Wait-EcsOperation $operation.OperationId");

        Assert.Equal(0, writes);
        Assert.Equal(EcsInstanceStatus.Running, bench.Run<EcsInstance>($"Get-EcsInstance db-01 -Account {account}").Single().Status);
        Assert.DoesNotContain(EcsErrorId.OperationInProgress, bench.Invoke($"Start-EcsInstance db-01 -Account {account} -Confirm:$false").ErrorIds);
    }

    [Theory]
    [InlineData("Reset-EcsPassword -Generate -Method Api -Force")]
    [InlineData("Invoke-EcsCommand -Command hostname -Method Agent")]
    [InlineData("Switch-EcsSystemDisk -ImageId $image -Backup None -Force")]
    public void EveryChange_OnAlibabaToo_IsRefused(string change)
    {
        using SandboxFixture bench = new();
        bench.Session.Run("$image = (Get-EcsImage -Account sandbox-alibaba)[0].Id");
        bench.Run<EcsOperation>("Invoke-EcsOsReinstall web-01 -Backup None -StopFirst -NoWait -Confirm:$false");

        int writes = bench.CountWrites(() => AssertRefused(bench.Session, $"'web-01' | {change}"));

        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    public void EveryChange_AnotherSessionReinstalls_IsRefused(string account)
    {
        using SandboxFixture bench = new("-Listen -TimeScale 1");
        using ModuleSession other = new();
        string connect = account == SandboxFixture.Alibaba
            ? "$null = Connect-EcsAccount Alibaba -Name a -Region cn-hangzhou"
            : "$null = Connect-EcsAccount Huawei -Name a -Region cn-north-4";
        connect += " -Endpoint $sandbox.Url -AccessKeyId $sandbox.AccessKeyId -AccessKeySecret ([Net.NetworkCredential]::new('', $sandbox.AccessKeySecret).SecurePassword)";
        EcsSandbox sandbox = bench.Sandbox;
        bench.Session.Run(connect, ("sandbox", sandbox));
        other.Run(connect, ("sandbox", sandbox));
        bench.Session.Run("$null = Invoke-EcsOsReinstall db-01 -Backup None -NoWait -Confirm:$false");

        int writes = bench.CountWrites(() =>
        {
            AssertRefused(other, "Start-EcsInstance db-01");
            AssertRefused(other, "Restart-EcsInstance db-01");
            AssertRefused(other, "Invoke-EcsOsReinstall db-01 -Backup None -Force");
            AssertRefused(other, "Remove-EcsInstance db-01 -Running");
        });

        Assert.Equal(0, writes);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Plan_TargetIsBeingReinstalled_HasARequirementThatIsNotWaived(string account)
    {
        using SandboxFixture bench = new();
        bench.Run<EcsOperation>($"Invoke-EcsOsReinstall db-01 -Account {account} -Backup None -NoWait -Confirm:$false");

        EcsPlan plan = bench.Run<EcsPlan>($"Remove-EcsInstance db-01 -Account {account} -Running -PlanOnly").Single();
        Outcome waived = bench.Invoke($"Remove-EcsInstance db-01 -Account {account} -Running -IgnoreRequirement Reinstalling, Busy, State -Confirm:$false");

        Assert.Contains(plan.Requirements, r => r.Id == EcsRequirementId.Reinstalling && r.Outcome == EcsRequirementOutcome.Failed);
        Assert.Equal([EcsErrorId.InvalidInput], waived.ErrorIds);
        AssertRefused(bench.Session, $"Remove-EcsInstance db-01 -Account {account} -Running -IgnoreRequirement Busy, State");
    }

    private static void Prepare(SandboxFixture bench, string account) => bench.Session.Run(
        $"$db = Get-EcsInstance db-01 -Account {account}; $size = ($db | Get-EcsInstanceSize -Available)[0].Name; $snapshot = ($db | Get-EcsSnapshot)[0].Id");

    private static void AssertRefused(ModuleSession session, string command)
    {
        Outcome outcome = session.Invoke($"{command} -Confirm:$false");

        Assert.True(outcome.ErrorIds is [EcsErrorId.OperationInProgress], $"{command}: {string.Join("; ", outcome.Errors)}");
        Assert.IsType<EcsInstance>(outcome.Errors[0].TargetObject);
        Assert.Empty(outcome.Output);
    }
}
