using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class PaymentTests : IDisposable
{
    private const string Switch = "Switch-EcsSystemDisk prepaid-01 -Account sandbox-huawei -Backup None -LicenseType System -Confirm:$false "
        + "-ImageId (Get-EcsImage -Account sandbox-huawei | Where-Object { $_.IsBilled -and $_.OsType -eq 'Linux' } | Select-Object -First 1).Id";

    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void SwitchSystemDisk_OrderLeftUnpaid_IsToldBeforeAndAtOnceAndStaysOpen()
    {
        Outcome end = _bench.Invoke(Switch);

        EcsOperation operation = Assert.Single(end.Of<EcsOperation>());
        Assert.Equal([EcsErrorId.OperationInProgress], end.ErrorIds);
        Assert.Equal(EcsOperationState.Unknown, operation.State);
        Assert.Single(_bench.Records.Warnings, w => w.Contains("prepaid-01", StringComparison.Ordinal) && w.Contains("-AutoPay", StringComparison.Ordinal));
    }

    [Fact]
    public void SwitchSystemDisk_AutoPay_IsCarriedOutAndThePlanNamesTheOrder()
    {
        EcsPlan plan = _bench.Run<EcsPlan>(Switch + " -AutoPay -PlanOnly").Single();

        EcsOperation operation = _bench.Run<EcsOperation>(Switch + " -AutoPay").Single();

        Assert.Equal(EcsRequirementOutcome.Passed, plan.Requirements.Single(r => r.Id == EcsRequirementId.Payment).Outcome);
        Assert.Contains(plan.Costs, c => c.Contains("order", StringComparison.Ordinal));
        Assert.Equal(EcsOperationState.Succeeded, operation.State);
    }

    [Fact]
    public void OsReinstall_AutoPay_WarnsThatNoOrderIsMade()
    {
        _bench.Run<EcsPlan>("Invoke-EcsOsReinstall prepaid-01 -Account sandbox-huawei -Backup None -AutoPay -PlanOnly");

        Assert.Single(_bench.Records.Warnings, w => w.Contains("-AutoPay", StringComparison.Ordinal));
    }
}
