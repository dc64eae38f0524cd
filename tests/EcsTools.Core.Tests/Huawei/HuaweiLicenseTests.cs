using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiLicenseTests
{
    private const string Job = "ff8080829a1b2c3d019a1b2c4e5f0010";

    [Theory]
    [InlineData("byol", OperationKind.OsReinstall, EcsRequirementOutcome.Passed, "byol")]
    [InlineData("system", OperationKind.OsReinstall, EcsRequirementOutcome.Passed, "system")]
    [InlineData("7", OperationKind.OsReinstall, EcsRequirementOutcome.Failed, null)]
    [InlineData("byol", OperationKind.SystemDiskSwitch, EcsRequirementOutcome.Failed, null)] // another image needs another choice
    public async Task Our_own_tag_tells_the_present_licence(string tag, OperationKind kind, EcsRequirementOutcome outcome, string? fact)
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = Target(tag, new OperationOptions { Kind = kind, ImageId = SampleNetwork.RedHat });

        StepPreview preview = (await Step(cloud).PreviewAsync([target], TestContext.Current.CancellationToken))[0];

        Assert.Equal(outcome, preview.Requirements.Single(r => r.Id == EcsRequirementId.License).Outcome);
        Assert.Equal(fact, preview.Facts.GetValueOrDefault(HuaweiFact.License));
    }

    [Theory]
    [InlineData(null, "true")]
    [InlineData(LicenseKind.System, null)] // what the user says goes before the tag
    public async Task A_reinstallation_keeps_ones_own_licence(LicenseKind? license, string? byol)
    {
        SampleNetwork network = Network().Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        await Step(cloud).SendAsync(Target("byol", new OperationOptions { Kind = OperationKind.OsReinstall, License = license }));

        Assert.Equal(byol, (string?)network.Writes.Single().Body!["os-reinstall"]!["metadata"]?["BYOL"]);
    }

    [Fact]
    public async Task The_licence_is_kept_as_a_tag_after_success_only()
    {
        SampleNetwork network = Observing("ecs.job.fail", "stopped");
        using HuaweiCloud failing = network.OpenByKey(EcsCloud.OpenTelekom);
        await Step(failing).ObserveAsync(Sent(), new StepHandle { JobId = Job });
        Assert.Empty(network.Writes);

        network = Observing("ecs.job.success", "after-reinstall");
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepObservation seen = await Step(cloud).ObserveAsync(Sent(), new StepHandle { JobId = Job });

        Assert.Equal(ObservedState.TookEffect, seen.State);
        RecordedRequest sent = Assert.Single(network.Writes);
        Sample sample = Sample.Load("ecs.tags.add");
        Assert.Equal((sample.Path, "create"), (sent.Path, (string?)sent.Body!["action"]));
        Assert.Equal(("ecstools-license", "byol"), ((string?)sent.Body["tags"]![0]!["key"], (string?)sent.Body["tags"]![0]!["value"]));
    }

    [Fact]
    public async Task That_the_tag_cannot_be_kept_does_not_undo_the_success()
    {
        SampleNetwork network = Observing("ecs.job.success", "after-reinstall").Answer("POST", "/tags/action", Sample.Load("error.403.Pdp.0001"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(ObservedState.TookEffect, (await Step(cloud).ObserveAsync(Sent(), new StepHandle { JobId = Job })).State);
    }

    private static StepTarget Target(string tag, OperationOptions options)
    {
        StepTarget target = HuaweiStepFixture.Target("deh-rhel", options);
        return target with { Instance = target.Instance with { Tags = new Dictionary<string, string> { ["ecstools-license"] = tag } } };
    }

    private static StepTarget Sent() => HuaweiStepFixture.Target("stopped", new OperationOptions()) with
    {
        Before = HuaweiStepFixture.Facts((StepFactKeys.SystemDiskId, SampleNetwork.OldDisk), (HuaweiFact.License, "byol")),
    };

    private static SampleNetwork Observing(string job, string server) => new SampleNetwork().Replay("ecs.block-device")
        .Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show." + server))
        .Answer("GET", Job, Sample.Load(job))
        .Answer("POST", "/tags/action", _ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

    private static SampleNetwork Network() => new SampleNetwork().Replay("evs.quota", "ecs.keypairs.show", "ecs.flavors", "evs.volumes.detail")
        .Answer("GET", "/v2/cloudimages", _ => SampleNetwork.Json(200, new JObject { ["images"] = new JArray(Sample.Load("ims.images.public-linux").Body!["images"]![0]!.DeepClone()) }.ToString()));

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.RebuildSystemDisk)!;
}
