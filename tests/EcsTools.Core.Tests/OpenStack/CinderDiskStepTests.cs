using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>Changes of volumes as docs/contracts/openstack-lifecycle.md 2 has them.</summary>
public sealed class CinderDiskStepTests
{
    private static readonly EcsInstance Server = new() { Id = "s-1", Name = "db-01", Cloud = EcsCloud.OpenStack, SystemDiskId = "v-1", Status = EcsInstanceStatus.Running };

    [Fact]
    public async Task SendExtend_Attached_NeedsTheVersionThatDoes()
    {
        List<string> versions = [];
        StubOpenStack stub = Cloud();
        stub.Fault = request =>
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/volumes/v-1/action", StringComparison.Ordinal))
            {
                versions.AddRange(request.Headers.GetValues("OpenStack-API-Version"));
            }

            return null;
        };
        using NovaCloud cloud = stub.Open();

        await SendAsync(cloud, StepKind.ExtendDisk, Extend(60));

        Assert.Equal("""{"os-extend":{"new_size":60}}""", Assert.Single(stub.Writes));
        Assert.Equal(["volume 3.42"], versions);
    }

    [Fact]
    public async Task SendRetype_MovesWhereNeeded()
    {
        StubOpenStack stub = Cloud();
        using NovaCloud cloud = stub.Open();

        await SendAsync(cloud, StepKind.ChangeDiskType, Retype("ssd"));

        Assert.Equal("""{"os-retype":{"new_type":"ssd","migration_policy":"on-demand"}}""", Assert.Single(stub.Writes));
    }

    [Theory]
    [InlineData("3.41", EcsRequirementOutcome.Failed)]
    [InlineData("3.42", EcsRequirementOutcome.Passed)]
    public async Task PreviewExtend_Version_DecidesWhetherAttachedVolumesAreExtended(string version, EcsRequirementOutcome outcome)
    {
        StubOpenStack stub = Cloud();
        stub.Fault = request => request.RequestUri!.AbsolutePath.TrimEnd('/') == "/v3" && request.RequestUri.Host.StartsWith("cinder", StringComparison.Ordinal)
            ? new HttpResponseMessage { Content = new StringContent($$"""{"versions": [{"id": "v3.0", "version": "{{version}}", "min_version": "3.0"}]}""") }
            : null;
        using NovaCloud cloud = stub.Open();

        Assert.Equal(outcome, (await PreviewAsync(cloud, StepKind.ExtendDisk, Extend(60))).Requirements.Single(r => r.Id == EcsRequirementId.Disk).Outcome);
    }

    [Theory]
    [InlineData(null, "in-use", EcsRequirementOutcome.Passed)]
    [InlineData("v-1", "in-use", EcsRequirementOutcome.Passed)]
    [InlineData("v-9", "in-use", EcsRequirementOutcome.Failed)]
    [InlineData(null, "backing-up", EcsRequirementOutcome.Failed)]
    [InlineData("s-1/root", "in-use", EcsRequirementOutcome.Failed)] // on the server's host
    public async Task PreviewExtend_Disk_IsAVolumeOfThisServerAtRest(string? disk, string status, EcsRequirementOutcome outcome)
    {
        using NovaCloud cloud = Cloud(status).Open();

        Assert.Equal(outcome, (await PreviewAsync(cloud, StepKind.ExtendDisk, Extend(60) with { DiskId = disk })).Requirements.Single(r => r.Id == EcsRequirementId.Disk).Outcome);
    }

    [Theory]
    [InlineData("ssd", EcsRequirementOutcome.Passed)]
    [InlineData("paper", EcsRequirementOutcome.Failed)]
    public async Task PreviewRetype_Type_IsOneThatThereIs(string type, EcsRequirementOutcome outcome)
    {
        using NovaCloud cloud = Cloud().Open();

        Assert.Equal(outcome, (await PreviewAsync(cloud, StepKind.ChangeDiskType, Retype(type))).Requirements.Single(r => r.Id == EcsRequirementId.DiskType).Outcome);
    }

    [Theory]
    [InlineData("extending", 40, true, false, nameof(ObservedState.Pending))]
    [InlineData("in-use", 60, true, false, nameof(ObservedState.TookEffect))]
    [InlineData("in-use", 60, false, false, nameof(ObservedState.TookEffect))]
    [InlineData("in-use", 40, true, false, nameof(ObservedState.Pending))]
    [InlineData("in-use", 40, true, true, nameof(ObservedState.Failed))] // it was worked on, and is as it was
    [InlineData("in-use", 40, false, false, nameof(ObservedState.NotTaken))]
    [InlineData("error_extending", 40, true, false, nameof(ObservedState.Failed))]
    public async Task ObserveExtend_Volume_Tells(string status, int size, bool isAnswered, bool sawWork, string state)
    {
        using NovaCloud before = Cloud().Open();
        StepTarget target = await PlanAsync(before, StepKind.ExtendDisk, Extend(60));
        using NovaCloud cloud = Cloud(status, size).Open();
        SentStep sent = new(target, isAnswered ? new StepHandle() : null) { Age = TimeSpan.FromMinutes(4), SawWork = sawWork };

        Assert.Equal(state, (await cloud.FindStep(StepKind.ExtendDisk)!.ObserveAsync([sent], TestContext.Current.CancellationToken)[0]).State.ToString());
    }

    [Theory]
    [InlineData("false", true, null)]
    [InlineData("true", true, "already")]
    public async Task Retention_VolumeAttachment_IsChanged(string present, bool wanted, string? done)
    {
        StubOpenStack stub = Cloud(deletes: present);
        using NovaCloud cloud = stub.Open();
        OperationOptions options = new() { Kind = OperationKind.DiskRetentionChange, DeleteWithInstance = wanted };

        StepPreview preview = await PreviewAsync(cloud, StepKind.ChangeDiskRetention, options);
        await SendAsync(cloud, StepKind.ChangeDiskRetention, options);

        Assert.Equal(done is null, preview.AlreadyDone is null);
        Assert.All(preview.Requirements, r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome));
        Assert.Equal("""{"volumeAttachment":{"volumeId":"v-1","delete_on_termination":true}}""", Assert.Single(stub.Writes));
    }

    private static OperationOptions Extend(int size) => new() { Kind = OperationKind.DiskExtend, SizeGiB = size };

    private static OperationOptions Retype(string type) => new() { Kind = OperationKind.DiskTypeChange, Category = type };

    private static async Task<StepPreview> PreviewAsync(NovaCloud cloud, StepKind kind, OperationOptions options) =>
        Assert.Single(await cloud.FindStep(kind)!.PreviewAsync([new StepTarget(Server, options)], TestContext.Current.CancellationToken));

    private static async Task<StepTarget> PlanAsync(NovaCloud cloud, StepKind kind, OperationOptions options) =>
        new(Server, options) { Before = (await PreviewAsync(cloud, kind, options)).Facts };

    private static async Task<StepHandle> SendAsync(NovaCloud cloud, StepKind kind, OperationOptions options) =>
        await cloud.FindStep(kind)!.SendAsync(await PlanAsync(cloud, kind, options));

    private static StubOpenStack Cloud(string status = "in-use", int size = 40, string deletes = "false") => new()
    {
        Answers =
        {
            ["/volumes/v-1"] = $$$"""{"volume": {"id": "v-1", "status": "{{{status}}}", "size": {{{size}}}, "volume_type": "hdd", "bootable": "true", "attachments": [{"server_id": "s-1", "device": "/dev/vda"}]}}""",
            ["/servers/s-1"] = $$$"""{"server": {"id": "s-1", "name": "db-01", "status": "ACTIVE", "image": "", "os-extended-volumes:volumes_attached": [{"id": "v-1", "delete_on_termination": {{{deletes}}}}]}}""",
            ["/types"] = """{"volume_types": [{"id": "1", "name": "hdd"}, {"id": "2", "name": "ssd"}]}""",
        },
    };
}
