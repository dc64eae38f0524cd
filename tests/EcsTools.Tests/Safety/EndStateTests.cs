using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>How an operation leaves a server: as the plan says, by default as it was found.</summary>
public sealed class EndStateTests
{
    private const string Resize = "Set-EcsInstanceSize {0} -Size @(Get-EcsInstanceSize {0} -Account {1} -Available)[0].Name";
    private const string Reset = "Reset-EcsSystemDisk {0} -Backup None";
    private const string Reinstall = "Invoke-EcsOsReinstall {0} -Backup None";
    private const string Switch = "Switch-EcsSystemDisk {0} -Backup None -ImageId (Get-EcsInstance web-02 -Account {1}).ImageId";

    public static TheoryData<string, string, EcsEndState> Cases
    {
        get
        {
            TheoryData<string, string, EcsEndState> cases = [];
            foreach (string account in new[] { SandboxFixture.Alibaba, SandboxFixture.Huawei, SandboxFixture.OpenTelekom })
            {
                Add(Resize, "web-01", "-StopFirst", EcsEndState.Running);
                Add(Resize, "web-01", "-StopFirst -LeaveStopped", EcsEndState.Stopped);
                Add(Resize, "db-01", "", EcsEndState.Stopped);
                Add(Resize, "db-01", "-Start", EcsEndState.Running);
                Add(Reset, "web-01", "-StopFirst", EcsEndState.Running);
                Add(Reset, "web-01", "-StopFirst -LeaveStopped", EcsEndState.Stopped);
                Add(Reset, "db-01", "", EcsEndState.Stopped);
                Add(Reset, "db-01", "-Start", EcsEndState.Running);
                Add(Reinstall, "db-01", "", EcsEndState.Running);
                Add(Reinstall, "db-01", "-LeaveStopped", EcsEndState.Stopped);
                Add(Switch, "db-01", "", EcsEndState.Running);
                Add(Switch, "web-01", "-StopFirst -LeaveStopped", EcsEndState.Stopped);

                void Add(string script, string server, string choices, EcsEndState end) =>
                    cases.Add(account, $"{string.Format(null, script, server, account)} -Account {account} {choices}", end);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operation_EndStateInPlan_IsTheServersState(string account, string script, EcsEndState end)
    {
        using SandboxFixture bench = new();

        EcsPlan plan = bench.Run<EcsPlan>($"{script} -PlanOnly").Single();
        EcsOperation done = bench.Run<EcsOperation>($"{script} -Confirm:$false").Single();

        Assert.Equal(end, plan.EndState);
        Assert.True(done.Succeeded);
        Assert.Equal(end.ToString(), bench.Get(done.InstanceName, account).Status.ToString());
    }

    [Fact]
    public void RestoreEcsSnapshot_StopFirst_StartsAgain()
    {
        using SandboxFixture bench = new();
        bench.Session.Run("$snapshot = (New-EcsSnapshot web-01 -Confirm:$false).SnapshotId");

        EcsOperation kept = bench.Run<EcsOperation>("Restore-EcsSnapshot web-01 $snapshot -StopFirst -Confirm:$false").Single();
        EcsInstanceStatus afterwards = bench.Get("web-01").Status;
        EcsOperation left = bench.Run<EcsOperation>("Restore-EcsSnapshot web-01 $snapshot -StopFirst -LeaveStopped -Confirm:$false").Single();

        Assert.True(kept.Succeeded && left.Succeeded);
        Assert.Equal((EcsInstanceStatus.Running, EcsInstanceStatus.Stopped), (afterwards, bench.Get("web-01").Status));
    }

    [Theory]
    [InlineData("Set-EcsInstanceSize db-01 -Size x")]
    [InlineData("Reset-EcsSystemDisk db-01 -Backup None")]
    [InlineData("Restore-EcsSnapshot db-01 s-1")]
    [InlineData("Set-EcsDisk db-01 -SystemDisk -SizeGiB 100")]
    public void Operation_StartAndLeaveStopped_IsRefused(string script)
    {
        using SandboxFixture bench = new();

        Outcome outcome = bench.Invoke($"{script} -Start -LeaveStopped -Confirm:$false");

        Assert.Equal([EcsErrorId.InvalidInput], outcome.ErrorIds);
        Assert.Equal(0, bench.Sandbox.WriteCount);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void InvokeEcsPlan_ServerStoppedSinceApproval_IsRefused(string account)
    {
        using SandboxFixture bench = new();
        EcsPlan plan = bench.Run<EcsPlan>($"{string.Format(null, Resize, "web-01", account)} -StopFirst -Account {account} -PlanOnly").Single();
        bench.Session.Run($"Stop-EcsInstance web-01 -Account {account}");

        Outcome outcome = bench.Invoke("$plan | Invoke-EcsPlan -Confirm:$false", ("plan", plan));

        Assert.Equal([EcsErrorId.PlanChanged], outcome.ErrorIds);
    }

    [Fact]
    public void InvokeEcsPlan_PlanWithoutEndState_IsRefused()
    {
        using SandboxFixture bench = new();

        Outcome outcome = bench.Invoke(
            """
            $plan = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly
            $old = [ordered] @{}
            foreach ($property in $plan.PSObject.Properties) { if ($property.Name -ne 'EndState') { $old[$property.Name] = $property.Value } }
            [pscustomobject] $old | Invoke-EcsPlan -Confirm:$false
            """);

        Assert.Equal([EcsErrorId.PlanChanged], outcome.ErrorIds);
        Assert.Equal(0, bench.Sandbox.WriteCount);
    }
}
