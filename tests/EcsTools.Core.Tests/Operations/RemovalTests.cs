using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Core.Tests.Operations;

/// <summary>Deletions of snapshots and images, over a wire that loses calls.</summary>
public sealed class RemovalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<EcsCloud, RemovableKind> All =>
    [
        .. new[] { EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom }.SelectMany(c => new[] { RemovableKind.Snapshot, RemovableKind.Image }.Select(k => (c, k))),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_Free_IsSentOnceAndGone(EcsCloud cloud, RemovableKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        RemovalPreview item = await MakeAsync(bench, kind);

        EcsException? error = await RunAsync(bench, item);

        Assert.All(item.Requirements, r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome));
        Assert.Null(error);
        Assert.Equal(1, bench.Effects(Effect(kind)));
        Assert.Empty(await RemovalOperation.PreviewAsync(bench.Account, kind, [item.Id], Cancellation));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_AnswerIsLost_IsLookedAfterAndNeverRepeated(EcsCloud cloud, RemovableKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        RemovalPreview item = await MakeAsync(bench, kind);
        int before = bench.Proxy.Calls.Count(c => !c.IsRead);

        bench.Proxy.Rule = c => c.IsRead ? ProxyAction.Free : ProxyAction.CutAfter;
        EcsException? error = await RunAsync(bench, item);

        Assert.Null(error);
        Assert.Equal(before + 1, bench.Proxy.Calls.Count(c => !c.IsRead));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_NeverArrives_OutcomeIsUnknown(EcsCloud cloud, RemovableKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        RemovalPreview item = await MakeAsync(bench, kind);

        bench.Proxy.Rule = c => c.IsRead ? ProxyAction.Free : ProxyAction.CutBefore;
        EcsException? error = await RunAsync(bench, item);

        Assert.Equal(EcsErrorId.OutcomeUnknown, error?.ErrorId);
        Assert.Equal(0, bench.Effects(Effect(kind)));
        Assert.NotEmpty(await RemovalOperation.PreviewAsync(bench.Account, kind, [item.Id], Cancellation));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Run_GoneMeanwhile_IsDone(EcsCloud cloud, RemovableKind kind)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud, choices: new UndocumentedBehavior { AlibabaRefusesUnknownDeletion = true });
        RemovalPreview item = await MakeAsync(bench, kind);
        bench.Change(
            (world, server) =>
            {
                _ = kind == RemovableKind.Snapshot ? world.Snapshots.Remove(item.Id) : world.Images.Remove(item.Id);
            },
            "web-01");

        Assert.Null(await RunAsync(bench, item));
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Preview_ImageOfServers_NamesThem(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        RemovalPreview item = await MakeAsync(bench, RemovableKind.Image);
        bench.Change((_, server) => server.ImageId = item.Id, "web-02");

        EcsRequirement use = await CheckAsync(bench, item, EcsRequirementId.InUse);

        Assert.Equal(EcsRequirementOutcome.Failed, use.Outcome);
        Assert.Contains("web-02", use.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_SnapshotThatDisksAndImagesAreMadeOf_NamesThem()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        RemovalPreview item = await MakeAsync(bench, RemovableKind.Snapshot);
        bench.Change(
            (world, _) =>
            {
                world.AddLoose(new Disk { Id = "d-of-snapshot", Category = "cloud_essd", SourceSnapshotId = item.Id, Phase = DiskPhase.Available });
                world.Images.Add(new Image { Id = "m-of-snapshot", Name = "golden", Platform = "Ubuntu", IsPublic = false, Snapshots = [world.Snapshots.Find(item.Id)!] });
            },
            "web-01");

        EcsRequirement use = await CheckAsync(bench, item, EcsRequirementId.InUse);

        Assert.Equal(EcsRequirementOutcome.Failed, use.Outcome);
        Assert.Contains("d-of-snapshot", use.Detail, StringComparison.Ordinal);
        Assert.Contains("m-of-snapshot", use.Detail, StringComparison.Ordinal);
    }

    // The use of a snapshot lags behind the deletion of what was made of it.
    [Fact]
    public async Task Preview_ImageWasDeletedJustNow_WaitsForTheUseToEnd()
    {
        await using WireFixture bench = await WireFixture.OpenAsync(EcsCloud.Alibaba);
        RemovalPreview image = await MakeAsync(bench, RemovableKind.Image);
        string[] snapshots = [];
        bench.Change((world, _) => snapshots = [.. world.FindImage(image.Id)!.Snapshots.Select(s => s.Id)], "db-01");

        Assert.Null(await RunAsync(bench, image));
        IReadOnlyList<RemovalPreview> left = await RemovalOperation.PreviewAsync(bench.Account, RemovableKind.Snapshot, snapshots, Cancellation);

        Assert.Equal(2, left.Count);
        Assert.All(snapshots, s => Assert.Contains(s, Assert.Single(image.Kept), StringComparison.Ordinal));
        Assert.All(left, s => Assert.All(s.Requirements, r => Assert.Equal(EcsRequirementOutcome.Passed, r.Outcome)));
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Preview_StillBeingMade_IsRefused(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        RemovalPreview snapshot = await MakeAsync(bench, RemovableKind.Snapshot);
        RemovalPreview image = await MakeAsync(bench, RemovableKind.Image);
        bench.Change(
            (world, _) =>
            {
                world.Snapshots.Find(snapshot.Id)!.Percent = 50;
                (world.FindImage(image.Id)!.Percent, world.FindImage(image.Id)!.IsUsable) = (50, false);
            },
            "web-01");

        Assert.Equal(EcsRequirementOutcome.Failed, (await CheckAsync(bench, snapshot, EcsRequirementId.State)).Outcome);
        Assert.Equal(EcsRequirementOutcome.Failed, (await CheckAsync(bench, image, EcsRequirementId.State)).Outcome);
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba)]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Preview_ImageIsSharedOrProtectedOrForeign_IsRefused(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        RemovalPreview image = await MakeAsync(bench, RemovableKind.Image);
        string provided = "";
        bench.Change(
            (world, _) =>
            {
                (world.FindImage(image.Id)!.IsSharedWithOthers, world.FindImage(image.Id)!.IsProtected) = (true, true);
                provided = world.Images.First(i => i.IsPublic).Id;
            },
            "web-01");

        Assert.Equal(EcsRequirementOutcome.Failed, (await CheckAsync(bench, image, EcsRequirementId.Protection)).Outcome);
        Assert.Equal(EcsRequirementOutcome.Failed, (await CheckAsync(bench, image with { Id = provided }, EcsRequirementId.Account)).Outcome);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei)]
    [InlineData(EcsCloud.OpenTelekom)]
    public async Task Preview_SnapshotOfTheBackupService_IsRefused(EcsCloud cloud)
    {
        await using WireFixture bench = await WireFixture.OpenAsync(cloud);
        string id = Guid.NewGuid().ToString();
        bench.Change((world, server) => world.Snapshots.Add(new Snapshot { Id = id, Name = "autobk_snapshot_2026", DiskId = server.SystemDisk!.Id }), "web-01");

        RemovalPreview preview = (await RemovalOperation.PreviewAsync(bench.Account, RemovableKind.Snapshot, [id], Cancellation)).Single();

        Assert.Equal(EcsRequirementOutcome.Failed, preview.Requirements.Single(r => r.Id == EcsRequirementId.Protection).Outcome);
    }

    private static string Effect(RemovableKind kind) => kind == RemovableKind.Snapshot ? "delete-snapshot" : "delete-image";

    private static async Task<EcsRequirement> CheckAsync(WireFixture bench, RemovalPreview item, string id) =>
        (await RemovalOperation.PreviewAsync(bench.Account, item.Kind, [item.Id], Cancellation)).Single().Requirements.Single(r => r.Id == id);

    private static async Task<RemovalPreview> MakeAsync(WireFixture bench, RemovableKind kind)
    {
        OperationResult made = await bench.RunAsync(
            await bench.GetAsync("db-01"), new() { Kind = kind == RemovableKind.Snapshot ? OperationKind.SnapshotCreate : OperationKind.ImageCreate });
        string id = (kind == RemovableKind.Snapshot ? made.Operation.SnapshotId : made.Operation.ImageId)!;
        return (await RemovalOperation.PreviewAsync(bench.Account, kind, [id], Cancellation)).Single();
    }

    private static async Task<EcsException?> RunAsync(WireFixture bench, RemovalPreview item)
    {
        List<EcsException?> ended = [];
        await RemovalOperation.RunAsync(bench.Account, [item], TimeSpan.FromMinutes(5), (_, _, error) => ended.Add(error), Cancellation);
        return Assert.Single(ended);
    }
}
