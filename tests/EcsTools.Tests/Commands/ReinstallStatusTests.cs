using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>What only the jobs of ours tell (docs/contracts/huawei-ecs.md 6.2): a reinstallation that runs or has failed, and temporary
/// servers.</summary>
public class ReinstallStatusTests
{
    private const string Reinstall = "Invoke-EcsOsReinstall db-01 -Account {0} -Backup None -Confirm:$false ";

    // The sandbox's clock stands still unless somebody waits by it.
    private const string LetHalfAMinutePass = "$null = Wait-EcsOperation $operation.OperationId -Timeout 30 -ErrorAction SilentlyContinue; ";

    private static readonly string[] OneAccountEach = [SandboxFixture.Huawei, SandboxFixture.OpenTelekom];

    public static TheoryData<string> Accounts => [.. OneAccountEach];

    [Theory]
    [MemberData(nameof(Accounts))]
    public void While_it_runs_it_is_shown_as_reinstalling_and_then_as_running(string account)
    {
        using SandboxFixture bench = new();

        bench.Run<EcsOperation>("($operation = " + string.Format(Reinstall, account) + "-NoWait)");
        EcsInstance[] during =
        [
            bench.Get("db-01", account),
            .. bench.Run<EcsInstance>($"Get-EcsInstance -Id $operation.InstanceId -Account {account}"),
            .. bench.Run<EcsInstance>($"Get-EcsInstance -Status Reinstalling -Account {account}"),
        ];
        bench.Run<EcsOperation>("Wait-EcsOperation $operation.OperationId");

        Assert.All(during, i => Assert.Equal(("db-01", EcsInstanceStatus.Reinstalling), (i.Name, i.Status)));
        Assert.Equal(3, during.Length);
        Assert.Equal(EcsInstanceStatus.Running, bench.Get("db-01", account).Status);
    }

    [Fact]
    public void Another_session_sees_it_too_and_looking_sends_no_write()
    {
        const string Connect = "$null = Connect-EcsAccount Huawei -Name h -Region cn-north-4 -Endpoint $sandbox.Url -AccessKeyId $sandbox.AccessKeyId"
            + " -AccessKeySecret ([Net.NetworkCredential]::new('', $sandbox.AccessKeySecret).SecurePassword); ";
        using SandboxFixture bench = new("-Listen -TimeScale 1");
        EcsSandbox sandbox = bench.Sandbox;
        using ModuleSession other = new();
        other.Run(Connect, ("sandbox", sandbox));
        bench.Session.Run(Connect + string.Format(Reinstall, "h") + "-NoWait", ("sandbox", sandbox));

        int writes = bench.CountWrites(() =>
            Assert.Equal(EcsInstanceStatus.Reinstalling, ((EcsInstance)other.Run("Get-EcsInstance db-01").Single().BaseObject).Status));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void Nobody_need_wait_for_it_that_its_end_is_seen()
    {
        using SandboxFixture bench = new();
        bench.Run<EcsOperation>("($operation = " + string.Format(Reinstall, SandboxFixture.Huawei) + "-NoWait)");
        bench.Session.Run("Restart-EcsInstance web-01, web-02 -Account sandbox-huawei -Confirm:$false");
        bench.Session.Run("1..20 | ForEach-Object { Stop-EcsInstance web-03 -Account sandbox-huawei -Confirm:$false; Start-EcsInstance web-03 -Account sandbox-huawei -Confirm:$false }");

        Assert.Equal(EcsInstanceStatus.Running, bench.Get("db-01", SandboxFixture.Huawei).Status);
        Assert.Equal(EcsOperationState.Running, bench.Run<EcsOperation>("Get-EcsOperation $operation.OperationId").Single().State);
    }

    [Fact]
    public void After_a_second_failure_it_is_the_turn_of_the_providers_support()
    {
        using SandboxFixture bench = new("-Fault ReinstallFails:2");

        Outcome first = bench.Invoke(string.Format(Reinstall, SandboxFixture.Huawei) + "-RetryCount 0");
        EcsInstance failed = bench.Get("db-01", SandboxFixture.Huawei);
        Outcome second = bench.Invoke(string.Format(Reinstall, SandboxFixture.Huawei));
        int writes = bench.CountWrites(() => bench.Invoke(string.Format(Reinstall, SandboxFixture.Huawei)));
        EcsPlan third = bench.Run<EcsPlan>(string.Format(Reinstall, SandboxFixture.Huawei) + "-PlanOnly").Single();

        Assert.Equal([EcsErrorId.OperationFailed], first.ErrorIds);
        Assert.Equal((EcsInstanceStatus.ReinstallFailed, 1), (failed.Status, failed.FailedReinstalls));
        Assert.Equal([EcsErrorId.OsReinstallFailed], second.ErrorIds);
        EcsOperation operation = Assert.Single(second.Of<EcsOperation>());
        string report = Assert.Single(second.Errors).ToString();
        Assert.All([operation.InstanceId, .. operation.JobIds, .. operation.RequestIds], id => Assert.Contains(id, report));
        Assert.Equal([EcsRequirementId.Attempts], third.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
        Assert.Equal(0, writes);
        bench.Run<EcsOperation>(string.Format(Reinstall, SandboxFixture.Huawei) + "-IgnoreRequirement Attempts");
        Assert.Equal((EcsInstanceStatus.Running, 0), (bench.Get("db-01", SandboxFixture.Huawei).Status, bench.Get("db-01", SandboxFixture.Huawei).FailedReinstalls));
    }

    [Fact]
    public void A_server_without_system_disk_is_reinstalled_only_after_a_failure_of_ours()
    {
        using SandboxFixture bench = new("-Fault ReinstallFails:1");
        bench.Invoke(string.Format(Reinstall, SandboxFixture.OpenTelekom) + "-RetryCount 0");

        Assert.Null(bench.Get("db-01", SandboxFixture.OpenTelekom).SystemDiskId);
        Assert.True(bench.Run<EcsOperation>(string.Format(Reinstall, SandboxFixture.OpenTelekom)).Single().Succeeded);
        Assert.Equal(
            [EcsErrorId.RequirementFailed],
            bench.Invoke("Invoke-EcsOsReinstall diskless-01 -Account sandbox-otc -Backup None -Confirm:$false").ErrorIds);
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void Temporary_servers_are_hidden_and_refused_until_the_job_has_ended(string account)
    {
        using SandboxFixture bench = new();
        int known = bench.Run<EcsInstance>($"Get-EcsInstance -Account {account}").Count;

        bench.Run<EcsOperation>("($operation = " + string.Format(Reinstall, account) + "-NoWait)");
        bench.Session.Run(LetHalfAMinutePass);
        int listed = bench.Run<EcsInstance>($"Get-EcsInstance -Account {account}").Count;
        EcsInstance temporary = bench.Run<EcsInstance>($"Get-EcsInstance -Account {account} -IncludeTemporary").Single(i => i.IsTemporary);
        Outcome[] refused = null!;
        int writes = bench.CountWrites(() => refused =
        [
            .. new[] { "Start-EcsInstance", "Restart-EcsInstance", "Remove-EcsInstance", "Invoke-EcsOsReinstall -Backup None -Force" }
                .Select(c => bench.Invoke($"$temporary | {c} -Confirm:$false", ("temporary", temporary))),
        ]);
        EcsInstance named = bench.Get(temporary.Name, account);
        bench.Run<EcsOperation>("Wait-EcsOperation $operation.OperationId");

        Assert.Equal(known, listed);
        Assert.True(named.IsTemporary);
        Assert.All(refused, r => Assert.Equal([EcsErrorId.RequirementFailed], r.ErrorIds));
        Assert.Equal(0, writes);
        Assert.DoesNotContain(bench.Run<EcsInstance>($"Get-EcsInstance -Account {account} -IncludeTemporary"), i => i.IsTemporary);
    }
}
