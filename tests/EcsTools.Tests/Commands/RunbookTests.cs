using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>The runbooks of docs/examples do in the sandbox what they say.</summary>
public class RunbookTests
{
    private static readonly string Campaign = Path.Combine(Repository.Root, "docs", "examples", "resize-for-campaign.ps1");
    private static readonly string Procedure = Path.Combine(Repository.Root, "docs", "examples", "os-reinstall-procedure.ps1");

    [Fact]
    public void The_procedure_reinstalls_a_linux_server_and_a_windows_server_with_an_own_licence()
    {
        using SandboxFixture bench = new();
        EcsInstance linux = bench.Get("web-01", SandboxFixture.OpenTelekom);
        EcsInstance windows = bench.Get("byol-01", SandboxFixture.Huawei);

        EcsOperation[] operations = [.. bench.Session.Run($"& '{Procedure}'").Select(o => o.BaseObject).OfType<EcsOperation>()];

        Assert.Equal([linux.Id, windows.Id], operations.Select(o => o.InstanceId));
        Assert.All(operations, o => Assert.True(o.Succeeded));
        EcsInstance linuxNow = bench.Get("web-01", SandboxFixture.OpenTelekom);
        EcsInstance windowsNow = bench.Get("byol-01", SandboxFixture.Huawei);
        Assert.All([linuxNow, windowsNow], i => Assert.Equal((EcsInstanceStatus.Running, bench.Sandbox.KeyPairName), (i.Status, i.KeyPairName)));
        Assert.NotEqual((linux.SystemDiskId, windows.SystemDiskId), (linuxNow.SystemDiskId, windowsNow.SystemDiskId));
        Assert.Contains("byol", windowsNow.Tags.Values);
        Assert.Contains("Private", bench.Run<EcsImage>("Get-EcsImage -Account sandbox-otc").Where(i => i.Name.Contains("web-01")).Select(i => i.Owner));
    }

    [Fact]
    public void It_asks_with_the_plan_and_sends_nothing_without_approval()
    {
        using SandboxFixture bench = new();
        Outcome outcome = null!;

        int writes = bench.CountWrites(() => outcome = bench.Invoke(
            $"& '{Procedure}' -Account sandbox-otc -Name web-01 -Backup None -Approve {{ $global:approved = $args[0]; $false }}"));

        Assert.True(outcome.Terminated);
        Assert.Equal(0, writes);
        Assert.Equal("web-01", bench.Run<EcsPlan>("$approved").Single().Instance.Name);
    }

    [Fact]
    public void What_cannot_be_reinstalled_is_refused_with_every_reason()
    {
        using SandboxFixture bench = new();

        int writes = bench.CountWrites(() => Assert.True(
            bench.Invoke($"& '{Procedure}' -Account sandbox-huawei -Name hpc-01 -Backup None -Approve {{ $true }}").Terminated));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void Campaign_PriceNotApproved_SendsNothing()
    {
        using SandboxFixture bench = new();
        string list = Path.GetTempFileName();
        Outcome outcome = null!;

        int writes = bench.CountWrites(() => outcome = bench.Invoke(
            $"& '{Campaign}' -Account sandbox-alibaba -Name web-01 -Size ecs.g7.xlarge -Bandwidth 50 -List '{list}' -Approve {{ $global:asked = $args[0]; $false }}"));
        EcsPlan[] asked = [.. bench.Run<EcsPlan>("$asked")];

        Assert.True(outcome.Terminated);
        Assert.Equal(0, writes);
        Assert.Equal([OperationKind.Resize, OperationKind.BandwidthChange], asked.Select(p => p.Kind));
        Assert.All(asked, p => Assert.NotEmpty(p.Costs));
        File.Delete(list);
    }

    [Fact]
    public void Campaign_ThereAndBack_LeavesEverythingAsItWas()
    {
        using SandboxFixture bench = new();
        string list = Path.GetTempFileName();
        EcsInstance before = bench.Get("web-01");

        bench.Session.Run($"& '{Campaign}' -Account sandbox-alibaba -Name web-01 -Size ecs.g7.xlarge -Bandwidth 50 -List '{list}' -Approve {{ $true }}");
        EcsInstance during = bench.Get("web-01");
        bench.Session.Run($"& '{Campaign}' -Account sandbox-alibaba -List '{list}'");
        EcsInstance after = bench.Get("web-01");

        Assert.Equal(("ecs.g7.xlarge", 50, EcsInstanceStatus.Running), (during.Size, during.BandwidthMbps, during.Status));
        Assert.Equal((before.Size, before.BandwidthMbps, before.Status), (after.Size, after.BandwidthMbps, after.Status));
        File.Delete(list);
    }
}
