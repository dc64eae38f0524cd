using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiRecycleBinTests
{
    [Theory]
    [InlineData("on", 50, true)]
    [InlineData("on", 5000, false)]
    [InlineData("off", 50, false)]
    public async Task PreviewAsync_RecycleBin_IsInThePlanWhereItTakesTheServer(string state, int thresholdDays, bool takes)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/recycle-bin", Sample.LoadLifecycle("ecs.recycle.show").With(b =>
            (b["switch"], b["policy"]!["recycle_threshold_day"]) = (state, thresholdDays)));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        StepPreview preview = await PreviewAsync(cloud);

        Assert.Equal(takes, preview.Costs.Count > 0);
        Assert.Equal(takes ? "72" : null, preview.Facts.GetValueOrDefault(HuaweiFact.RetentionHours));
        Assert.All(preview.Requirements, r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome));
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, 1)]
    [InlineData(EcsCloud.OpenTelekom, 0)]
    public async Task PreviewAsync_RegionWithoutRecycleBin_SaysNothing(EcsCloud provider, int calls)
    {
        SampleNetwork network = new();
        using HuaweiCloud cloud = network.OpenByKey(provider);

        StepPreview preview = await PreviewAsync(cloud);

        Assert.Empty(preview.Costs);
        Assert.Equal(calls, network.Requests.Count(r => r.Path.EndsWith("/recycle-bin", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PreviewAsync_RecycleBinMayNotBeRead_SaysSoAndRefusesNothing()
    {
        using HuaweiCloud cloud = new SampleNetwork().Answer("GET", "/recycle-bin", Sample.Load("error.403.Pdp.0001")).OpenByKey(EcsCloud.Huawei);

        StepPreview preview = await PreviewAsync(cloud);

        Assert.Contains(EcsErrorId.AccessDenied, Assert.Single(preview.Costs));
        Assert.All(preview.Requirements, r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ObserveAsync_ServerInTheRecycleBin_TookEffectWithWarning(bool hasJob)
    {
        using HuaweiCloud cloud = new SampleNetwork()
            .Answer("GET", "/jobs/j1", Sample.Load("ecs.job.success"))
            .Answer("GET", SampleNetwork.Web01, Sample.LoadLifecycle("ecs.server.show.soft-deleted"))
            .OpenByKey(EcsCloud.Huawei);
        StepTarget target = Target() with { Before = HuaweiStepFixture.Facts((HuaweiFact.RetentionHours, "72")) };

        StepObservation seen = await Step(cloud).ObserveAsync(target, hasJob ? new StepHandle { JobId = "j1" } : null, TimeSpan.FromMinutes(1));

        Assert.Equal(ObservedState.TookEffect, seen.State);
        Assert.Contains("72", seen.Warning);
    }

    private static async Task<StepPreview> PreviewAsync(HuaweiCloud cloud) =>
        (await Step(cloud).PreviewAsync([Target()], TestContext.Current.CancellationToken))[0];

    private static StepTarget Target() => HuaweiStepFixture.Target("stopped", new OperationOptions { Kind = OperationKind.Release });

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.Release)!;
}
