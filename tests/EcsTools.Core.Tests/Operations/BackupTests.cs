using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

using EcsTools.Core.Operations;
using EcsTools.Model;
using EcsTools.Tests.Safety.Wire;

using Xunit;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A wipe with a backup: made first, proven first, and no wipe without it.</summary>
public sealed class BackupTests
{
    public static TheoryData<EcsCloud> Clouds => [EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom];

    public static TheoryData<EcsCloud> HuaweiAndTelekom => [EcsCloud.Huawei, EcsCloud.OpenTelekom];

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task The_wipe_waits_until_the_backup_is_proven_and_its_id_is_told(EcsCloud cloud)
    {
        await using WireBench bench = await WireBench.OpenAsync(cloud);

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(Usable(cloud)));

        Assert.Equal((EcsOperationState.Succeeded, null), (result.Operation.State, result.Error));
        Assert.Equal(["stop", Copy(cloud), "wipe"], Writes(bench).Distinct());
        WireCall proof = bench.Bridge.Calls.First(c => c.IsRead && c.Answer.Contains((result.Operation.ImageId ?? result.Operation.SnapshotId)!, StringComparison.Ordinal));
        Assert.True(Position(bench, proof) < Position(bench, bench.Bridge.Calls.Single(c => c.Kind == "wipe")));
        Assert.Contains(result.Operation.OperationId, bench.Bridge.Calls.Single(c => c.Kind == Copy(cloud)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_backup_whose_answer_was_lost_is_found_and_proven(EcsCloud cloud)
    {
        await using WireBench bench = await WireBench.OpenAsync(cloud);
        bench.Bridge.Rule = call => call.Kind == Copy(cloud) ? Passage.CutAfter : Passage.Free;

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(Usable(cloud)));

        Assert.Equal((EcsOperationState.Succeeded, null), (result.Operation.State, result.Error));
        Assert.Equal(["stop", Copy(cloud), "wipe"], Writes(bench).Distinct());
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Without_its_backup_nothing_is_wiped_and_the_server_runs_again(EcsCloud cloud)
    {
        await using WireBench bench = await WireBench.OpenAsync(cloud);
        bench.Bridge.Rule = call => call.Kind == Copy(cloud) ? Passage.CutBefore : Passage.Free;

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(Usable(cloud)));

        Assert.Equal((EcsOperationState.Abandoned, EcsErrorId.BackupFailed, null), (result.Operation.State, result.Error?.ErrorId, result.Operation.ImageId));
        Assert.Equal(["stop", Copy(cloud), "start"], Writes(bench).Distinct());
        Assert.Equal(EcsInstanceStatus.Running, (await bench.GetAsync("web-01")).Status);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_backup_has_a_time_out_of_its_own(EcsCloud cloud)
    {
        await using WireBench bench = await WireBench.OpenAsync(cloud);

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(Usable(cloud), TimeSpan.FromSeconds(10)));

        Assert.Equal((EcsOperationState.Abandoned, EcsErrorId.BackupFailed), (result.Operation.State, result.Error?.ErrorId));
        Assert.DoesNotContain("wipe", Writes(bench));
    }

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public async Task A_snapshot_that_would_not_survive_is_refused(EcsCloud cloud)
    {
        await using WireBench bench = await WireBench.OpenAsync(cloud);

        EcsPlan plan = await bench.PlanAsync(await bench.GetAsync("web-01"), Options(BackupKind.Snapshot));

        Assert.False(plan.CanProceed);
        Assert.Contains(plan.Requirements, r => r.Id == EcsRequirementId.Backup && r.Outcome == EcsRequirementOutcome.Failed);
    }

    // What survives the wipe, and can be rolled back after it.
    private static BackupKind Usable(EcsCloud cloud) => cloud == EcsCloud.Alibaba ? BackupKind.Snapshot : BackupKind.Image;

    private static string Copy(EcsCloud cloud) => cloud == EcsCloud.Alibaba ? "snapshot" : "image";

    private static OperationOptions Options(BackupKind backup, TimeSpan? timeout = null) => new()
    {
        Kind = OperationKind.OsReinstall,
        StopFirst = true,
        Backup = backup,
        BackupTimeout = timeout ?? TimeSpan.FromMinutes(90),
    };

    private static IEnumerable<string> Writes(WireBench bench) => bench.Bridge.Calls.Where(c => !c.IsRead).Select(c => c.Kind);

    private static int Position(WireBench bench, WireCall call) => bench.Bridge.Calls.ToList().IndexOf(call);
}
