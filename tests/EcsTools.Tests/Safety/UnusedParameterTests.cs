using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>What was asked for is done, refused or warned about: no parameter is ignored in silence, whatever the cloud, state or system.</summary>
public sealed class UnusedParameterTests : IDisposable
{
    private const string Secret = "([Net.NetworkCredential]::new('', 'Some-Secret-2026').SecurePassword)";

    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(SandboxFixture.Alibaba, EcsErrorId.IncorrectState)]
    [InlineData(SandboxFixture.Huawei, EcsErrorId.NotSupported)]
    [InlineData(SandboxFixture.OpenTelekom, EcsErrorId.NotSupported)]
    public void StopCharging_ServerIsStoppedAndBilled_IsRefused(string account, string errorId)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"Stop-EcsInstance db-01 -Account {account} -StopCharging -Confirm:$false"));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.Equal("db-01", ((EcsInstance)outcome.Errors[0].TargetObject).Name);
        Assert.Equal(0, writes);
    }

    [Fact]
    public void StopCharging_BillingHasEndedAlready_DoesNothing()
    {
        _bench.Session.Run("Stop-EcsInstance web-01 -StopCharging -Confirm:$false");

        int writes = _bench.CountWrites(() => Assert.Equal(
            "StopCharging", _bench.Run<EcsInstance>("Stop-EcsInstance web-01 -StopCharging -PassThru -Confirm:$false").Single().StoppedMode));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void StopCharging_NotWaitedFor_WarnsThatNobodyChecks()
    {
        _bench.Session.Run("Stop-EcsInstance web-01 -StopCharging -NoWait -Confirm:$false");

        Assert.Single(_bench.Records.Warnings, w => w.Contains("StoppedMode", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, "Invoke-EcsOsReinstall")]
    [InlineData(SandboxFixture.Alibaba, "Reset-EcsSystemDisk")]
    [InlineData(SandboxFixture.Huawei, "Invoke-EcsOsReinstall")]
    [InlineData(SandboxFixture.Huawei, "Reset-EcsSystemDisk")]
    [InlineData(SandboxFixture.OpenTelekom, "Invoke-EcsOsReinstall")]
    public void LicenseType_SystemIsNotBilled_IsRefused(string account, string command)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"{command} db-01 -Account {account} -LicenseType Byol -Backup None -Confirm:$false -Force"));
        EcsPlan plan = _bench.Run<EcsPlan>($"{command} db-01 -Account {account} -LicenseType System -Backup None -PlanOnly").Single();

        Assert.Equal([EcsErrorId.RequirementFailed], outcome.ErrorIds);
        Assert.Equal([EcsRequirementId.License], plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
        Assert.Equal(0, writes);
    }

    [Fact]
    public void CloudInit_CloudHasOneWayForAllImages_IsRefused()
    {
        EcsPlan plan = _bench.Run<EcsPlan>($"Invoke-EcsOsReinstall db-01 -Account {SandboxFixture.Alibaba} -CloudInit Absent -Backup None -PlanOnly").Single();

        Assert.Equal([EcsRequirementId.CloudInit], plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
    }

    [Theory]
    [InlineData(SandboxFixture.Huawei)]
    [InlineData(SandboxFixture.OpenTelekom)]
    public void LicenseType_SystemIsBilled_IsTaken(string account) => Assert.DoesNotContain(
        _bench.Run<EcsPlan>($"Invoke-EcsOsReinstall byol-01 -Account {account} -LicenseType Byol -Backup None -PlanOnly").Single().Requirements,
        r => r.Id == EcsRequirementId.License && r.Outcome == EcsRequirementOutcome.Failed);

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    [InlineData(SandboxFixture.OpenTelekom)]
    public void AutoPay_NoOrderIsMade_Warns(string account)
    {
        string size = _bench.Run<EcsInstanceSize>($"Get-EcsInstance db-01 -Account {account} | Get-EcsInstanceSize -Available")[0].Name;

        _bench.Session.Run($"Set-EcsInstanceSize db-01 {size} -Account {account} -AutoPay -Confirm:$false");

        Assert.Single(_bench.Records.Warnings, w => w.Contains("-AutoPay", StringComparison.Ordinal) && w.Contains("db-01", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Reset-EcsPassword web-01 -Generate -Method Agent -HostName 127.0.0.1")]
    [InlineData("Reset-EcsPassword web-01 -Generate -Method Api -Port 2222")]
    [InlineData("Reset-EcsPassword web-01 -Generate -UsePrivateAddress")]
    [InlineData("Reset-EcsPassword web-01 -Generate -LoginUserName ops")]
    [InlineData("Invoke-EcsCommand web-01 hostname -Method Agent -HostKeyPolicy AcceptNew")]
    [InlineData("Invoke-EcsCommand web-01 hostname -HostName 127.0.0.1")]
    [InlineData("Invoke-EcsCommand web-01 hostname -Passphrase " + Secret)]
    [InlineData("Invoke-EcsCommand web-01 hostname -IgnoreRequirement State")]
    [InlineData("Remove-EcsInstance db-01 -IgnoreRequirement Settlin")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Force -IgnoreRequirement Agent, 'no such'")]
    [InlineData("Reset-EcsPassword web-01 -Generate -PlanOnly | Invoke-EcsPlan -UserData '#!/bin/sh'")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly | Invoke-EcsPlan -Force -Password " + Secret)]
    public void Parameter_WouldBeIgnored_IsInvalidInput(string command)
    {
        int writes = _bench.CountWrites(() => Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"{command} -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData("Remove-EcsInstance db-01 -TerminateSubscription", SandboxFixture.Huawei)]
    [InlineData("Remove-EcsInstance db-01 -TerminateSubscription", SandboxFixture.OpenTelekom)]
    [InlineData("Remove-EcsInstance db-01 -DeletePublicIp", SandboxFixture.Alibaba)]
    [InlineData("Remove-EcsInstance db-01 -DeleteDataDisks", SandboxFixture.Alibaba)]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -UserData x", SandboxFixture.Alibaba)]
    public void Parameter_CloudHasNoSuchThing_IsNotSupported(string command, string account)
    {
        int writes = _bench.CountWrites(() => Assert.Equal([EcsErrorId.NotSupported], _bench.Invoke($"{command} -Account {account} -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void HealthCheck_OnlyPlanned_WarnsThatThePlanDoesNotHoldIt()
    {
        _bench.Session.Run("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly -Canary 1 -HealthCheck { $true }");

        Assert.Single(_bench.Records.Warnings, w => w.Contains("-HealthCheck", StringComparison.Ordinal) && w.Contains("-Canary", StringComparison.Ordinal));
    }
}
