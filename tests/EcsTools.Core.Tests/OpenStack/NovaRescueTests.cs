using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Rescues as docs/contracts/openstack-lifecycle.md 2.3 has them.</summary>
public sealed class NovaRescueTests
{
    private const string Plain = """{"id": "m-1", "name": "rescue", "status": "active", "size": 1}""";
    private const string ForVolumes = """{"id": "m-1", "name": "rescue", "status": "active", "size": 1, "hw_rescue_device": "disk", "hw_rescue_bus": "virtio"}""";
    private const string HalfForVolumes = """{"id": "m-1", "name": "rescue", "status": "active", "size": 1, "hw_rescue_device": "disk"}""";
    private const string Inactive = """{"id": "m-1", "name": "rescue", "status": "deactivated", "size": 1}""";
    private const string SnapshotsOnly = """{"id": "m-1", "name": "rescue", "status": "active", "size": 0, "block_device_mapping": "[{\"snapshot_id\": \"s-1\"}]"}""";

    [Theory]
    [InlineData("ACTIVE", false, Plain, "")]
    [InlineData("SHUTOFF", false, Plain, "")]
    [InlineData("ERROR", false, Plain, "")]
    [InlineData("PAUSED", false, Plain, EcsRequirementId.State)]
    [InlineData("SHELVED", false, Plain, EcsRequirementId.State)]
    [InlineData("ACTIVE", true, ForVolumes, "")]
    [InlineData("ACTIVE", true, HalfForVolumes, EcsRequirementId.Image)]
    [InlineData("ACTIVE", true, Plain, EcsRequirementId.Image)]
    [InlineData("ACTIVE", false, Inactive, EcsRequirementId.Image)]
    [InlineData("ACTIVE", false, SnapshotsOnly, EcsRequirementId.Image)]
    [InlineData("ACTIVE", false, "", EcsRequirementId.Image)]
    public async Task PreviewStart_ServerAndImage_AreRequirements(string status, bool bootsFromVolume, string image, string failed)
    {
        using NovaCloud cloud = Stub(image).Open();

        StepPreview preview = await PreviewAsync(cloud, StepKind.StartRescue, Server(status, bootsFromVolume), new OperationOptions { Kind = OperationKind.RescueStart, ImageId = "m-1" });

        Assert.Equal(failed, preview.Requirements.FirstOrDefault(r => r.Outcome == EcsRequirementOutcome.Failed)?.Id ?? "");
    }

    [Fact]
    public async Task PreviewStart_HelperInstance_IsRefused()
    {
        using NovaCloud cloud = Stub(Plain).Open();

        StepPreview preview = await PreviewAsync(cloud, StepKind.StartRescue, Server("ACTIVE"), new OperationOptions { Kind = OperationKind.RescueStart, ImageId = "m-1", HelperInstanceId = "s-2" });

        Assert.Contains(preview.Requirements, r => r is { Id: EcsRequirementId.Helper, Outcome: EcsRequirementOutcome.Failed });
    }

    [Theory]
    [InlineData(StepKind.StartRescue, "RESCUE", true)]
    [InlineData(StepKind.StartRescue, "ACTIVE", false)]
    [InlineData(StepKind.StopRescue, "ACTIVE", true)]
    [InlineData(StepKind.StopRescue, "SHUTOFF", true)]
    [InlineData(StepKind.StopRescue, "RESCUE", false)]
    [InlineData(StepKind.StopRescue, "ERROR", false)]
    public async Task Preview_AsWantedAlready_HasNothingToDo(StepKind kind, string status, bool isDone)
    {
        using NovaCloud cloud = Stub(Plain).Open();

        StepPreview preview = await PreviewAsync(cloud, kind, Server(status), Options(kind));

        Assert.Equal(isDone, preview.AlreadyDone is not null);
    }

    [Fact]
    public async Task SendStart_ImageAndPassword_AreSentOnce()
    {
        StubOpenStack stub = Stub(Plain);
        using NovaCloud cloud = stub.Open();
        SecureString password = new();
        "Canary%4711+Aa".ToList().ForEach(password.AppendChar);

        await SendAsync(cloud, StepKind.StartRescue, new OperationOptions { Kind = OperationKind.RescueStart, ImageId = "m-1", Login = new LoginOptions { Password = password } });

        Assert.Equal(["""{"rescue":{"rescue_image_ref":"m-1","adminPass":"Canary%4711+Aa"}}"""], stub.Writes);
    }

    [Theory]
    [InlineData(StepKind.StartRescue, """{"rescue":null}""")]
    [InlineData(StepKind.StopRescue, """{"unrescue":null}""")]
    public async Task Send_NothingChosen_SendsTheBareAction(StepKind kind, string body)
    {
        StubOpenStack stub = Stub(Plain);
        using NovaCloud cloud = stub.Open();

        await SendAsync(cloud, kind, new OperationOptions { Kind = kind == StepKind.StartRescue ? OperationKind.RescueStart : OperationKind.RescueStop });

        Assert.Equal([body], stub.Writes);
    }

    [Theory]
    [InlineData(StepKind.StartRescue, "RESCUE", "null", ObservedState.TookEffect)]
    [InlineData(StepKind.StartRescue, "ACTIVE", "\"rescuing\"", ObservedState.Pending)]
    [InlineData(StepKind.StartRescue, "ERROR", "null", ObservedState.Failed)]
    [InlineData(StepKind.StopRescue, "ACTIVE", "null", ObservedState.TookEffect)]
    [InlineData(StepKind.StopRescue, "RESCUE", "\"unrescuing\"", ObservedState.Pending)]
    [InlineData(StepKind.StopRescue, "ERROR", "null", ObservedState.Failed)]
    public async Task Observe_Server_TellsHowItStands(StepKind kind, string status, string task, object expected)
    {
        StubOpenStack stub = Stub(Plain);
        stub.Answers["/servers/s-1"] = $$$"""{"server": {"id": "s-1", "name": "db-01", "status": "{{{status}}}", "OS-EXT-STS:task_state": {{{task}}}}}""";
        using NovaCloud cloud = stub.Open();
        SentStep sent = new(new StepTarget(Server("ACTIVE"), Options(kind)), new StepHandle { JobId = "req-1" });

        StepObservation seen = await cloud.FindStep(kind)!.ObserveAsync([sent], TestContext.Current.CancellationToken)[0];

        Assert.Equal((ObservedState)expected, seen.State);
    }

    // Nova writes an action down before it answers: none after minutes proves that the request never arrived.
    [Theory]
    [InlineData(1, ObservedState.Pending)]
    [InlineData(4, ObservedState.NotTaken)]
    public async Task Observe_AnswerIsLostAndNoActionIsThere_WasNotTaken(int minutes, object expected)
    {
        StubOpenStack stub = Stub(Plain);
        stub.Answers["/servers/s-1"] = """{"server": {"id": "s-1", "name": "db-01", "status": "ACTIVE", "OS-EXT-STS:task_state": null}}""";
        stub.Answers["/os-instance-actions"] = """{"instanceActions": []}""";
        using NovaCloud cloud = stub.Open();
        SentStep sent = new(new StepTarget(Server("ACTIVE"), Options(StepKind.StartRescue)), null) { Age = TimeSpan.FromMinutes(minutes) };

        StepObservation seen = await cloud.FindStep(StepKind.StartRescue)!.ObserveAsync([sent], TestContext.Current.CancellationToken)[0];

        Assert.Equal((ObservedState)expected, seen.State);
    }

    private static OperationOptions Options(StepKind kind) =>
        kind == StepKind.StartRescue ? new OperationOptions { Kind = OperationKind.RescueStart, ImageId = "m-1" } : new OperationOptions { Kind = OperationKind.RescueStop };

    private static Task SendAsync(NovaCloud cloud, StepKind kind, OperationOptions options) =>
        cloud.FindStep(kind)!.SendAsync([new StepTarget(Server("ACTIVE"), options)], TestContext.Current.CancellationToken)[0];

    private static async Task<StepPreview> PreviewAsync(NovaCloud cloud, StepKind kind, EcsInstance server, OperationOptions options) =>
        (await cloud.FindStep(kind)!.PreviewAsync([new StepTarget(server, options)], TestContext.Current.CancellationToken)).Single();

    private static EcsInstance Server(string status, bool bootsFromVolume = false) => new()
    {
        Id = "s-1",
        Name = "db-01",
        Cloud = EcsCloud.OpenStack,
        KeyPairName = "ops",
        ImageId = bootsFromVolume ? "" : "m-1",
        SystemDiskId = bootsFromVolume ? "v-1" : "s-1/root",
        ProviderStatus = status,
        Status = EcsTools.Core.Clouds.OpenStackApi.ServerStatus.Read(status, null),
    };

    private static StubOpenStack Stub(string image)
    {
        StubOpenStack stub = new();
        if (image.Length > 0)
        {
            stub.Answers["/images/m-1"] = image;
        }

        return stub;
    }
}
