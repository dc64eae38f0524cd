using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A disk that is detached for a roll-back comes back, whatever becomes of the roll-back.</summary>
public sealed class DiskDetourTests
{
    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Restore_RollBackIsRefused_DiskIsAttachedAndServerStartedAgain(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        (EcsInstance server, OperationOptions options, string disk) = await PrepareAsync(bench);
        bool isSpoilt = false;
        bench.Proxy.Rule = c =>
        {
            if (c.Kind == "rollback" && !isSpoilt)
            {
                // Refused by the cloud: the snapshot is not usable any longer.
                isSpoilt = true;
                bench.Change((world, _) => world.Snapshots.Find(options.SnapshotId!)!.HasFailed = true, "web-01");
            }

            return ProxyAction.Free;
        };

        OperationResult result = await bench.RunAsync(server, options);

        Assert.Equal(EcsOperationState.Failed, result.Operation.State);
        await bench.AssertRunsFromAsync("web-01", disk);
        Assert.Equal(0, bench.Effects("rollback"));
    }

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Resume_InterruptedBeforeTheRollBack_AttachesAndStartsAndNeverRollsBack(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        (EcsInstance server, OperationOptions options, string disk) = await PrepareAsync(bench);
        await bench.InterruptAfterAsync("detach", server, options);

        OperationResult settled = await bench.SettleAsync(bench.Operations().Single(o => o.Kind == OperationKind.SnapshotRestore));

        Assert.Equal(EcsOperationState.Abandoned, settled.Operation.State);
        await bench.AssertRunsFromAsync("web-01", disk);
        Assert.DoesNotContain(bench.Proxy.Calls, c => c.Kind == "rollback");
    }

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Resume_InterruptedAfterTheRollBack_AttachesAndStartsAndRollsBackOnce(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        (EcsInstance server, OperationOptions options, string disk) = await PrepareAsync(bench);
        await bench.InterruptAfterAsync("rollback", server, options);

        OperationResult settled = await bench.SettleAsync(bench.Operations().Single(o => o.Kind == OperationKind.SnapshotRestore));

        Assert.Equal(EcsOperationState.Succeeded, settled.Operation.State);
        await bench.AssertRunsFromAsync("web-01", disk);
        Assert.Equal(1, bench.Effects("rollback"));
    }

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Restore_OutcomeIsUnknown_TellsTheWayBack(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        (EcsInstance server, OperationOptions options, string disk) = await PrepareAsync(bench);
        bench.Proxy.Rule = c => c.Kind == "rollback" ? ProxyAction.CutBefore : ProxyAction.Free;

        OperationResult result = await bench.RunAsync(server, options);

        Assert.Equal((EcsOperationState.Unknown, EcsErrorId.OutcomeUnknown), (result.Operation.State, result.Error?.ErrorId));
        Assert.Contains($"Mount-EcsDisk {server.Id} -DiskId {disk} -Device /dev/vda", result.Error!.RecommendedAction, StringComparison.Ordinal);
    }

    private static async Task<(EcsInstance Server, OperationOptions Options, string DiskId)> PrepareAsync(WireFixture bench)
    {
        EcsInstance server = await bench.GetAsync("web-01");
        OperationResult made = await bench.RunAsync(server, new OperationOptions { Kind = OperationKind.SnapshotCreate });
        string disk = "";
        bench.Change((_, s) => disk = s.SystemDisk!.Id, "web-01");
        return (server, new OperationOptions { Kind = OperationKind.SnapshotRestore, SnapshotId = made.Operation.SnapshotId, StopFirst = true, IncludeDetach = true }, disk);
    }
}
