using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Volumes attached and detached as docs/contracts/openstack-lifecycle.md 2 has it.</summary>
public sealed class NovaAttachDiskTests
{
    private static readonly EcsInstance Server = new() { Id = "s-1", Name = "db-01", Cloud = EcsCloud.OpenStack, SystemDiskId = "v-1", Status = EcsInstanceStatus.Running };

    [Theory]
    [InlineData(StepKind.AttachDisk, "v-2", "available", "", "")]
    [InlineData(StepKind.AttachDisk, "v-2", "in-use", "s-2", EcsRequirementId.Disk)]
    [InlineData(StepKind.AttachDisk, "v-2", "attaching", "", EcsRequirementId.Disk)]
    [InlineData(StepKind.DetachDisk, "v-2", "in-use", "s-1", "")]
    [InlineData(StepKind.DetachDisk, "v-2", "in-use", "s-2", EcsRequirementId.Disk)]
    [InlineData(StepKind.DetachDisk, "v-1", "in-use", "s-1", EcsRequirementId.SystemDisk)]
    public async Task Preview_StateOfTheVolume_IsARequirement(StepKind kind, string volume, string status, string server, string failed)
    {
        using NovaCloud cloud = Cloud(volume, status, server).Open();

        StepPreview preview = await PreviewAsync(cloud, kind, volume);

        Assert.Equal(failed, preview.Requirements.FirstOrDefault(r => r.Outcome == EcsRequirementOutcome.Failed)?.Id ?? "");
    }

    [Theory]
    [InlineData(StepKind.AttachDisk, "available", "", "POST https://nova.example.com/v2.1/servers/s-1/os-volume_attachments", """{"volumeAttachment":{"volumeId":"v-2"}}""")]
    [InlineData(StepKind.DetachDisk, "in-use", "s-1", "DELETE https://nova.example.com/v2.1/servers/s-1/os-volume_attachments/v-2", "")]
    public async Task Send_IsAskedForAsTheContractHasIt(StepKind kind, string status, string server, string expected, string body)
    {
        string sent = "";
        StubOpenStack stub = Cloud("v-2", status, server);
        stub.Fault = request =>
        {
            sent = request.Method != HttpMethod.Get && request.RequestUri!.Host.StartsWith("nova", System.StringComparison.Ordinal) ? $"{request.Method} {request.RequestUri}" : sent;
            return null;
        };
        using NovaCloud cloud = stub.Open();
        StepPreview preview = await PreviewAsync(cloud, kind, "v-2");

        await cloud.FindStep(kind)!.SendAsync([Target(kind, "v-2") with { Before = preview.Facts }], TestContext.Current.CancellationToken)[0];

        Assert.Equal(expected, sent);
        Assert.Equal(body, Assert.Single(stub.Writes));
    }

    [Theory]
    [InlineData(StepKind.AttachDisk, "in-use", "s-1", ObservedState.TookEffect)]
    [InlineData(StepKind.AttachDisk, "attaching", "", ObservedState.Pending)]
    [InlineData(StepKind.AttachDisk, "error", "", ObservedState.Failed)]
    [InlineData(StepKind.DetachDisk, "available", "", ObservedState.TookEffect)]
    [InlineData(StepKind.DetachDisk, "detaching", "s-1", ObservedState.Pending)]
    public async Task Observe_Volume_TellsHowItStands(StepKind kind, string status, string server, object expected)
    {
        Assert.Equal((ObservedState)expected, (await ObserveAsync(Cloud("v-2", status, server), kind, sawWork: false)).State);
    }

    // Nova tells nothing when the guest does not release the volume: it only falls back.
    [Fact]
    public async Task ObserveDetach_FallsBackToInUse_HasFailed()
    {
        Assert.Equal(ObservedState.Failed, (await ObserveAsync(Cloud("v-2", "in-use", "s-1"), StepKind.DetachDisk, sawWork: true)).State);
    }

    private static async Task<StepObservation> ObserveAsync(StubOpenStack stub, StepKind kind, bool sawWork)
    {
        using NovaCloud cloud = stub.Open();
        StepTarget target = Target(kind, "v-2") with { Before = new System.Collections.Generic.Dictionary<string, string> { ["diskId"] = "v-2" } };
        SentStep sent = new(target, new StepHandle { RequestId = "req-1" }) { SawWork = sawWork };
        return await cloud.FindStep(kind)!.ObserveAsync([sent], TestContext.Current.CancellationToken)[0];
    }

    private static StepTarget Target(StepKind kind, string volume) =>
        new(Server, new OperationOptions { Kind = kind == StepKind.AttachDisk ? OperationKind.DiskMount : OperationKind.DiskDismount, DiskId = volume });

    private static async Task<StepPreview> PreviewAsync(NovaCloud cloud, StepKind kind, string volume) =>
        (await cloud.FindStep(kind)!.PreviewAsync([Target(kind, volume)], TestContext.Current.CancellationToken)).Single();

    private static StubOpenStack Cloud(string volume, string status, string server)
    {
        StubOpenStack stub = new();
        string attachments = server.Length == 0 ? "" : $$"""{"server_id": "{{server}}", "device": "/dev/vdb"}""";
        stub.Answers[$"/volumes/{volume}"] = $$$"""{"volume": {"id": "{{{volume}}}", "name": "data", "status": "{{{status}}}", "size": 40, "attachments": [{{{attachments}}}]}}""";
        return stub;
    }
}
