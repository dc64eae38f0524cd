using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Changes of disks.</summary>
public sealed class DiskTests : System.IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Accounts => SandboxFixture.Accounts;

    [Theory]
    [MemberData(nameof(Accounts))]
    public void SetDisk_DisksOfAServerArePiped_EachIsExtendedInTurn(string account)
    {
        EcsOperation[] done = [.. _bench.Run<EcsOperation>($"Get-EcsDisk -InstanceId (Get-EcsInstance db-01 -Account {account}).Id -Account {account} | Set-EcsDisk -SizeGiB 150 -Confirm:$false")];

        Assert.Equal(2, done.Length);
        Assert.All(done, o => Assert.Equal((OperationKind.DiskExtend, EcsOperationState.Succeeded, "db-01"), (o.Kind, o.State, o.InstanceName)));
        Assert.All(Disks("db-01", account), d => Assert.Equal(150, d.SizeGiB));
        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Get("db-01", account).Status);
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void SetDisk_DiskComesFromAFile_IsExtended(string account)
    {
        object disk = Serialization.FromClixml(Disks("web-01", account).Single());

        EcsOperation done = _bench.Run<EcsOperation>("$disk | Set-EcsDisk -SizeGiB 60 -Confirm:$false", ("disk", disk)).Single();

        Assert.True(done.Succeeded);
        Assert.Equal(60, Disks("web-01", account).Single().SizeGiB);
        Assert.Equal(EcsInstanceStatus.Running, _bench.Get("web-01", account).Status);
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void SetDisk_SystemDiskOrDiskId_IsExtended(string account)
    {
        string data = Disks("db-01", account).Single(d => !d.IsSystemDisk).Id;

        _bench.Session.Run($"Set-EcsDisk db-01 -SystemDisk -SizeGiB 60 -Account {account} -Confirm:$false; Set-EcsDisk db-01 -DiskId {data} -SizeGiB 120 -Account {account} -Confirm:$false");

        Assert.Equal([60, 120], Disks("db-01", account).Select(d => d.SizeGiB));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void SetDisk_NotLarger_IsRefusedOrNeedless(string account)
    {
        Outcome smaller = null!;
        EcsOperation same = null!;
        int writes = _bench.CountWrites(() =>
        {
            smaller = _bench.Invoke($"Set-EcsDisk web-01 -SystemDisk -SizeGiB 20 -Account {account} -Confirm:$false");
            same = _bench.Run<EcsOperation>($"Set-EcsDisk web-01 -SystemDisk -SizeGiB 40 -Account {account} -Confirm:$false").Single();
        });

        Assert.Equal([EcsErrorId.RequirementFailed], smaller.ErrorIds);
        Assert.Equal((EcsOperationState.Succeeded, ""), (same.State, same.OperationId));
        Assert.Equal(0, writes);
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void SetDisk_StopFirst_ServerRunsAfterwards(string account)
    {
        EcsOperation done = _bench.Run<EcsOperation>($"Set-EcsDisk web-01 -SystemDisk -SizeGiB 60 -StopFirst -Account {account} -Confirm:$false").Single();

        Assert.True(done.Succeeded);
        Assert.Equal((60, EcsInstanceStatus.Running), (Disks("web-01", account).Single().SizeGiB, _bench.Get("web-01", account).Status));
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, "cloud_auto", "cloud_auto")]
    [InlineData(SandboxFixture.Huawei, "ESSD", "ESSD")]
    [InlineData(SandboxFixture.OpenTelekom, "ESSD", "ESSD")]
    public void SetDisk_Category_IsChanged(string account, string category, string expected)
    {
        _bench.Session.Run("Set-EcsDisk web-01 -SystemDisk -Category cloud_efficiency -Account sandbox-alibaba -Confirm:$false");

        string script = $"Set-EcsDisk web-02 -SystemDisk -Category {category} -Account {account}";
        Outcome outcome = _bench.Invoke($"{script} -Confirm:$false");

        // The sandbox's zones have no cloud_auto.
        Assert.Equal(account == SandboxFixture.Alibaba ? [EcsErrorId.RequirementFailed] : [], outcome.ErrorIds);
        Assert.Equal("cloud_efficiency", Disks("web-01", SandboxFixture.Alibaba).Single().Category);
        Assert.Equal(account == SandboxFixture.Alibaba ? "cloud_essd" : expected, Disks("web-02", account).Single().Category);
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, null)]
    [InlineData(SandboxFixture.Huawei, null)]
    [InlineData(SandboxFixture.OpenTelekom, EcsErrorId.NotSupported)]
    public void SetDisk_DeleteWithInstance_IsChangedWhereItCanBe(string account, string? errorId)
    {
        string script = $"Set-EcsDisk db-01 -DiskId {Disks("db-01", account)[1].Id} -Account {account}";

        Outcome outcome = _bench.Invoke($"{script} -DeleteWithInstance $true -Confirm:$false; {script} -DeleteWithInstance $true -Confirm:$false; {script} -DeleteWithInstance $false -PlanOnly | Invoke-EcsPlan -Confirm:$false");

        Assert.Equal(errorId is null ? [] : new[] { errorId }, outcome.ErrorIds.Distinct());
        Assert.Equal(errorId is null ? 3 : 0, outcome.Of<EcsOperation>().Count(o => o.Succeeded));
    }

    [Theory]
    [InlineData("Set-EcsDisk web-01 -SystemDisk -SizeGiB 60 -GrowFileSystem")]
    [InlineData("Set-EcsDisk web-01 -SystemDisk -SizeGiB 60 -GrowFileSystem -StopFirst")] // the agent takes a minute after the start
    public void SetDisk_GrowFileSystem_RunsInTheGuestAfterwards(string script)
    {
        EcsOperation done = _bench.Run<EcsOperation>($"{script} -Confirm:$false").Single();

        Assert.Equal((EcsOperationState.Succeeded, "GrowFileSystem"), (done.State, done.Step));
        Assert.Equal(1, _bench.Effects("Alibaba:command"));
    }

    [Theory]
    [InlineData("Set-EcsDisk db-01 -SystemDisk -SizeGiB 60 -GrowFileSystem", EcsErrorId.RequirementFailed)] // stopped
    [InlineData("Set-EcsDisk win-01 -SystemDisk -SizeGiB 60 -GrowFileSystem", EcsErrorId.RequirementFailed)]
    [InlineData("Set-EcsDisk web-01 -SystemDisk -SizeGiB 60 -GrowFileSystem -Account sandbox-otc", EcsErrorId.RequirementFailed)] // no agent, no login
    [InlineData("Set-EcsDisk web-01 -SystemDisk -PerformanceLevel PL2 -GrowFileSystem", EcsErrorId.InvalidInput)]
    [InlineData("Set-EcsDisk web-01 -SystemDisk -SizeGiB 60 -HostName 127.0.0.1", EcsErrorId.InvalidInput)] // would be ignored
    [InlineData("Set-EcsDisk web-01 -SystemDisk -DeleteWithInstance $true -StopFirst", EcsErrorId.InvalidInput)]
    [InlineData("Set-EcsDisk web-01 -SystemDisk -SizeGiB 60 -Category cloud_auto", EcsErrorId.InvalidInput)] // one at a time
    [InlineData("Set-EcsDisk web-01 -SystemDisk -PerformanceLevel PL3", EcsErrorId.RequirementFailed)] // too small
    [InlineData("Set-EcsDisk web-01 -SizeGiB 60", EcsErrorId.InvalidInput)] // which disk?
    [InlineData("Set-EcsDisk web-01 -SystemDisk", EcsErrorId.InvalidInput)] // what about it?
    [InlineData("Set-EcsDisk web-01 -SystemDisk -DiskId d-1 -SizeGiB 60", EcsErrorId.InvalidInput)]
    [InlineData("Get-EcsDisk -InstanceId (Get-EcsInstance web-01).Id | Set-EcsDisk -SystemDisk -SizeGiB 60", EcsErrorId.InvalidInput)]
    [InlineData("Get-EcsDisk | Where-Object { -not $_.InstanceId } | Set-EcsDisk -SizeGiB 60", EcsErrorId.IncorrectState)]
    [InlineData("Set-EcsDisk web-01 -DiskId d-none -SizeGiB 60", EcsErrorId.RequirementFailed)]
    [InlineData("Set-EcsDisk prepaid-01 -SystemDisk -SizeGiB 60", EcsErrorId.RequirementFailed)] // it would be paid at once
    [InlineData("Get-EcsDisk -InstanceId (Get-EcsInstance web-01).Id | Stop-EcsInstance", EcsErrorId.NotAnInstance)]
    [InlineData("Get-EcsDisk -InstanceId (Get-EcsInstance web-01).Id | Remove-EcsInstance -Running", EcsErrorId.NotAnInstance)]
    public void Disk_NotMeantOrNotPossible_IsRefused(string script, string errorId)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"{script} -Confirm:$false"));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }

    [Fact]
    public void SetDisk_PlannedAndRunLater_IsExtended()
    {
        EcsOperation done = _bench.Run<EcsOperation>("$plan = Set-EcsDisk web-01 -SystemDisk -SizeGiB 60 -PlanOnly; $plan | Invoke-EcsPlan -Confirm:$false").Single();

        Assert.True(done.Succeeded);
        Assert.Equal(60, Disks("web-01", SandboxFixture.Alibaba).Single().SizeGiB);
    }

    [Fact]
    public void SetDisk_ExtendedSinceThePlan_IsRefused()
    {
        _bench.Session.Run("$plan = Set-EcsDisk web-01 -SystemDisk -SizeGiB 80 -PlanOnly; Set-EcsDisk web-01 -SystemDisk -SizeGiB 60 -Confirm:$false");

        Assert.Equal([EcsErrorId.PlanChanged], _bench.Invoke("$plan | Invoke-EcsPlan -Confirm:$false").ErrorIds);
    }

    private EcsDisk[] Disks(string server, string account) =>
        [.. _bench.Run<EcsDisk>($"Get-EcsDisk -InstanceId (Get-EcsInstance {server} -Account {account}).Id -Account {account}").OrderByDescending(d => d.IsSystemDisk)];
}
