using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiCloudInitTests
{
    [Theory]
    [InlineData("true", null, "v1")]
    [InlineData("true", CloudInitSupport.Present, "v2")]
    [InlineData("true", CloudInitSupport.Absent, "v1")]
    [InlineData("false", null, "v2")]
    [InlineData("false", CloudInitSupport.Absent, "v1")]
    public async Task SendAsync_UserSaysWhetherTheImageHasIt_WinsOverTheMark(string mark, CloudInitSupport? said, string version)
    {
        SampleNetwork network = Network(mark).Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        await Step(cloud).SendAsync(Target(said), TestContext.Current.CancellationToken);

        Assert.StartsWith($"/{version}/", Assert.Single(network.Writes).Path);
    }

    [Theory]
    [InlineData("true", null, EcsRequirementOutcome.Failed)]
    [InlineData("true", CloudInitSupport.Present, EcsRequirementOutcome.Passed)]
    [InlineData("false", CloudInitSupport.Absent, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_OpenTelekom_RefusesAnImageWithoutItAndNamesTheParameter(string mark, CloudInitSupport? said, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network(mark).OpenByKey(EcsCloud.OpenTelekom);

        EcsRequirement image = await Step(cloud).CheckAsync(Target(said), EcsRequirementId.Image);

        Assert.Equal(outcome, image.Outcome);
        Assert.Equal(outcome == EcsRequirementOutcome.Failed, image.Remedy?.Contains("-CloudInit Present") == true);
    }

    [Theory]
    [InlineData("true", CloudInitSupport.Present, true)]
    [InlineData("true", CloudInitSupport.Absent, false)]
    [InlineData("true", null, false)]
    public async Task PreviewAsync_UserContradictsTheMark_Warns(string mark, CloudInitSupport? said, bool warns)
    {
        using HuaweiCloud cloud = Network(mark).OpenByKey(EcsCloud.Huawei);

        StepPreview preview = (await Step(cloud).PreviewAsync([Target(said)], TestContext.Current.CancellationToken))[0];

        Assert.Equal(
            warns ? [EcsRequirementOutcome.Warning] : [],
            preview.Requirements.Where(r => r.Id == EcsRequirementId.CloudInit).Select(r => r.Outcome));
    }

    private static SampleNetwork Network(string mark) =>
        HuaweiRebuildTests.Network().Answer("GET", "/v2/cloudimages", r => HuaweiRebuildTests.Images(r.Query["id"], i => i["__support_fc_inject"] = mark));

    private static StepTarget Target(CloudInitSupport? said) =>
        HuaweiStepFixture.Target("stopped", new OperationOptions { Kind = OperationKind.OsReinstall, CloudInit = said });

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.RebuildSystemDisk)!;
}
