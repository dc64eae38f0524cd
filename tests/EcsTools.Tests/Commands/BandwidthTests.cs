using System.Globalization;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class BandwidthTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void SetBandwidth_RunningServer_KeepsRunningWithIt(string account)
    {
        EcsOperation done = _bench.Run<EcsOperation>($"Set-EcsBandwidth web-01 20 -Account {account} -Confirm:$false").Single();

        Assert.Equal((EcsOperationState.Succeeded, 20, EcsInstanceStatus.Running), (done.State, done.Instance!.BandwidthMbps, done.Instance.Status));
        Assert.NotEmpty(_bench.Run<EcsPlan>($"Set-EcsBandwidth web-02 20 -Account {account} -PlanOnly").Single().Costs);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void SetBandwidth_AsItIs_SendsNothing(string account)
    {
        int writes = _bench.CountWrites(() => Assert.Equal(
            EcsOperationState.Succeeded, _bench.Run<EcsOperation>($"Set-EcsBandwidth web-01 5 -Account {account} -Confirm").Single().State));

        Assert.Equal(0, writes);
        Assert.Empty(_bench.Records.Questions);
    }

    [Theory]
    [InlineData("db-01 -Bandwidth 20", SandboxFixture.Alibaba)] // no public address
    [InlineData("db-01 -Bandwidth 20", SandboxFixture.OpenTelekom)]
    [InlineData("web-01 -Bandwidth 101", SandboxFixture.Alibaba)]
    [InlineData("web-06 -Bandwidth 201", SandboxFixture.Alibaba)]
    [InlineData("web-06 -Billing ByBandwidth", SandboxFixture.Alibaba)]
    [InlineData("web-01 -Bandwidth 333", SandboxFixture.OpenTelekom)]
    [InlineData("prepaid-01 -Bandwidth 2", SandboxFixture.Huawei)] // only at renewal
    [InlineData("web-01 -Bandwidth 20 -EndTime 2099-01-01", SandboxFixture.Huawei)]
    [InlineData("web-01 -Bandwidth 20 -EndTime 2099-01-01", SandboxFixture.Alibaba)] // no subscription
    [InlineData("prepaid-01 -Bandwidth 20 -EndTime 2099-01-01", SandboxFixture.Alibaba)] // ends earlier
    public void SetBandwidth_WhatCannotBe_IsRefusedBeforeAnythingIsSent(string arguments, string account)
    {
        int writes = _bench.CountWrites(() => Assert.Equal(
            [EcsErrorId.RequirementFailed], _bench.Invoke($"Set-EcsBandwidth {arguments} -Account {account} -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData("web-01")]
    [InlineData("web-01 -EndTime 2099-01-01")]
    public void SetBandwidth_NothingToChange_IsInvalid(string arguments) =>
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"Set-EcsBandwidth {arguments}").ErrorIds);

    [Fact]
    public void SetBandwidth_ElasticAddress_IsChangedAndShown()
    {
        _bench.Run<EcsOperation>("Set-EcsBandwidth web-06 150 -Confirm:$false");

        EcsInstance now = _bench.Get("web-06");
        Assert.Equal((150, EcsBandwidthBilling.ByTraffic, null), (now.BandwidthMbps, now.BandwidthBilling, now.InboundBandwidthMbps));
        Assert.StartsWith("eip-", now.ElasticIpId, StringComparison.Ordinal);
    }

    [Fact]
    public void SetBandwidth_Zero_LosesTheAddressAndSaysSo()
    {
        string address = _bench.Get("web-01").PublicIp!;
        EcsPlan plan = _bench.Run<EcsPlan>("Set-EcsBandwidth web-01 0 -PlanOnly").Single();

        EcsOperation done = _bench.Run<EcsOperation>("Set-EcsBandwidth web-01 0 -Confirm:$false").Single();

        Assert.Contains(address, Assert.Single(plan.Losses), StringComparison.Ordinal);
        Assert.Equal((EcsOperationState.Succeeded, null), (done.State, done.Instance!.PublicIp));
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    public void SetBandwidth_OrderLeftUnpaid_ChangesNothingAndStaysOpen(string account)
    {
        Outcome end = _bench.Invoke($"Set-EcsBandwidth prepaid-01 20 -Account {account} -Confirm:$false");

        Assert.Equal([EcsErrorId.OperationInProgress], end.ErrorIds);
        Assert.Equal(EcsOperationState.Unknown, end.Of<EcsOperation>().Single().State);
        Assert.Single(_bench.Records.Warnings, w => w.Contains("prepaid-01", StringComparison.Ordinal) && w.Contains("-AutoPay", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    public void SetBandwidth_AutoPay_PaysTheOrder(string account)
    {
        EcsOperation done = _bench.Run<EcsOperation>($"Set-EcsBandwidth prepaid-01 20 -AutoPay -Account {account} -Confirm:$false").Single();

        Assert.Equal((EcsOperationState.Succeeded, 20), (done.State, done.Instance!.BandwidthMbps));
    }

    [Fact]
    public void SetBandwidth_EndTime_IsPartOfThePlanThatRunsLater()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("$plan = Set-EcsBandwidth prepaid-01 50 -EndTime (Get-Date).AddDays(7) -AutoPay -PlanOnly; $plan").Single();

        EcsOperation done = _bench.Run<EcsOperation>("$plan | Invoke-EcsPlan -Confirm:$false").Single();

        Assert.True(DateTimeOffset.TryParse(plan.Options["EndTime"], CultureInfo.InvariantCulture, out _));
        Assert.Equal((EcsOperationState.Succeeded, 50), (done.State, done.Instance!.BandwidthMbps));
    }
}
