using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>What a user cannot bring about on purpose, against a real OpenStack: lost answers, tokens taken back, old versions, a list that shifts.</summary>
public sealed class RealOpenStackTests(OpenStackLab lab) : IClassFixture<OpenStackLab>
{
    private static readonly OperationOptions Reset = new()
    {
        Kind = OperationKind.SystemDiskReset,
        Backup = BackupKind.None,
        StopFirst = true,
        Start = true,
        Login = new LoginOptions { PasswordInherit = true },
        IgnoredRequirements = [EcsRequirementId.Settling],
    };

    [Fact]
    public async Task A_rebuild_whose_answer_is_lost_is_found_and_not_sent_again()
    {
        lab.Require();
        string id = (await lab.CreateAsync("lost")).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab);
        bench.OnSend = async (request, send) =>
        {
            bool isRebuild = await HoldsAsync(request, "rebuild");
            HttpResponseMessage answer = await send();
            return isRebuild ? throw new HttpRequestException("cut", new IOException("cut")) : answer;
        };

        OperationResult result = await bench.RunAsync(id, Reset);

        Assert.Null(result.Error);
        Assert.Equal((EcsOperationState.Succeeded, EcsInstanceStatus.Running), (result.Operation.State, result.Operation.Instance!.Status));
        Assert.Single(await lab.ActionsOfAsync(id), a => a == "rebuild");
    }

    [Fact]
    public async Task A_rebuild_that_never_arrived_is_not_sent_again_and_the_server_is_started()
    {
        lab.Require();
        string id = (await lab.CreateAsync("cut")).Single();
        Stopwatch watch = Stopwatch.StartNew();

        // The account's clock runs fast: after minutes without a trace a request is taken for never taken.
        using LabFixture bench = await LabFixture.OpenAsync(lab, r => r with
        {
            ClockElapsed = () => watch.Elapsed * 40,
            ClockDelay = (span, cancellation) => Task.Delay(span / 40, cancellation),
        });
        bench.OnSend = async (request, send) => await HoldsAsync(request, "rebuild") ? throw new HttpRequestException("cut", new IOException("cut")) : await send();

        OperationResult result = await bench.RunAsync(id, Reset);

        Assert.Equal((EcsErrorId.OperationFailed, EcsOperationState.Abandoned), (result.Error!.ErrorId, result.Operation.State));
        Assert.Equal(["start", "stop", "create"], await lab.ActionsOfAsync(id));
        Assert.Equal(EcsInstanceStatus.Running, (await bench.FindAsync(id)).Status);
    }

    [Theory]
    [InlineData("pause", EcsInstanceStatus.Paused, "unpause")]
    [InlineData("suspend", EcsInstanceStatus.Suspended, "resume")]
    [InlineData("shelve", EcsInstanceStatus.Shelved, "unshelve")]
    public async Task Start_HaltedServer_BringsItBack(string halt, EcsInstanceStatus halted, string action)
    {
        lab.Require();
        string id = (await lab.CreateAsync(halt)).Single();
        await lab.SendAsync(HttpMethod.Post, "compute", $"/servers/{id}/action", new JsonObject { [halt] = null });
        using LabFixture bench = await LabFixture.OpenAsync(lab);
        while ((await bench.FindAsync(id)).Status != halted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), LabFixture.Token);
        }

        List<PowerResult> results = [];
        PowerBatchRunner run = new(new OperationOptions { Kind = OperationKind.Start }, TimeSpan.FromMinutes(5), 1, results.Add);
        await run.SendAsync(bench.Account, [await bench.FindAsync(id)], LabFixture.Token);
        await run.FinishAsync();

        Assert.Equal((null, EcsInstanceStatus.Running), (results.Single().Error, results.Single().Instance?.Status));
        Assert.Equal(action, (await lab.ActionsOfAsync(id))[0]);
    }

    [Theory]
    [InlineData("backup", null)]
    [InlineData("backup-fails", EcsErrorId.OperationFailed)]
    public async Task NewImage_ServerBootsFromVolume_IsGoodOnlyWithItsSnapshots(string name, string? errorId)
    {
        lab.Require();
        string id = (await lab.CreateAsync(name, volumeGiB: 11)).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab);

        OperationResult result = await bench.RunAsync(id, new OperationOptions { Kind = OperationKind.ImageCreate, NewName = $"{lab.Prefix}-{name}" });

        Assert.Equal(errorId, result.Error?.ErrorId);
        Assert.NotNull(result.Operation.ImageId);
    }

    [Fact]
    public async Task A_token_taken_back_in_the_middle_is_replaced()
    {
        lab.Require();
        string id = (await lab.CreateAsync("revoked")).Single();

        // Nova takes a token that it has once found good for good for minutes more, unless told not to.
        using NovaApiProcess nova = new(lab, "[keystone_authtoken]\ntoken_cache_time = -1");
        await nova.StartAsync();
        using LabFixture bench = await LabFixture.OpenAsync(lab, r => r with { UserName = null, Password = null, Profile = "own", WorkingFolder = nova.Folder });
        bool isTaken = false;
        bench.OnSend = async (request, send) =>
        {
            if (await HoldsAsync(request, "rebuild") && !isTaken)
            {
                isTaken = true;
                await lab.RevokeAsync(request.Headers.GetValues("X-Auth-Token").Single());
            }

            return await send();
        };

        OperationResult result = await bench.RunAsync(id, Reset);

        Assert.Null(result.Error);
        Assert.Equal(2, bench.Requests.Count(r => r.StartsWith("POST /v3/auth/tokens", StringComparison.Ordinal)));
        Assert.Single(await lab.ActionsOfAsync(id), a => a == "rebuild");
    }

    [Fact]
    public async Task A_cloud_without_versions_is_spoken_to_in_the_first_and_sizes_are_still_named()
    {
        lab.Require();
        string id = (await lab.CreateAsync("old")).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab, onSend: SpeakingOnly("2.1"));

        EcsInstance instance = await bench.FindAsync(id);
        EcsPlan plan = await bench.PlanAsync(id, Reset with { Login = new LoginOptions { KeyPairName = "other" } });

        Assert.Equal(("s1.small", 1, 1024), (instance.Size, instance.Vcpu, instance.MemoryMiB));
        Assert.Contains(plan.Requirements, r => r.Id == EcsRequirementId.Login && r.Outcome == EcsRequirementOutcome.Failed && r.Detail.Contains("2.54", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2.56", 1, EcsRequirementOutcome.Failed)]
    [InlineData("2.57", 1, EcsRequirementOutcome.Passed)]
    [InlineData("2.57", 49149, EcsRequirementOutcome.Passed)]
    [InlineData("2.57", 49150, EcsRequirementOutcome.Failed)]
    public async Task User_data_is_given_where_a_rebuild_takes_it(string newest, int length, EcsRequirementOutcome outcome)
    {
        lab.Require();
        string id = (await lab.SharedAsync("bare")).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab, onSend: SpeakingOnly(newest));
        EcsPlan plan = await bench.PlanAsync(id, Reset with { UserData = new UserData("#!".PadRight(length, '#')) });

        Assert.Equal(outcome, plan.Requirements.Single(r => r.Id == EcsRequirementId.UserData).Outcome);
    }

    [Theory]
    [InlineData("2.92", EcsRequirementOutcome.Failed)]
    [InlineData("2.93", EcsRequirementOutcome.Passed)]
    [InlineData("2.99", EcsRequirementOutcome.Passed)]
    public async Task A_boot_volume_is_wiped_only_where_a_rebuild_really_writes_it(string newest, EcsRequirementOutcome outcome)
    {
        lab.Require();
        string id = (await lab.SharedAsync("volume", volumeGiB: 11)).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab, onSend: SpeakingOnly(newest));
        EcsPlan plan = await bench.PlanAsync(id, Reset with { Kind = OperationKind.SystemDiskSwitch, ImageId = await lab.IdOfAsync("image", "/images", "images", "lab-ubuntu-22") });
        EcsPlan release = await bench.PlanAsync(id, new OperationOptions { Kind = OperationKind.Release, ReleaseRunning = true });

        string volume = plan.Instance.SystemDiskId!;
        Assert.Equal((await lab.IdOfAsync("image", "/images", "images", "lab-debian-12"), "lab-debian-12"), (plan.Instance.ImageId, plan.Instance.OsName));
        Assert.Contains(plan.Losses, l => l.Contains($"{volume} (11 GiB)", StringComparison.Ordinal));
        Assert.Equal(outcome, plan.Requirements.Single(r => r.Id == EcsRequirementId.SystemDisk).Outcome);
        Assert.Contains(release.Losses, l => l.Contains(volume, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cloud_without_volumes_says_what_it_has()
    {
        lab.Require();
        string id = (await lab.SharedAsync("bare")).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab, onSend: (request, send) => ChangeAsync(
            request, send, "/auth/tokens", text => text.Replace("\"volumev3\"", "\"x-volumes\"", StringComparison.Ordinal)));

        EcsException create = await Assert.ThrowsAsync<EcsException>(() => bench.PlanAsync(id, new OperationOptions { Kind = OperationKind.SnapshotCreate }));
        EcsException list = await Assert.ThrowsAsync<EcsException>(() => bench.Account.Cloud.Inventory!.ListSnapshotsAsync(new SnapshotQuery(), null, LabFixture.Token));

        Assert.All([create, list], e => Assert.Equal(EcsErrorId.NotSupported, e.ErrorId));
        Assert.All([create, list], e => Assert.Contains("compute", e.RecommendedAction, StringComparison.Ordinal));
        Assert.DoesNotContain(bench.Requests, r => r.Contains("/snapshots", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_snapshot_whose_answer_is_lost_is_found_and_not_made_again()
    {
        lab.Require();
        string id = (await lab.SharedAsync("volume", volumeGiB: 11)).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab);
        bench.OnSend = async (request, send) =>
        {
            bool isSnapshot = await HoldsAsync(request, "snapshot");
            HttpResponseMessage answer = await send();
            return isSnapshot ? throw new HttpRequestException("cut", new IOException("cut")) : answer;
        };

        OperationResult result = await bench.RunAsync(id, new OperationOptions { Kind = OperationKind.SnapshotCreate });

        Assert.Null(result.Error);
        EcsSnapshot made = Assert.Single((await bench.Account.Cloud.Inventory!.ListSnapshotsAsync(new SnapshotQuery { InstanceId = id }, null, LabFixture.Token)).Items);
        Assert.Equal((result.Operation.SnapshotId, id, true), (made.Id, made.InstanceId, made.IsSystemDisk));
        await lab.DropSnapshotsAsync(made.DiskId);
    }

    [Fact]
    public async Task One_login_finds_the_only_region_and_opens_the_account()
    {
        lab.Require();

        using LabFixture bench = await LabFixture.OpenAsync(lab);

        Assert.Equal("RegionOne", bench.Account.Info.Region);
        Assert.Single(bench.Requests, r => r.Contains("/auth/tokens", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_in_pages_shows_each_server_once_though_rows_vanish_between_them()
    {
        lab.Require();
        string[] made = await lab.CreateAsync("page", count: 7, hasNetwork: false);
        using LabFixture bench = await LabFixture.OpenAsync(lab);
        NovaPages pages = new(bench, 3);

        IReadOnlyList<string> first = await pages.ReadAsync($"{lab.Prefix}-page*");
        await lab.SendAsync(HttpMethod.Delete, "compute", $"/servers/{first[^1]}");
        await lab.GoneAsync(first[^1]);
        IReadOnlyList<string> rest = await pages.ReadToEndAsync($"{lab.Prefix}-page*");

        Assert.Equal(3, first.Count);
        Assert.Equal(made.Order(), first.Concat(rest).Distinct().Order());
    }

    [Fact]
    public async Task A_service_killed_in_the_middle_leaves_an_operation_that_another_process_settles()
    {
        lab.Require();
        string id = (await lab.CreateAsync("killed")).Single();
        using NovaApiProcess nova = new(lab);
        await nova.StartAsync();
        using LabFixture bench = await LabFixture.OpenAsync(lab, r => r with { UserName = null, Password = null, Profile = "own", WorkingFolder = nova.Folder });
        bench.OnSend = async (request, send) =>
        {
            bool isRebuild = await HoldsAsync(request, "rebuild");
            HttpResponseMessage answer = await send();
            if (isRebuild)
            {
                nova.Kill();
            }

            return answer;
        };

        OperationResult open = await bench.RunAsync(id, Reset with { StopFirst = false, IgnoredRequirements = [EcsRequirementId.Settling, EcsRequirementId.State], Timeout = TimeSpan.FromSeconds(10) });
        bench.OnSend = (_, send) => send();
        await nova.StartAsync();
        OperationResult settled = await OperationReconciler.SettleAsync(bench.Account, bench.Journal, open.Operation, doTheRest: true, TimeSpan.FromMinutes(2), LabFixture.Token);

        Assert.Equal((EcsErrorId.OperationTimeout, EcsOperationState.Running), (open.Error!.ErrorId, open.Operation.State));
        Assert.Equal((null, EcsOperationState.Succeeded), (settled.Error, settled.Operation.State));
        Assert.Single(await lab.ActionsOfAsync(id), a => a == "rebuild");
    }

    private static async Task<bool> HoldsAsync(HttpRequestMessage request, string action) => request.Method == HttpMethod.Post
        && request.Content is not null && Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync()).StartsWith($"{{\"{action}\"", StringComparison.Ordinal);

    // The real service's answer to the question which versions it speaks, with another number in it.
    private static Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> SpeakingOnly(string newest) => (request, send) =>
        ChangeAsync(request, send, "/v2.1/", text => text.Replace("\"version\": \"2.93\"", $"\"version\": \"{newest}\"", StringComparison.Ordinal));

    private static async Task<HttpResponseMessage> ChangeAsync(HttpRequestMessage request, Func<Task<HttpResponseMessage>> send, string path, Func<string, string> change)
    {
        HttpResponseMessage answer = await send();
        if ((request.Method == HttpMethod.Get || path == "/auth/tokens") && request.RequestUri!.AbsolutePath.Contains(path, StringComparison.Ordinal))
        {
            answer.Content = new StringContent(change(await answer.Content.ReadAsStringAsync()), Encoding.UTF8, "application/json");
        }

        return answer;
    }

    /// <summary>Reads a list in pages of the test's own size.</summary>
    private sealed class NovaPages
    {
        private readonly LabFixture _bench;
        private string? _next;

        public NovaPages(LabFixture bench, int size)
        {
            _bench = bench;
            _bench.OnSend = (request, send) =>
            {
                request.RequestUri = new Uri(request.RequestUri!.AbsoluteUri.Replace("limit=200", $"limit={size}", StringComparison.Ordinal));
                return send();
            };
        }

        public async Task<IReadOnlyList<string>> ReadAsync(string name)
        {
            Page<EcsInstance> page = await _bench.Account.Cloud.ListInstancesAsync(new InstanceQuery { Names = [name] }, _next, LabFixture.Token);
            _next = page.Continuation;
            return [.. page.Items.Select(i => i.Id)];
        }

        public async Task<IReadOnlyList<string>> ReadToEndAsync(string name)
        {
            List<string> ids = [];
            do
            {
                ids.AddRange(await ReadAsync(name));
            }
            while (_next is not null);
            return ids;
        }
    }
}
