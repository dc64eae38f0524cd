using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>
/// Rebuilds of a stopped server as Nova does them: it starts the server from the fresh disk, shows it as ACTIVE and at rest for a moment, and then
/// stops it by destroying the guest. All of that is one action, whose part has not ended before.
/// </summary>
public sealed class NovaRebuildTests
{
    private const string UnderWay = """{"event": "compute_rebuild_instance", "start_time": "2026-03-02T07:00:01.000000", "finish_time": null, "result": null}""";
    private const string Ended = """{"event": "compute_rebuild_instance", "start_time": "2026-03-02T07:00:01.000000", "finish_time": "2026-03-02T07:00:31.000000", "result": "Success"}""";
    private const string Failed = """{"event": "compute_rebuild_instance", "start_time": "2026-03-02T07:00:01.000000", "finish_time": "2026-03-02T07:00:31.000000", "result": "Error"}""";

    [Theory]
    [InlineData("REBUILD", "\"rebuild_spawning\"", UnderWay, ObservedState.Pending)]
    [InlineData("ACTIVE", "null", UnderWay, ObservedState.Pending)]
    [InlineData("ACTIVE", "\"powering-off\"", UnderWay, ObservedState.Pending)]
    [InlineData("SHUTOFF", "null", Ended, ObservedState.TookEffect)]
    [InlineData("ACTIVE", "null", Ended, ObservedState.TookEffect)]
    [InlineData("ERROR", "null", Failed, ObservedState.Failed)]
    public async Task Observe_StoppedServer_EndsWithTheAction(string status, string task, string part, object expected)
    {
        Assert.Equal((ObservedState)expected, (await ObserveAsync(status, task, part, new StepHandle { JobId = "req-1" })).State);
        Assert.Equal((ObservedState)expected, (await ObserveAsync(status, task, part, handle: null)).State);
    }

    // Some clouds hide the parts of actions from users.
    [Fact]
    public async Task Observe_PartsAreHidden_ServerAtRestDecides() =>
        Assert.Equal(ObservedState.TookEffect, (await ObserveAsync("SHUTOFF", "null", "", new StepHandle { JobId = "req-1" })).State);

    private static async Task<StepObservation> ObserveAsync(string status, string task, string part, StepHandle? handle)
    {
        string started = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
        string action = $$$"""{"action": "rebuild", "request_id": "req-1", "user_id": "u-1", "start_time": "{{{started}}}", "message": null, "events": [{{{part}}}]}""";
        StubOpenStack stub = new();
        stub.Answers["/servers/s-1"] = $$$"""{"server": {"id": "s-1", "name": "db-01", "status": "{{{status}}}", "OS-EXT-STS:task_state": {{{task}}}}}""";
        stub.Answers["/os-instance-actions"] = $$$"""{"instanceActions": [{{{(part.Length == 0 ? action : action.Replace(part, "", StringComparison.Ordinal))}}}]}""";
        stub.Answers["/os-instance-actions/req-1"] = $$$"""{"instanceAction": {{{action}}}}""";
        using NovaCloud cloud = stub.Open();
        EcsInstance server = new() { Id = "s-1", Name = "db-01", Cloud = EcsCloud.OpenStack, ImageId = "m-1", ProviderStatus = "SHUTOFF", Status = ServerStatus.Read("SHUTOFF", null) };
        SentStep sent = new(new StepTarget(server, new OperationOptions { Kind = OperationKind.OsReinstall }), handle);
        return await cloud.FindStep(StepKind.RebuildSystemDisk)!.ObserveAsync([sent], TestContext.Current.CancellationToken)[0];
    }
}
