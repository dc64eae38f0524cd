using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Disks that are attached and detached, by hand and for a roll-back.</summary>
public sealed class MountTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Accounts => SandboxFixture.Accounts;

    public static TheoryData<string> HuaweiAndTelekom => [SandboxFixture.Huawei, SandboxFixture.OpenTelekom];

    [Theory]
    [MemberData(nameof(Accounts))]
    public void DismountAndMount_DataDisk_MovesToAnotherServer(string account)
    {
        EcsDisk disk = Disks("db-01", account).Single(d => !d.IsSystemDisk);

        EcsOperation detached = _bench.Run<EcsOperation>("$disk | Dismount-EcsDisk -Confirm:$false", ("disk", disk)).Single();
        Assert.Equal((OperationKind.DiskDismount, EcsOperationState.Succeeded, "db-01"), (detached.Kind, detached.State, detached.InstanceName));
        Assert.DoesNotContain(disk.Id, Disks("db-01", account).Select(d => d.Id));

        EcsOperation attached = _bench.Run<EcsOperation>($"Mount-EcsDisk db-02 -DiskId {disk.Id} -Account {account} -Confirm:$false").Single();
        Assert.Equal((OperationKind.DiskMount, EcsOperationState.Succeeded, "db-02"), (attached.Kind, attached.State, attached.InstanceName));
        Assert.Contains(disk.Id, Disks("db-02", account).Select(d => d.Id));
        Assert.All(["db-01", "db-02"], name => Assert.Equal(EcsInstanceStatus.Stopped, _bench.Get(name, account).Status));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void DismountAndMount_AsWantedAlready_SendNothing(string account)
    {
        string disk = Disks("db-01", account).Single(d => !d.IsSystemDisk).Id;

        int attached = _bench.CountWrites(() => Assert.Empty(_bench.Invoke($"Mount-EcsDisk db-01 -DiskId {disk} -Account {account} -Confirm:$false").ErrorIds));
        _bench.Session.Run($"Dismount-EcsDisk db-01 -DiskId {disk} -Account {account} -Confirm:$false");
        int detached = _bench.CountWrites(() => Assert.Empty(_bench.Invoke($"Dismount-EcsDisk db-01 -DiskId {disk} -Account {account} -Confirm:$false").ErrorIds));

        Assert.Equal((0, 0), (attached, detached));
    }

    [Theory]
    [InlineData("Mount-EcsDisk db-02 -DiskId [data]", SandboxFixture.Alibaba, EcsRequirementId.Disk)]
    [InlineData("Mount-EcsDisk db-02 -DiskId [data]", SandboxFixture.Huawei, EcsRequirementId.Disk)]
    [InlineData("Mount-EcsDisk db-02 -DiskId d-unknown", SandboxFixture.Alibaba, EcsRequirementId.Disk)]
    [InlineData("Mount-EcsDisk db-02 -DiskId 00000000-0000-0000-0000-000000000000", SandboxFixture.OpenTelekom, EcsRequirementId.Disk)]
    [InlineData("Mount-EcsDisk frozen-01 -DiskId [data]", SandboxFixture.Huawei, EcsRequirementId.Lock)]
    [InlineData("Dismount-EcsDisk db-02 -DiskId [data]", SandboxFixture.Alibaba, EcsRequirementId.Disk)]
    [InlineData("Dismount-EcsDisk db-02 -DiskId [data]", SandboxFixture.OpenTelekom, EcsRequirementId.Disk)]
    [InlineData("Dismount-EcsDisk db-01 -DiskId [system]", SandboxFixture.Alibaba, EcsRequirementId.SystemDisk)]
    [InlineData("Dismount-EcsDisk web-01 -DiskId [web]", SandboxFixture.Huawei, EcsRequirementId.State)]
    [InlineData("Dismount-EcsDisk web-01 -StopFirst -DiskId [web]", SandboxFixture.Huawei, EcsRequirementId.SystemDisk)]
    public void DismountOrMount_NotPossible_IsRefusedByRequirement(string script, string account, string requirement)
    {
        script = script.Replace("[data]", Disks("db-01", account).Single(d => !d.IsSystemDisk).Id, StringComparison.Ordinal)
            .Replace("[system]", Disks("db-01", account).Single(d => d.IsSystemDisk).Id, StringComparison.Ordinal)
            .Replace("[web]", Disks("web-01", account).Single().Id, StringComparison.Ordinal);
        Outcome outcome = null!;

        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"{script} -Account {account} -Confirm:$false"));

        Assert.Equal(0, writes);
        Assert.Equal([EcsErrorId.RequirementFailed], outcome.ErrorIds);
        EcsPlan plan = _bench.Run<EcsPlan>($"{script} -Account {account} -PlanOnly").Single();
        Assert.Contains(requirement, plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
    }

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public void DismountAndMount_SystemDisk_BecomesTheSystemDiskAgain(string account)
    {
        EcsDisk disk = Disks("db-01", account).Single(d => d.IsSystemDisk);

        _bench.Session.Run("$null = $disk | Dismount-EcsDisk -Confirm:$false", ("disk", disk));
        Assert.DoesNotContain(Disks("db-01", account), d => d.IsSystemDisk);
        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Get("db-01", account).Status);
        _bench.Session.Run($"$null = Mount-EcsDisk db-01 -DiskId {disk.Id} -Start -Account {account} -Confirm:$false");

        Assert.Equal(disk.Id, Disks("db-01", account).Single(d => d.IsSystemDisk).Id);
        Assert.Equal(EcsInstanceStatus.Running, _bench.Get("db-01", account).Status);
    }

    [Theory]
    [InlineData(SandboxFixture.Huawei, "web-01", true)]
    [InlineData(SandboxFixture.Huawei, "db-01", false)]
    [InlineData(SandboxFixture.OpenTelekom, "web-01", true)]
    public void RestoreSnapshot_IncludeDetach_RollsBackAndLeavesTheServerAsItWas(string account, string server, bool isRunning)
    {
        EcsDisk disk = Disks(server, account).Single(d => d.IsSystemDisk);
        string snapshot = _bench.Run<EcsOperation>($"New-EcsSnapshot {server} -Account {account} -Confirm:$false").Single().SnapshotId!;

        EcsOperation operation = _bench.Run<EcsOperation>($"Restore-EcsSnapshot {server} {snapshot} -StopFirst -IncludeDetach -Account {account} -Confirm:$false").Single();

        Assert.True(operation.Succeeded, operation.Message);
        EcsDisk now = Disks(server, account).Single(d => d.IsSystemDisk);
        Assert.Equal((disk.Id, disk.Device), (now.Id, now.Device));
        Assert.Equal(isRunning ? EcsInstanceStatus.Running : EcsInstanceStatus.Stopped, _bench.Get(server, account).Status);
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, "", EcsRequirementId.Disk)]
    [InlineData(SandboxFixture.Huawei, "", EcsRequirementId.State)]
    public void RestoreSnapshot_IncludeDetachDoesNotFit_IsRefused(string account, string more, string requirement)
    {
        string snapshot = _bench.Run<EcsOperation>($"New-EcsSnapshot web-01 -Account {account} -Confirm:$false").Single().SnapshotId!;

        EcsPlan plan = _bench.Run<EcsPlan>($"Restore-EcsSnapshot web-01 {snapshot} -IncludeDetach {more} -Account {account} -PlanOnly").Single();

        Assert.Contains(requirement, plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
    }

    private EcsDisk[] Disks(string server, string account) => [.. _bench.Run<EcsDisk>($"Get-EcsDisk -InstanceId (Get-EcsInstance {server} -Account {account}).Id -Account {account}")];
}
