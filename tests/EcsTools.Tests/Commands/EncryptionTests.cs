using System;
using System.Linq;

using EcsTools.Model;

using Xunit;

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

    private EcsDisk Disk() => _bench.Run<EcsDisk>("Get-EcsInstance db-02 | Get-EcsDisk -SystemDisk").Single();
}
