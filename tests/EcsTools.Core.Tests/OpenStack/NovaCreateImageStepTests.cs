using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>An image of a server that boots from a volume is active before its snapshots are: it proves nothing.</summary>
public sealed class NovaCreateImageStepTests
{
    private const string BothVolumes = """[{\"boot_index\": 0, \"snapshot_id\": \"n-1\"}, {\"boot_index\": null, \"snapshot_id\": \"n-2\"}]""";

    [Theory]
    [InlineData("available", "available", BothVolumes, nameof(ObservedState.TookEffect))]
    [InlineData("creating", "available", BothVolumes, nameof(ObservedState.Pending))]
    [InlineData("available", "creating", BothVolumes, nameof(ObservedState.Pending))]
    [InlineData("error", "available", BothVolumes, nameof(ObservedState.Failed))]
    [InlineData("available", "error", BothVolumes, nameof(ObservedState.Failed))]
    [InlineData(null, "available", BothVolumes, nameof(ObservedState.Failed))]
    [InlineData("available", "available", """[{\"boot_index\": 1, \"snapshot_id\": \"n-2\"}]""", nameof(ObservedState.Failed))]
    [InlineData("available", "available", "[]", nameof(ObservedState.Failed))]
    [InlineData("available", "available", "no list", nameof(ObservedState.Failed))]
    public async Task ObserveAsync_ServerBootsFromVolume_IsProvenByItsSnapshotsAlone(string? boot, string other, string mapping, string expected)
    {
        StubOpenStack stub = new()
        {
            Answers =
            {
                ["/servers/s-1"] = """{"server": {"id": "s-1", "name": "db-01", "status": "ACTIVE", "image": "", "os-extended-volumes:volumes_attached": [{"id": "v-1"}, {"id": "v-2"}]}}""",
                ["/images/i-1"] = $$"""{"id": "i-1", "name": "backup", "status": "active", "size": 0, "bdm_v2": "True", "block_device_mapping": "{{mapping}}"}""",
                ["/snapshots/n-2"] = Snapshot("n-2", "v-2", other),
            },
        };
        if (boot is not null)
        {
            stub.Answers["/snapshots/n-1"] = Snapshot("n-1", "v-1", boot);
        }

        using NovaCloud cloud = stub.Open();
        EcsInstance server = new() { Id = "s-1", Name = "db-01", Cloud = EcsCloud.OpenStack, SystemDiskId = "v-1" };
        SentStep sent = new(
            new StepTarget(server, new OperationOptions()) { Before = new Dictionary<string, string> { [StepFactKeys.SystemDiskId] = "v-1" } },
            new StepHandle { JobId = "req-1", Facts = new Dictionary<string, string> { [StepFactKeys.ImageId] = "i-1" } });

        StepObservation seen = await cloud.FindStep(StepKind.CreateImage)!.ObserveAsync([sent], TestContext.Current.CancellationToken)[0];

        Assert.Equal(expected, seen.State.ToString());
        Assert.Equal("i-1", seen.Facts[StepFactKeys.ImageId]);
        if (seen.State == ObservedState.TookEffect)
        {
            Assert.Equal("v-1", seen.Facts[StepFactKeys.SourceDiskId]);
        }
    }

    private static string Snapshot(string id, string volume, string status) => $$$"""{"snapshot": {"id": "{{{id}}}", "volume_id": "{{{volume}}}", "status": "{{{status}}}"}}""";
}
