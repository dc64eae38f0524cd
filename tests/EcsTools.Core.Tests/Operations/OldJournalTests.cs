using EcsTools.Core.Clouds;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

/// <summary>Files as version 0.1 wrote them.</summary>
public sealed class OldJournalTests : IDisposable
{
    private const string Id = "0f3a5c1e9b7d4826a1c3e5f708192a3b";

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-journal-").FullName;
    private readonly ScriptedCloud _cloud = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task SettleAsync_ReinstallLeftOpenByVersion01_IsJudgedAndEnded()
    {
        Write("""
            {
              "Kind": "RebuildSystemDisk", "State": "Accepted", "Token": "5b1c", "SentAt": "2026-11-23T20:15:00+00:00",
              "Before": { "systemDiskId": "d-1", "status": "Stopped" }, "JobId": "job-1", "RequestId": "r-2", "Facts": {}
            }
            """);
        _cloud.Observations.Enqueue(new StepObservation(ObservedState.TookEffect, ScriptedCloud.Make(EcsInstanceStatus.Stopped)));

        OperationResult result = await SettleAsync();

        Assert.Equal((EcsOperationState.Succeeded, Id), (result.Operation.State, result.Operation.OperationId));
        Assert.Equal(["Start"], _cloud.Sent);
    }

    [Fact]
    public async Task SettleAsync_StopAloneSentByVersion01_IsStartedAgainAndNotWiped()
    {
        Write();

        OperationResult result = await SettleAsync();

        Assert.Equal(EcsOperationState.Abandoned, result.Operation.State);
        Assert.Equal(["Start"], _cloud.Sent);
    }

    [Theory]
    [InlineData("DiskAttach")]
    [InlineData("Unknown")]
    [InlineData("1")]
    [InlineData("osreinstall")]
    public async Task SettleAsync_KindThatThisVersionDoesNotKnow_IsRefusedAndStaysOpen(string kind)
    {
        Write(kind: kind);

        OperationResult result = await SettleAsync();

        Assert.Equal((EcsErrorId.NotSupported, OperationKind.Unknown), (result.Error?.ErrorId, result.Operation.Kind));
        Assert.Empty(_cloud.Sent);
        JournalEntry kept = Assert.Single(Journal.Open(_folder).Read(new JournalQuery()));
        Assert.Equal((kind, EcsOperationState.Running), (kept.Kind, kept.State));
    }

    private void Write(string wipe = "", string kind = "OsReinstall")
    {
        Journal.Open(_folder).Write(new JournalEntry { OperationId = Id, Kind = "OsReinstall", InstanceId = "i-1", AccountKey = "Alibaba/1/r" });
        _cloud.Server = ScriptedCloud.Make(EcsInstanceStatus.Stopped);
        File.WriteAllText(Directory.GetFiles(_folder, "*.json").Single(), $$"""
            {
              "Schema": 1, "OperationId": "{{Id}}", "Kind": "{{kind}}", "State": "Running",
              "InstanceId": "i-1", "InstanceName": "web-01", "Account": "test", "AccountKey": "Alibaba/1/r", "Region": "r",
              "StartedAt": "2026-11-23T20:14:00+00:00", "PlanId": "9c2e", "Fingerprint": "77aa",
              "EndsRunning": true, "OwesStart": {{(wipe.Length == 0 ? "true" : "false")}}, "AwaitsVerdict": false,
              "Options": { "Backup": "None", "StopFirst": "True" }, "FailedBefore": 0,
              "Steps": [
                {
                  "Kind": "Stop", "State": "Done", "Token": "4a0b", "SentAt": "2026-11-23T20:14:10+00:00",
                  "Before": { "status": "Running" }, "RequestId": "r-1", "Facts": {}
                }{{(wipe.Length == 0 ? "" : ", " + wipe)}}
              ]
            }
            """);
    }

    private Task<OperationResult> SettleAsync() => OperationReconciler.SettleAsync(
        _cloud.Open(), Journal.Open(_folder), Journal.Open(_folder).Find(new JournalQuery()).Single(), doTheRest: true, TimeSpan.FromMinutes(1),
        TestContext.Current.CancellationToken);
}
