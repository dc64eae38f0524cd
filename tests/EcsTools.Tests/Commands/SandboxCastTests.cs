namespace EcsTools.Tests.Commands;

/// <summary>What the sandbox has so that each rule can be met by name or by a fault.</summary>
public sealed class SandboxCastTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Sandbox_AnyCloud_HasTwoKeyPairsAndAnOracleImage(string account)
    {
        IReadOnlyList<EcsKeyPair> pairs = _bench.Run<EcsKeyPair>($"Get-EcsKeyPair -Account {account}");

        Assert.Equal([_bench.Sandbox.KeyPairName, _bench.Sandbox.SecondKeyPairName], pairs.Select(k => k.Name).Order());
        Assert.Equal(2, pairs.Select(k => k.Fingerprint).Distinct().Count());
        Assert.Single(_bench.Run<EcsImage>($"Get-EcsImage -Account {account}"), i => i.OsName.Contains("Oracle", StringComparison.Ordinal) || i.Name.Contains("Oracle", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Reinstall_OtherKeyPair_ReplacesTheOriginalOne(string account)
    {
        _bench.Run<EcsOperation>($"Invoke-EcsOsReinstall db-01 -Account {account} -KeyPairName sandbox-key-2 -Backup None -Confirm:$false");

        Assert.Equal("sandbox-key-2", _bench.Get("db-01", account).KeyPairName);
    }

    // Whoever reinstalls with another key pair needs its private key, and the old one opens nothing any more.
    [Theory]
    [InlineData(SandboxFixture.Huawei)]
    [InlineData(SandboxFixture.OpenTelekom)]
    public void Reinstall_WindowsWithOtherKeyPair_GivesThePasswordToItsKeyAlone(string account)
    {
        _bench.Run<EcsOperation>(
            $"Invoke-EcsOsReinstall win-01 -Account {account} -KeyPairName sandbox-key-2 -StopFirst -Backup None -LicenseType System -Confirm:$false; Wait-EcsInstance win-01 -For Settled -Account {account}");

        Assert.Equal([EcsErrorId.KeyFileMismatch], _bench.Invoke($"Get-EcsPassword win-01 -Account {account} -KeyFile (Get-EcsSandbox).KeyFile").ErrorIds);
        Assert.NotEmpty(_bench.Run<EcsLogin>($"Get-EcsPassword win-01 -Account {account} -KeyFile (Get-EcsSandbox).SecondKeyFile").Single().UserName);
    }

    [Theory]
    [InlineData(SandboxFixture.Huawei)]
    [InlineData(SandboxFixture.OpenTelekom)]
    public void FailedServer_HuaweiAndTelekom_ShowsIt(string account) =>
        Assert.Equal(EcsInstanceStatus.ReinstallFailed, _bench.Get("failed-01", account).Status);

    [Theory]
    [InlineData(SandboxFixture.Huawei)]
    [InlineData(SandboxFixture.OpenTelekom)]
    public void DiskQuotaFull_HuaweiAndTelekom_FailsTheRequirement(string account)
    {
        using SandboxFixture full = new("-Fault DiskQuotaFull");

        EcsPlan plan = full.Run<EcsPlan>($"Invoke-EcsOsReinstall db-01 -Account {account} -Backup None -PlanOnly").Single();

        Assert.Equal(EcsRequirementOutcome.Failed, plan.Requirements.Single(r => r.Id == EcsRequirementId.DiskQuota).Outcome);
    }

    [Fact]
    public void DiskQuotaFull_Alibaba_RefusesANewSystemDisk()
    {
        using SandboxFixture full = new("-Fault DiskQuotaFull:1");
        const string Switch = "Switch-EcsSystemDisk db-01 -ImageId rhel_9_4_x64_40G_alibase_20250718.vhd -Backup None -Confirm:$false";

        Assert.Equal([EcsErrorId.QuotaExceeded], full.Invoke(Switch).ErrorIds);
        Assert.Equal(EcsOperationState.Succeeded, full.Run<EcsOperation>(Switch).Single().State);
    }

    [Fact]
    public void Passwd_RedHatGuest_AnswersAsTheProvidersPageSays()
    {
        EcsCommandResult ubuntu = Run("web-01");
        _bench.Run<EcsOperation>("Switch-EcsSystemDisk web-02 -ImageId rhel_9_4_x64_40G_alibase_20250718.vhd -StopFirst -Backup None -Confirm:$false");
        _bench.Session.Run("Wait-EcsInstance web-02 -For Agent");

        EcsCommandResult redHat = Run("web-02");

        Assert.NotEqual(0, ubuntu.ExitCode);
        Assert.DoesNotContain("Secret-1x", ubuntu.Output, StringComparison.Ordinal);
        Assert.Equal((0, "Changing password for user root.\npasswd: all authentication tokens updated successfully."), (redHat.ExitCode, redHat.Output.ReplaceLineEndings("\n").Trim()));
    }

    private EcsCommandResult Run(string name) =>
        _bench.Run<EcsCommandResult>($"Invoke-EcsCommand {name} 'echo \"Secret-1x\" | passwd --stdin root' -Confirm:$false -ErrorAction SilentlyContinue").Single();
}
