using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A wipe with a backup: made first, proven first, and no wipe without it.</summary>
public sealed class BackupTests
{
    // What survives the wipe, and can be brought back after it.
    public static TheoryData<EcsCloud, BackupKind> Usable => new()
    {
        { EcsCloud.Alibaba, BackupKind.Snapshot },
        { EcsCloud.Alibaba, BackupKind.Image },
        { EcsCloud.Huawei, BackupKind.Image },
        { EcsCloud.OpenTelekom, BackupKind.Image },
    };

    public static TheoryData<EcsCloud> HuaweiAndTelekom => [EcsCloud.Huawei, EcsCloud.OpenTelekom];

    [Theory]
    [MemberData(nameof(Usable))]
    public async Task The_wipe_waits_until_the_backup_is_proven_and_its_id_is_told(EcsCloud cloud, BackupKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(kind));

        Assert.Equal((EcsOperationState.Succeeded, null), (result.Operation.State, result.Error));
        Assert.Equal(["stop", Copy(kind), "wipe"], Writes(bench).Distinct());
        WireCall proof = bench.Proxy.Calls.First(c => c.IsRead && c.Answer.Contains((result.Operation.ImageId ?? result.Operation.SnapshotId)!, StringComparison.Ordinal));
        Assert.True(Position(bench, proof) < Position(bench, bench.Proxy.Calls.Single(c => c.Kind == "wipe")));
        Assert.Contains(result.Operation.OperationId, bench.Proxy.Calls.Single(c => c.Kind == Copy(kind)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Usable))]
    public async Task A_backup_whose_answer_was_lost_is_found_and_proven(EcsCloud cloud, BackupKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        bench.Proxy.Rule = call => call.Kind == Copy(kind) ? ProxyAction.CutAfter : ProxyAction.Free;

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(kind));

        Assert.Equal((EcsOperationState.Succeeded, null), (result.Operation.State, result.Error));
        Assert.Equal(["stop", Copy(kind), "wipe"], Writes(bench).Distinct());
    }

    [Theory]
    [MemberData(nameof(Usable))]
    public async Task Without_its_backup_nothing_is_wiped_and_the_server_runs_again(EcsCloud cloud, BackupKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        bench.Proxy.Rule = call => call.Kind == Copy(kind) ? ProxyAction.CutBefore : ProxyAction.Free;

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(kind));

        Assert.Equal((EcsOperationState.Abandoned, EcsErrorId.BackupFailed, null), (result.Operation.State, result.Error?.ErrorId, result.Operation.ImageId));
        Assert.Equal(["stop", Copy(kind), "start"], Writes(bench).Distinct());
        Assert.Equal(EcsInstanceStatus.Running, (await bench.GetAsync("web-01")).Status);
    }

    [Theory]
    [MemberData(nameof(Usable))]
    public async Task A_backup_has_a_time_out_of_its_own(EcsCloud cloud, BackupKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(kind, TimeSpan.FromSeconds(10)));

        Assert.Equal((EcsOperationState.Abandoned, EcsErrorId.BackupFailed), (result.Operation.State, result.Error?.ErrorId));
        Assert.DoesNotContain("wipe", Writes(bench));
    }

    [Theory]
    [MemberData(nameof(Usable))]
    public async Task RunAsync_ServerRenamedAfterBackup_NamesUnusedBackup(EcsCloud cloud, BackupKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        bool isDone = false;
        bench.Proxy.Rule = call =>
        {
            if (!isDone && bench.Proxy.Calls.Any(c => c.Kind == Copy(kind) && c.IsDone))
            {
                isDone = true;
                bench.Change((_, server) => server.Name = "payroll", "web-01");
            }

            return ProxyAction.Free;
        };

        OperationResult result = await bench.RunAsync(await bench.GetAsync("web-01"), Options(kind));

        string? id = kind == BackupKind.Image ? result.Operation.ImageId : result.Operation.SnapshotId;
        Assert.Equal((EcsOperationState.Abandoned, EcsErrorId.PlanChanged), (result.Operation.State, result.Error?.ErrorId));
        Assert.NotNull(id);
        Assert.Contains(id, result.Operation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Usable))]
    public async Task SettleAsync_AnswerToBackupLostAndProcessGone_NamesUnusedBackup(EcsCloud cloud, BackupKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bench.Proxy.Rule = call =>
        {
            if (bench.Proxy.Calls.Any(c => c.Kind == Copy(kind) && c.IsDone))
            {
                stop.Cancel();
            }

            return call.Kind == Copy(kind) ? ProxyAction.CutAfter : ProxyAction.Free;
        };
        EcsInstance instance = await bench.GetAsync("web-01");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.RunAsync(instance, Options(kind), stop.Token));
        bench.Proxy.Rule = _ => ProxyAction.Free;

        OperationResult settled = await bench.SettleAsync();

        string? id = kind == BackupKind.Image ? settled.Operation.ImageId : settled.Operation.SnapshotId;
        Assert.Equal(EcsOperationState.Abandoned, settled.Operation.State);
        Assert.NotNull(id);
        Assert.Contains(id, settled.Operation.Message, StringComparison.Ordinal);
        Assert.Equal(EcsInstanceStatus.Running, (await bench.GetAsync("web-01")).Status);
    }

    [Fact]
    public async Task An_image_is_the_way_back_from_another_system()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        EcsInstance instance = await bench.GetAsync("web-01");

        OperationResult there = await bench.RunAsync(instance, Switch("rhel_9_4_x64_40G_alibase_20250718.vhd", BackupKind.Image));
        OperationResult back = await bench.RunAsync(await bench.GetAsync("web-01"), Switch(there.Operation.ImageId!, BackupKind.None));

        Assert.Equal((EcsOperationState.Succeeded, EcsOperationState.Succeeded), (there.Operation.State, back.Operation.State));
        Assert.Equal(there.Operation.ImageId, (await bench.GetAsync("web-01")).ImageId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_with_data_disks_counts_only_if_the_cloud_offers_it_for_a_system_disk(bool spoils)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba, choices: new UndocumentedBehavior { AlibabaDataDisksSpoilImage = spoils });
        EcsInstance instance = await bench.GetAsync("db-01");

        EcsPlan plan = await bench.PlanAsync(instance, Options(BackupKind.Image));
        OperationResult result = await bench.RunAsync(instance, Options(BackupKind.Image));

        Assert.Contains(plan.Requirements, r => r.Id == EcsRequirementId.Backup && r.Outcome == EcsRequirementOutcome.Warning);
        Assert.Equal(spoils ? EcsErrorId.BackupFailed : null, result.Error?.ErrorId);
        Assert.Equal(spoils ? 0 : 1, bench.Effects("rebuild"));
    }

    [Theory]
    [MemberData(nameof(HuaweiAndTelekom))]
    public async Task A_snapshot_that_would_not_survive_is_refused(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);

        EcsPlan plan = await bench.PlanAsync(await bench.GetAsync("web-01"), Options(BackupKind.Snapshot));

        Assert.False(plan.CanProceed);
        Assert.Contains(plan.Requirements, r => r.Id == EcsRequirementId.Backup && r.Outcome == EcsRequirementOutcome.Failed);
    }

    private static string Copy(BackupKind kind) => kind == BackupKind.Snapshot ? "snapshot" : "image";

    private static OperationOptions Switch(string imageId, BackupKind backup) =>
        Options(backup) with { Kind = OperationKind.SystemDiskSwitch, ImageId = imageId };

    private static OperationOptions Options(BackupKind backup, TimeSpan? timeout = null) => new()
    {
        Kind = OperationKind.OsReinstall,
        StopFirst = true,
        Backup = backup,
        BackupTimeout = timeout ?? TimeSpan.FromMinutes(90),
    };

    private static IEnumerable<string> Writes(WireFixture bench) => bench.Proxy.Calls.Where(c => !c.IsRead).Select(c => c.Kind);

    private static int Position(WireFixture bench, WireCall call) => bench.Proxy.Calls.ToList().IndexOf(call);
}
