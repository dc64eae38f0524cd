namespace EcsTools.Tests.Commands;

public sealed class EncryptionTests : IDisposable
{
    private const string Switch = "Switch-EcsSystemDisk db-02 -ImageId rhel_9_4_x64_40G_alibase_20250718.vhd -Backup None";
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void SwitchSystemDisk_EncryptedDisk_KeepsKeyAndSaysSo()
    {
        EcsDisk before = Disk();
        EcsPlan plan = _bench.Run<EcsPlan>($"{Switch} -PlanOnly").Single();

        EcsOperation done = _bench.Run<EcsOperation>($"{Switch} -Confirm:$false").Single();

        EcsDisk after = Disk();
        Assert.Equal(EcsRequirementOutcome.Passed, plan.Requirements.Single(r => r.Id == EcsRequirementId.Encryption).Outcome);
        Assert.Equal(EcsOperationState.Succeeded, done.State);
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal((true, before.EncryptionKeyId), (after.IsEncrypted, after.EncryptionKeyId));
        Assert.NotNull(after.EncryptionKeyId);
    }

    [Fact]
    public void ResetSystemDisk_EncryptedDisk_KeepsDiskAndKey()
    {
        EcsDisk before = Disk();

        _bench.Run<EcsOperation>("Reset-EcsSystemDisk db-02 -Backup None -Confirm:$false");

        Assert.Equal((before.Id, before.IsEncrypted, before.EncryptionKeyId), (Disk().Id, true, Disk().EncryptionKeyId));
    }

    [Theory]
    [InlineData(SandboxFixture.Huawei)]
    [InlineData(SandboxFixture.OpenTelekom)]
    public void OsReinstall_EncryptedDisk_KeepsKey(string account)
    {
        EcsDisk before = Disk(account);

        _bench.Run<EcsOperation>($"Invoke-EcsOsReinstall db-02 -Account {account} -Backup None -Confirm:$false");

        Assert.NotEqual(before.Id, Disk(account).Id);
        Assert.Equal((true, before.EncryptionKeyId), (Disk(account).IsEncrypted, Disk(account).EncryptionKeyId));
        Assert.NotNull(before.EncryptionKeyId);
    }

    [Fact]
    public void OsReinstall_AfterOneThatLeftNoDisk_KeepsTheKeyOfTheDiskBefore()
    {
        using SandboxFixture bench = new("-Fault ReinstallFails:1");
        string reinstall = $"Invoke-EcsOsReinstall db-02 -Account {SandboxFixture.Huawei} -Backup None -Confirm:$false";
        string? key = Disk(SandboxFixture.Huawei, bench).EncryptionKeyId;
        bench.Invoke(reinstall + " -RetryCount 0");
        Assert.Empty(bench.Run<EcsDisk>($"Get-EcsInstance db-02 -Account {SandboxFixture.Huawei} | Get-EcsDisk -SystemDisk"));

        bench.Run<EcsOperation>(reinstall);

        Assert.Equal((true, key), (Disk(SandboxFixture.Huawei, bench).IsEncrypted, Disk(SandboxFixture.Huawei, bench).EncryptionKeyId));
    }

    private EcsDisk Disk() => Disk("*");

    private EcsDisk Disk(string account, SandboxFixture? bench = null) =>
        (bench ?? _bench).Run<EcsDisk>($"Get-EcsInstance db-02{(account == "*" ? "" : $" -Account {account}")} | Get-EcsDisk -SystemDisk").Single();
}
