using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class SubscriptionTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    public void Renew_AutoPay_IsPaidAndMovesTheEndOfTheTerm(string account)
    {
        EcsPlan plan = _bench.Run<EcsPlan>($"Update-EcsSubscription prepaid-01 -Account {account} -Period 2 -AutoPay -PlanOnly").Single();

        EcsOperation operation = _bench.Run<EcsOperation>($"Update-EcsSubscription prepaid-01 -Account {account} -Period 2 -AutoPay -Confirm:$false").Single();

        Assert.True(plan.CanProceed);
        Assert.Contains(plan.Costs, c => c.StartsWith("Charged at once: ", StringComparison.Ordinal) && c.Contains(" for 2 months (", StringComparison.Ordinal));
        Assert.Equal((EcsOperationState.Succeeded, 1), (operation.State, _bench.Effects($"{operation.Instance!.Cloud}:payment")));
    }

    [Fact]
    public void Renew_WithoutAutoPay_IsRefusedByAlibabaAndPaysNothing()
    {
        Outcome end = _bench.Invoke("Update-EcsSubscription prepaid-01 -Account sandbox-alibaba -Period 1 -Confirm:$false");
        Outcome waived = _bench.Invoke("Update-EcsSubscription prepaid-01 -Account sandbox-alibaba -Period 1 -Confirm:$false -IgnoreRequirement Payment");

        Assert.Equal([EcsErrorId.RequirementFailed], end.ErrorIds);
        Assert.Equal([EcsErrorId.InvalidInput], waived.ErrorIds);
        Assert.Equal((0, 0), (_bench.Effects("Alibaba:payment"), _bench.Effects("Alibaba:renew")));
    }

    [Theory]
    [InlineData("Update-EcsSubscription prepaid-01 -Period 1")]
    [InlineData("Set-EcsChargeType web-01 Subscription -Period 1")]
    public void Order_LeftUnpaidAtHuawei_IsNamedAndStaysOpen(string command)
    {
        Outcome end = _bench.Invoke(command + " -Account sandbox-huawei -Confirm:$false");

        EcsOperation operation = Assert.Single(end.Of<EcsOperation>());
        Assert.Equal([EcsErrorId.OperationInProgress], end.ErrorIds);
        Assert.Equal((EcsOperationState.Unknown, 0), (operation.State, _bench.Effects("Huawei:payment")));
        Assert.Contains("CS", operation.Message, StringComparison.Ordinal);
        EcsPlan again = _bench.Run<EcsPlan>(command + " -Account sandbox-huawei -AutoPay -PlanOnly").Single();
        Assert.Contains(again.Requirements, r => r is { Id: EcsRequirementId.Order, Outcome: EcsRequirementOutcome.Failed });
        Assert.Equal([EcsErrorId.RequirementFailed], _bench.Invoke(command + " -Account sandbox-huawei -Confirm:$false -AutoPay").ErrorIds);
        Assert.Equal(0, _bench.Effects("Huawei:payment"));
    }

    [Theory]
    [InlineData("Set-EcsBandwidth web-01 20", SandboxFixture.Alibaba)]
    [InlineData("Set-EcsInstanceSize web-01 ecs.g7.xlarge -StopFirst", SandboxFixture.Alibaba)]
    [InlineData("Set-EcsDisk web-01 -SystemDisk -SizeGiB 100", SandboxFixture.Alibaba)]
    [InlineData("Set-EcsDisk web-01 -SystemDisk -Category cloud_efficiency", SandboxFixture.Alibaba)]
    [InlineData("Invoke-EcsOsReinstall web-01 -StopFirst -Backup None", SandboxFixture.Alibaba)]
    [InlineData("Set-EcsInstanceSize web-01 s3.xlarge.2 -StopFirst", SandboxFixture.Huawei)]
    public void Order_ThatWouldMakeItASubscription_StandsInTheWayOfOtherChanges(string command, string account)
    {
        _bench.Invoke($"Set-EcsChargeType web-01 Subscription -Period 1 -Account {account} -Confirm:$false");

        int writes = _bench.CountWrites(() => Assert.Equal([EcsErrorId.RequirementFailed], _bench.Invoke($"{command} -Account {account} -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
        Assert.Contains(
            _bench.Run<EcsPlan>($"{command} -Account {account} -PlanOnly").Single().Requirements, r => r is { Id: EcsRequirementId.Order, Outcome: EcsRequirementOutcome.Failed });
    }

    [Theory]
    [InlineData("Update-EcsSubscription web-01 -Period 1 -AutoPay", EcsRequirementId.ChargeType)]
    [InlineData("Update-EcsSubscription prepaid-01 -Period 11 -AutoPay", EcsRequirementId.Term)]
    [InlineData("Update-EcsSubscription web-01 -AutoRenew On", EcsRequirementId.ChargeType)]
    [InlineData("Update-EcsSubscription prepaid-01 -AutoRenew On -Period 4", EcsRequirementId.Term)]
    [InlineData("Set-EcsChargeType frozen-01 Subscription -Period 1 -AutoPay", EcsRequirementId.Lock)]
    [InlineData("Set-EcsChargeType web-01 Subscription -Period 10 -AutoPay", EcsRequirementId.Term)]
    public void Change_BadInput_FailsItsRequirementAndSendsNothing(string command, string id)
    {
        int writes = _bench.CountWrites(() => Assert.Equal([EcsErrorId.RequirementFailed], _bench.Invoke(command + " -Account sandbox-alibaba -Confirm:$false").ErrorIds));

        EcsPlan plan = _bench.Run<EcsPlan>(command + " -Account sandbox-alibaba -PlanOnly").Single();
        Assert.Equal((0, EcsRequirementOutcome.Failed), (writes, plan.Requirements.Single(r => r.Id == id).Outcome));
    }

    [Theory]
    [InlineData("Update-EcsSubscription prepaid-01")]
    [InlineData("Update-EcsSubscription prepaid-01 -AutoRenew Off -Period 1")]
    [InlineData("Update-EcsSubscription prepaid-01 -AutoRenew On -PeriodUnit Year")]
    [InlineData("Set-EcsChargeType web-01 Subscription")]
    [InlineData("Set-EcsChargeType prepaid-01 PayAsYouGo -Period 1")]
    [InlineData("Set-EcsChargeType prepaid-01 PayAsYouGo -IncludeDataDisks")]
    [InlineData("Get-EcsPrice prepaid-01 -Renewal -PeriodUnit Hour")]
    [InlineData("Get-EcsPrice prepaid-01 -Period 2")]
    [InlineData("Get-EcsPrice")]
    [InlineData("Get-EcsPrice -Renewal")]
    [InlineData("Get-EcsPrice prepaid-01 -Renewal -Size ecs.g7.xlarge")]
    public void Parameters_WithoutMeaning_AreRefused(string command) =>
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke(command + " -Account sandbox-alibaba").ErrorIds);

    [Theory]
    [InlineData("Update-EcsSubscription web-01 -Period 1 -AutoPay")]
    [InlineData("Update-EcsSubscription web-01 -AutoRenew On")]
    [InlineData("Set-EcsChargeType web-01 Subscription -Period 1")]
    public void OpenTelekom_SaysThatItHasNoSubscriptions(string command) =>
        Assert.Equal([EcsErrorId.NotSupported], _bench.Invoke(command + " -Account sandbox-otc -Confirm:$false").ErrorIds);

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    public void AutoRenew_On_AndThenNothingIsLeftToDo(string account)
    {
        string command = $"Update-EcsSubscription prepaid-01 -Account {account} -AutoRenew ";

        Assert.Equal(EcsOperationState.Succeeded, _bench.Run<EcsOperation>(command + "On -Confirm:$false").Single().State);
        Assert.Equal(0, _bench.CountWrites(() => _bench.Run<EcsOperation>(command + "On -Confirm:$false")));
        Assert.Equal(EcsOperationState.Succeeded, _bench.Run<EcsOperation>(command + "Off -Confirm:$false").Single().State);
    }

    [Fact]
    public void ChargeType_ToPayAsYouGo_LetsTheServerBeReleasedAsItsErrorSays()
    {
        Outcome refused = _bench.Invoke("Remove-EcsInstance prepaid-01 -Account sandbox-alibaba -Confirm:$false");
        Assert.Contains("Set-EcsChargeType", Assert.Single(refused.Errors).ErrorDetails.RecommendedAction, StringComparison.Ordinal);

        Assert.Equal(EcsOperationState.Succeeded, _bench.Run<EcsOperation>("Set-EcsChargeType prepaid-01 PayAsYouGo -Account sandbox-alibaba -Confirm:$false").Single().State);

        Assert.Equal(EcsChargeType.PayAsYouGo, _bench.Get("prepaid-01").ChargeType);
        Assert.True(_bench.Run<EcsPlan>("Remove-EcsInstance prepaid-01 -Account sandbox-alibaba -PlanOnly").Single().CanProceed);
        Assert.Equal(1, _bench.Effects("Alibaba:refund"));
    }

    [Fact]
    public void ChargeType_ToPayAsYouGoAtHuawei_HoldsFromTheEndOfTheTerm()
    {
        EcsOperation operation = _bench.Run<EcsOperation>("Set-EcsChargeType prepaid-01 PayAsYouGo -Account sandbox-huawei -Confirm:$false").Single();
        EcsPlan again = _bench.Run<EcsPlan>("Set-EcsChargeType prepaid-01 PayAsYouGo -Account sandbox-huawei -PlanOnly").Single();

        Assert.Equal(EcsOperationState.Succeeded, operation.State);
        Assert.Equal(EcsChargeType.Subscription, _bench.Get("prepaid-01", SandboxFixture.Huawei).ChargeType);
        Assert.StartsWith("None. ", Assert.Single(again.Steps), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox-alibaba", "ecs.g7.xlarge", true)]
    [InlineData("sandbox-huawei", "s3.xlarge.2", true)]
    [InlineData("sandbox-otc", "s3.xlarge.2", false)]
    public void Resize_Plan_TellsThePriceOrThatItIsUnknown(string account, string size, bool isKnown)
    {
        EcsPlan plan = _bench.Run<EcsPlan>($"Set-EcsInstanceSize db-01 {size} -Account {account} -PlanOnly").Single();

        string after = Assert.Single(plan.Costs, c => c.StartsWith("Price after: ", StringComparison.Ordinal));
        Assert.Equal(isKnown, !after.Contains("unknown", StringComparison.Ordinal));
        Assert.Contains($": {after}", plan.GetStatement(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_PriceHigherThanApproved_IsPlanChanged()
    {
        EcsPlan approved = _bench.Run<EcsPlan>("Update-EcsSubscription prepaid-01 -Account sandbox-alibaba -Period 1 -AutoPay -PlanOnly").Single();
        _bench.Run<EcsOperation>("Set-EcsInstanceSize prepaid-01 ecs.g7.xlarge -Account sandbox-alibaba -AutoPay -Confirm:$false");

        Outcome end = _bench.Invoke("$plan | Invoke-EcsPlan -Confirm:$false", ("plan", approved));

        Assert.Equal([EcsErrorId.PlanChanged], end.ErrorIds);
        Assert.Equal(0, _bench.Effects("Alibaba:renew"));
    }

    [Fact]
    public void GetPrice_ChangeOfASubscription_IsNowAfterAndAtOnce()
    {
        EcsPrice[] prices = [.. _bench.Run<EcsPrice>("Get-EcsInstance prepaid-01 -Account sandbox-alibaba | Get-EcsPrice -Size ecs.g7.xlarge")];

        Assert.Equal([EcsPriceKind.Size, EcsPriceKind.Size, EcsPriceKind.Change], prices.Select(p => p.Kind));
        Assert.Equal([EcsPriceDue.PerPeriod, EcsPriceDue.PerPeriod, EcsPriceDue.Charged], prices.Select(p => p.Due));
        Assert.All(prices, p => Assert.True(p.IsKnown && p.Amount == p.OriginalAmount - p.Discount && p.Currency == "CNY", p.ToString()));
        Assert.All(prices, p => Assert.Equal(SandboxFixture.Alibaba, p.Account));
    }

    [Theory]
    [InlineData("sandbox-alibaba", "-Size ecs.g7.large", true)]
    [InlineData("sandbox-alibaba", "-Size ecs.none", false)]
    [InlineData("sandbox-huawei", "-Size s3.large.2 -OsType Windows -PeriodUnit Year", true)]
    [InlineData("sandbox-huawei", "-DiskCategory SSD -DiskSizeGiB 100", true)]
    [InlineData("sandbox-huawei", "-BandwidthMbps 5 -PeriodUnit Month", true)]
    [InlineData("sandbox-otc", "-Size s3.large.2", false)]
    public void GetPrice_OfSomethingNew_IsKnownOrSaysWhyNot(string account, string question, bool isKnown)
    {
        EcsPrice price = _bench.Run<EcsPrice>($"Get-EcsPrice -Account {account} {question}").Single();

        Assert.Equal((isKnown, !isKnown, !isKnown), (price.IsKnown, price.Reason is not null, price.Detail is not null));
    }

    [Fact]
    public void Preview_HundredServersOfOneConfiguration_AsksEachPriceOnce()
    {
        using SandboxFixture fleet = new("-InstanceCount 117");
        int before = fleet.Requests("alibaba:DescribePrice");

        int plans = fleet.Run<EcsPlan>("Get-EcsInstance -Name node-* -Account sandbox-alibaba | Set-EcsInstanceSize -Size ecs.g7.xlarge -StopFirst -PlanOnly").Count;

        Assert.Equal((100, 2), (plans, fleet.Requests("alibaba:DescribePrice") - before));
    }
}
