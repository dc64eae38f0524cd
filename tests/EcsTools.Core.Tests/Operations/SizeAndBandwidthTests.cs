using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>Size and bandwidth in one operation: planned and priced together, and changed one after the other, since no cloud takes both in one call.</summary>
public sealed class SizeAndBandwidthTests
{
    private const int Bandwidth = 20;

    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task RunAsync_RunningServer_GetsBothAndRunsWhileTheBandwidthIsChanged(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        EcsInstance instance = await bench.GetAsync("web-01");
        OperationOptions options = await ChooseAsync(bench.Account, instance);
        EcsPlan plan = await bench.PlanAsync(instance, options);

        OperationResult result = await bench.RunAsync(instance, options);

        EcsInstance now = await bench.GetAsync("web-01");
        Assert.Equal(["stop", "resize", "start", "bandwidth"], bench.Proxy.Calls.Select(c => c.Kind).Where(k => k is "stop" or "resize" or "start" or "bandwidth").Distinct());
        Assert.Equal((EcsOperationState.Succeeded, options.Size, EcsInstanceStatus.Running), (result.Operation.State, now.Size, now.Status));
        Assert.Equal((1, 1), (bench.Effects("resize"), bench.Effects("change-bandwidth")));
        Assert.Equal((4, Bandwidth), (plan.Steps.Count, result.Operation.Instance!.BandwidthMbps));
        Assert.Contains(plan.Costs, c => c.StartsWith("Bandwidth: ", StringComparison.Ordinal));
        Assert.Contains(plan.Requirements, r => r is { Id: EcsRequirementId.PublicAddress, Outcome: EcsRequirementOutcome.Passed });
    }

    [Theory]
    [InlineData("db-01", Bandwidth, EcsRequirementId.PublicAddress)]
    [InlineData("web-01", 1999, EcsRequirementId.Bandwidth)]
    public async Task PlanAsync_BandwidthThatCannotBe_RefusesTheSizeToo(string server, int bandwidth, string id)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync(server);

        EcsPlan plan = await bench.PlanAsync(instance, await ChooseAsync(bench.Account, instance) with { Bandwidth = bandwidth });

        Assert.False(plan.CanProceed);
        Assert.Equal([id], plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
    }

    [Fact]
    public async Task RunAsync_BandwidthAsItIs_ChangesTheSizeAlone()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("web-01");
        OperationOptions options = await ChooseAsync(bench.Account, instance) with { Bandwidth = instance.BandwidthMbps };

        OperationResult result = await bench.RunAsync(instance, options);

        Assert.Equal((EcsOperationState.Succeeded, 0), (result.Operation.State, bench.Proxy.Calls.Count(c => c.Kind == "bandwidth")));
        Assert.Equal(3, (await bench.PlanAsync(await bench.GetAsync("web-02"), options)).Steps.Count);
    }

    [Fact]
    public async Task Of_Bandwidth_IsAChangeForPolicies()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("web-01");

        PlannedOperation planned = (await OperationPlanner.PlanAsync(bench.Account, await ChooseAsync(bench.Account, instance), [instance], TestContext.Current.CancellationToken))[0];

        Assert.Equal(["Resize", "Stop", "Start", "BandwidthChange"], PlannedChanges.Of(planned));
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba, ProxyAction.CutBefore, 2, EcsOperationState.Succeeded)] // its token makes it safe to repeat
    [InlineData(EcsCloud.Alibaba, ProxyAction.CutAfter, 2, EcsOperationState.Succeeded)]
    [InlineData(EcsCloud.Huawei, ProxyAction.CutBefore, 1, EcsOperationState.Unknown)]
    [InlineData(EcsCloud.Huawei, ProxyAction.CutAfter, 1, EcsOperationState.Succeeded)]
    public async Task RunAsync_AnswerOnTheBandwidthLost_IsNeitherDoneTwiceNorMisjudged(EcsCloud cloud, object passage, int calls, EcsOperationState state)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        EcsInstance instance = await bench.GetAsync("web-01");
        (long resized, int met) = (0, 0);

        // At Alibaba Cloud the calls of the first five minutes are refused.
        bench.Proxy.Rule = c =>
        {
            resized = c.Kind == "resize" ? bench.Account.Time.GetTimestamp() : resized;
            bool isTaken = c.Kind == "bandwidth" && (cloud != EcsCloud.Alibaba || bench.Account.Time.GetElapsedTime(resized) > TimeSpan.FromMinutes(5));
            return isTaken && met++ == 0 ? (ProxyAction)passage : ProxyAction.Free;
        };

        OperationResult result = await bench.RunAsync(instance, await ChooseAsync(bench.Account, instance));
        OperationResult settled = await bench.SettleAsync(result.Operation);

        Assert.Equal(calls, met);
        Assert.Equal((state, state), (result.Operation.State, settled.Operation.State));
        Assert.Equal(state == EcsOperationState.Succeeded ? 1 : 0, bench.Effects("change-bandwidth"));
        Assert.Equal(state == EcsOperationState.Succeeded ? null : EcsErrorId.OutcomeUnknown, settled.Error?.ErrorId);
    }

    [Fact]
    public async Task RunAsync_BandwidthRefused_EndsFailedWithTheSizeChanged()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("web-01");
        OperationOptions options = await ChooseAsync(bench.Account, instance);
        bench.Proxy.Rule = c =>
        {
            if (c.Kind == "start")
            {
                bench.Change((_, server) => server.HasUnpaidOrder = true, "web-01");
            }

            return ProxyAction.Free;
        };

        OperationResult result = await bench.RunAsync(instance, options);

        Assert.Equal((EcsOperationState.Failed, "InvalidInstance.UnPaidOrder"), (result.Operation.State, result.Error?.CloudCode));
        Assert.Contains($"Set-EcsBandwidth -Bandwidth {Bandwidth}", result.Error!.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal((options.Size, EcsInstanceStatus.Running), ((await bench.GetAsync("web-01")).Size, (await bench.GetAsync("web-01")).Status));
    }

    [Fact]
    public async Task SettleAsync_BandwidthNeverSent_IsNotSentAndSaidSo()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("web-01");
        OperationResult begun = await bench.RunAsync(instance, await ChooseAsync(bench.Account, instance) with { NoWait = true });
        WarningLog log = new();
        using IDisposable use = AmbientLog.Use(log);

        OperationResult settled = await bench.SettleAsync(begun.Operation);

        Assert.Equal((EcsOperationState.Succeeded, 0), (settled.Operation.State, bench.Proxy.Calls.Count(c => c.Kind == "bandwidth")));
        Assert.Contains("Set-EcsBandwidth", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba, true)]
    [InlineData(EcsCloud.Huawei, false)]
    public async Task RunAsync_ChangedJustNow_StopsTheServerOnlyWhenTheCloudTakesAnotherChange(EcsCloud cloud, bool waits)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        await bench.RunAsync(await bench.GetAsync("web-01"), new OperationOptions { Kind = OperationKind.BandwidthChange, Bandwidth = Bandwidth });
        EcsInstance instance = await bench.GetAsync("web-01");
        long changed = bench.Account.Time.GetTimestamp();
        TimeSpan? stoppedAfter = null;
        bench.Proxy.Rule = c =>
        {
            stoppedAfter ??= c.Kind == "stop" ? bench.Account.Time.GetElapsedTime(changed) : null;
            return ProxyAction.Free;
        };

        OperationResult result = await bench.RunAsync(instance, await ChooseAsync(bench.Account, instance) with { Bandwidth = null });

        Assert.Equal(EcsOperationState.Succeeded, result.Operation.State);
        Assert.Equal(waits, stoppedAfter > TimeSpan.FromMinutes(4));
    }

    private static async Task<OperationOptions> ChooseAsync(ConnectedAccount account, EcsInstance instance) => new()
    {
        Kind = OperationKind.Resize,
        StopFirst = true,
        Bandwidth = Bandwidth,
        Size = (await Inventory.SizesAsync(account, instance, TestContext.Current.CancellationToken)).First(s => s.IsAvailable && s.Name != instance.Size).Name,
    };
}
