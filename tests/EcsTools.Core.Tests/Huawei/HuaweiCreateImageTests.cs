using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiCreateImageTests
{
    private const string Job = "job-of-image";
    private const string Image = "71c5f8a2-9d0e-4b36-8e74-05a6b3d1c9f8";

    [Fact]
    public async Task The_request_names_server_and_operation()
    {
        SampleNetwork network = Network().Answer("POST", "/v2/cloudimages/action", _ => SampleNetwork.Json(200, """{"job_id":"job-of-image"}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        StepHandle handle = await Step(cloud).SendAsync(HuaweiStepFixture.Target("stopped", new OperationOptions()));

        RecordedRequest sent = Assert.Single(network.Writes);
        Assert.Equal(("ims.eu-de.otc.t-systems.com", "/v2/cloudimages/action"), (sent.Uri.Host, sent.Path));
        Assert.Equal(("web-01-20260918-064000", SampleNetwork.Web01), ((string?)sent.Body!["name"], (string?)sent.Body["instance_id"]));
        Assert.Equal(("ecstools-operation", HuaweiStepFixture.OperationId), ((string?)sent.Body["image_tags"]![0]!["key"], (string?)sent.Body["image_tags"]![0]!["value"]));
        Assert.Equal(Job, handle.JobId);
    }

    [Theory]
    [InlineData("running", EcsRequirementId.State, EcsRequirementOutcome.Passed)]
    [InlineData("stopped", EcsRequirementId.State, EcsRequirementOutcome.Passed)]
    [InlineData("rebooting", EcsRequirementId.State, EcsRequirementOutcome.Failed)]
    [InlineData("during-reinstall", EcsRequirementId.SystemDisk, EcsRequirementOutcome.Failed)]
    public async Task A_server_must_run_or_be_stopped_and_have_its_disk(string server, string id, EcsRequirementOutcome outcome)
    {
        using HuaweiCloud cloud = Network().OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal(outcome, (await Step(cloud).CheckAsync(HuaweiStepFixture.Target(server, new OperationOptions()), id)).Outcome);
    }

    [Theory]
    [InlineData("RUNNING", "active", "private", nameof(ObservedState.Pending))]
    [InlineData("SUCCESS", "active", "private", nameof(ObservedState.TookEffect))]
    [InlineData("SUCCESS", "saving", "private", nameof(ObservedState.Pending))]
    [InlineData("SUCCESS", "killed", "private", nameof(ObservedState.Failed))]
    [InlineData("SUCCESS", "active", "gold", nameof(ObservedState.Failed))]
    [InlineData("FAIL", "active", "private", nameof(ObservedState.Failed))]
    public async Task The_image_must_be_read_back_as_usable(string job, string status, string kind, string state)
    {
        SampleNetwork network = Shows(status, kind).Answer(
            "GET", Job, _ => SampleNetwork.Json(200, $$"""{"job_id":"{{Job}}","status":"{{job}}","entities":{"image_id":"{{Image}}"},"error_code":"IMG.1"}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = await Step(cloud).AfterAsync(HuaweiStepFixture.Target("stopped", new OperationOptions()));

        StepObservation seen = await Step(cloud).ObserveAsync(target, new StepHandle { JobId = Job });

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal("ims.eu-de.otc.t-systems.com", network.Requests.Find(r => r.Path.EndsWith(Job))!.Uri.Host);
        if (seen.State == ObservedState.TookEffect)
        {
            Assert.Equal((Image, SampleNetwork.OldDisk), (seen.Facts[StepFactKeys.ImageId], seen.Facts[StepFactKeys.SourceDiskId]));
        }
    }

    [Fact]
    public async Task A_server_with_another_disk_is_no_proof_of_the_source()
    {
        SampleNetwork network = Shows("active", "private").Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.after-reinstall"))
            .Answer("GET", Job, _ => SampleNetwork.Json(200, $$$"""{"status":"SUCCESS","entities":{"image_id":"{{{Image}}}"}}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = await Step(cloud).AfterAsync(HuaweiStepFixture.Target("stopped", new OperationOptions()));

        StepObservation seen = await Step(cloud).ObserveAsync(target, new StepHandle { JobId = Job });

        Assert.False(seen.Facts.ContainsKey(StepFactKeys.SourceDiskId));
    }

    [Theory]
    [InlineData(true, 1, nameof(ObservedState.TookEffect))]
    [InlineData(false, 1, nameof(ObservedState.Unknown))]
    [InlineData(false, 31, nameof(ObservedState.NotTaken))]
    public async Task After_a_lost_answer_the_operation_is_looked_for(bool isThere, int minutes, string state)
    {
        SampleNetwork network = Shows("active", "private", isThere ? $"ecstools-operation.{HuaweiStepFixture.OperationId}" : "other.tag");
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        StepTarget target = await Step(cloud).AfterAsync(HuaweiStepFixture.Target("stopped", new OperationOptions()));

        Assert.Equal(state, (await Step(cloud).ObserveAsync(target, null, TimeSpan.FromMinutes(minutes))).State.ToString());
        Assert.Contains(network.Requests, r => r.Query.GetValueOrDefault("__imagetype") == "private");
    }

    private static SampleNetwork Shows(string status, string kind, params string[] tags)
    {
        JObject image = (JObject)Sample.Load("ims.image.show.private").Body!;
        image["status"] = status;
        image["__imagetype"] = kind;
        image["tags"] = new JArray(tags);
        return Network().Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.stopped"))
            .Answer("GET", "/v2/cloudimages", _ => SampleNetwork.Json(200, new JObject { ["images"] = new JArray(image) }.ToString()));
    }

    private static SampleNetwork Network() => new SampleNetwork().Answer("GET", "/cloudvolumes/detail", Sample.Load("evs.volumes.detail"))
        .Answer("GET", "/block_device", Sample.Load("ecs.block-device").With(b => b["volumeAttachments"]![0]!.Remove()));

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.CreateImage)!;
}
