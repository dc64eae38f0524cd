using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Sizes that a server can choose from go to the command that gives it one.</summary>
public sealed class SizeChoiceTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void GetInstanceSize_InstanceId_ListsWhatTheServerCanBeGiven(string account)
    {
        EcsInstance server = _bench.Get("web-01", account);

        EcsInstanceSize[] byId = [.. _bench.Run<EcsInstanceSize>($"Get-EcsInstanceSize -InstanceId {server.Id} -Account {account}")];
        EcsInstanceSize[] byPipe = [.. _bench.Run<EcsInstanceSize>($"Get-EcsInstance web-01 -Account {account} | Get-EcsInstanceSize -NoPrice")];

        Assert.NotEmpty(byId);
        Assert.Equal(byPipe.Select(s => s.Name), byId.Select(s => s.Name));
        Assert.All(byId, s => Assert.Equal(server.Id, s.InstanceId));
        Assert.All(byPipe, s => Assert.Null(s.Price));
    }

    [Theory]
    [InlineData("Get-EcsInstanceSize web-01 -Available | Select-Object -Last 1 | Set-EcsInstanceSize web-01 -StopFirst -Confirm:$false")]
    [InlineData("Get-EcsInstanceSize web-01 -Available | Select-Object -Last 1 | Set-EcsInstanceSize -Name web-01 -StopFirst -Confirm:$false")]
    [InlineData("$s = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(@(Get-EcsInstanceSize web-01 -Available)[-1])); $s | Set-EcsInstanceSize web-01 -StopFirst -Confirm:$false")]
    [InlineData("Set-EcsInstanceSize web-01 @(Get-EcsInstanceSize web-01 -Available)[-1] -StopFirst -Confirm:$false")]
    public void SetInstanceSize_SizeFromThePipeline_IsTheSizeWanted(string script)
    {
        string wanted = _bench.Run<EcsInstanceSize>("Get-EcsInstanceSize web-01 -Available").Last().Name;

        EcsOperation done = _bench.Run<EcsOperation>(script).Single();

        Assert.Equal((EcsOperationState.Succeeded, wanted), (done.State, done.Instance!.Size));
    }

    [Fact]
    public void SetInstanceSize_TwoSizes_IsInvalidAndSendsNothing()
    {
        int writes = _bench.CountWrites(() => Assert.Equal(
            [EcsErrorId.InvalidInput], _bench.Invoke("Get-EcsInstanceSize -Available | Set-EcsInstanceSize web-01 -StopFirst -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void SetInstanceSize_ServersFromThePipeline_BindAsBefore()
    {
        EcsOperation[] done = [.. _bench.Run<EcsOperation>("Get-EcsInstance -Name web-01, web-02 | Set-EcsInstanceSize -Size ecs.g7.xlarge -StopFirst -Confirm:$false")];

        Assert.Equal(["web-01", "web-02"], done.Select(d => d.InstanceName).Order());
        Assert.All(done, d => Assert.Equal("ecs.g7.xlarge", d.Instance!.Size));
    }

    [Fact]
    public void SetInstanceSize_TextFromThePipelineAndNoSize_IsInvalid() =>
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("'web-01' | Set-EcsInstanceSize -StopFirst -Confirm:$false").ErrorIds);

    [Fact]
    public void SetInstanceSize_ServerWhereASizeIsMissing_SendsNothing()
    {
        int writes = _bench.CountWrites(() => Assert.NotEmpty(_bench.Invoke("Get-EcsInstance web-01 | Set-EcsInstanceSize web-02 -StopFirst -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData("web-01 ecs.g7.xlarge", "(Get-Date).AddDays(7)")] // no subscription
    [InlineData("prepaid-01 ecs.g7.xlarge", "'2099-01-01'")] // ends earlier
    [InlineData("prepaid-01 ecs.g7.xlarge", "(Get-Date)")]
    public void SetInstanceSize_EndTimeThatCannotBe_IsRefused(string arguments, string end)
    {
        int writes = _bench.CountWrites(() => Assert.Equal(
            [EcsErrorId.RequirementFailed], _bench.Invoke($"Set-EcsInstanceSize {arguments} -EndTime {end} -StopFirst -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void SetInstanceSize_EndTime_IsSentForASubscription()
    {
        EcsOperation done = _bench.Run<EcsOperation>("Set-EcsInstanceSize prepaid-01 ecs.g7.xlarge -EndTime (Get-Date).AddDays(7) -AutoPay -Confirm:$false").Single();

        Assert.Equal((EcsOperationState.Succeeded, "ecs.g7.xlarge"), (done.State, done.Instance!.Size));
    }

    [Fact]
    public void SetInstanceSize_SmallerSubscription_IsToldAsADowngradeWithItsRefund()
    {
        _bench.Run<EcsOperation>("Set-EcsInstanceSize prepaid-01 ecs.g7.xlarge -AutoPay -Confirm:$false");

        EcsPlan plan = _bench.Run<EcsPlan>("Set-EcsInstanceSize prepaid-01 ecs.g7.large -PlanOnly").Single();

        Assert.Equal("Downgrade", _bench.Run<EcsInstanceSize>("Get-EcsInstanceSize prepaid-01 -Name ecs.g7.large").Single().Direction);
        Assert.Contains(plan.Costs, c => c.StartsWith("Refunded at once: ", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Costs, c => c.StartsWith("Charged at once: ", StringComparison.Ordinal));
    }

    [Fact]
    public void SetInstanceSize_Bandwidth_IsChangedByTheSameOperation()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("$plan = Set-EcsInstanceSize web-01 ecs.g7.xlarge -Bandwidth 50 -StopFirst -PlanOnly; $plan").Single();

        EcsOperation done = _bench.Run<EcsOperation>("$plan | Invoke-EcsPlan -Confirm:$false").Single();

        Assert.Equal("50", plan.Options["Bandwidth"]);
        Assert.Equal((EcsOperationState.Succeeded, "ecs.g7.xlarge", 50), (done.State, done.Instance!.Size, done.Instance.BandwidthMbps));
    }

    [Fact]
    public void SetInstanceSize_BandwidthAndNoWait_IsInvalid() =>
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("Set-EcsInstanceSize web-01 ecs.g7.xlarge -Bandwidth 50 -StopFirst -NoWait -Confirm:$false").ErrorIds);

    [Fact]
    public void SetInstanceSize_OnlyTheBandwidthDiffers_NamesTheCommandForIt()
    {
        Outcome end = _bench.Invoke("Set-EcsInstanceSize web-01 ecs.g7.large -Bandwidth 50 -StopFirst -Confirm:$false");

        Assert.Equal([EcsErrorId.RequirementFailed], end.ErrorIds);
        Assert.Contains("Set-EcsBandwidth", end.Errors.Single().ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
