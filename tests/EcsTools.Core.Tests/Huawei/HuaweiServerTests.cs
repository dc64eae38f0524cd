using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Tests.Http;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiServerTests
{
    private static readonly ResourceOrigin Origin = new(EcsCloud.OpenTelekom, "test", SampleNetwork.Project, "eu-de");

    [Fact]
    public void A_running_server_is_read_whole()
    {
        EcsInstance server = Read("running");

        Assert.Equal("web-01", server.Name);
        Assert.Equal(EcsInstanceStatus.Running, server.Status);
        Assert.Equal(("ACTIVE", null, null), (server.ProviderStatus, server.TaskState, server.Fault));
        Assert.Equal(("s3.large.2", 2, 4096), (server.Size, server.Vcpu, server.MemoryMiB));
        Assert.Equal(("80.158.10.11", "192.168.10.11"), (server.PublicIp, server.PrivateIp));
        Assert.Equal(("OpenTelekom/5f1d0c3b2a984e7f8c6d4b1a09e8f7c6/eu-de", "test", "eu-de"), (server.AccountKey, server.Account, server.Region));
        Assert.Equal((SampleNetwork.Ubuntu, SampleNetwork.OldDisk, "kp-ecstools"), (server.ImageId, server.SystemDiskId, server.KeyPairName));
        Assert.Equal((EcsOsType.Linux, "Standard_Ubuntu_22.04_latest"), (server.OsType, server.OsName));
        Assert.Equal((EcsChargeType.PayAsYouGo, "eu-de-01", "0c5e9f3a-1b2d-4c6e-8f70-a1b2c3d4e5f6"), (server.ChargeType, server.Zone, server.VpcId));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 14, 25, TimeSpan.Zero), server.CreatedAt);
        Assert.Equal(new Dictionary<string, string> { ["env"] = "prod", ["team"] = "web" }, server.Tags);
        Assert.Empty(server.LockReasons);
        Assert.False(server.IsOnDedicatedHost);
    }

    // A list drops the fields that are not read.
    [Theory]
    [InlineData("running", EcsInstanceStatus.Running)]
    [InlineData("stopped", EcsInstanceStatus.Stopped)]
    [InlineData("stopping", EcsInstanceStatus.Stopping)]
    [InlineData("rebooting", EcsInstanceStatus.Restarting)]
    [InlineData("after-reinstall", EcsInstanceStatus.Running)]
    [InlineData("during-reinstall", EcsInstanceStatus.ReinstallFailed)] // no job tells it apart (docs/contracts/huawei-ecs.md 6.2)
    [InlineData("error-fault", EcsInstanceStatus.ReinstallFailed)]
    [InlineData("windows", EcsInstanceStatus.Running)]
    public void States_have_their_words(string name, EcsInstanceStatus status) => Assert.Equal(status, Read(name).Status);

    [Theory]
    [InlineData("SHUTOFF", "powering-on", EcsInstanceStatus.Starting)]
    [InlineData("SHUTOFF", null, EcsInstanceStatus.Stopped)]
    [InlineData("ERROR", null, EcsInstanceStatus.Error)]
    [InlineData("HARD_REBOOT", "rebooting_hard", EcsInstanceStatus.Restarting)]
    [InlineData("RESIZE", "resize_prep", EcsInstanceStatus.Resizing)]
    [InlineData("VERIFY_RESIZE", null, EcsInstanceStatus.Resizing)]
    [InlineData("REBUILD", "rebuilding", EcsInstanceStatus.Reinstalling)]
    [InlineData("ACTIVE", "deleting", EcsInstanceStatus.Deleting)]
    [InlineData("BUILD", "spawning", EcsInstanceStatus.Pending)]
    [InlineData("SHELVED", null, EcsInstanceStatus.Shelved)]
    [InlineData("NEWS", null, EcsInstanceStatus.Unknown)]
    public void The_task_goes_before_the_status(string status, string? task, EcsInstanceStatus expected) =>
        Assert.Equal(expected, ServerStatus.Read(status, task));

    [Fact]
    public void A_missing_system_disk_needs_proof()
    {
        JObject server = Raw("stopped");
        server["os-extended-volumes:volumes_attached"] = null;
        Assert.Equal(EcsInstanceStatus.Stopped, HuaweiServerReader.Read(server.AsRow(), Origin)!.Status);
        server["os-extended-volumes:volumes_attached"] = JArray.Parse("""[{"id":"d"}]""");
        Assert.Equal(EcsInstanceStatus.Stopped, HuaweiServerReader.Read(server.AsRow(), Origin)!.Status);
        server["os-extended-volumes:volumes_attached"] = new JArray();
        Assert.Equal(EcsInstanceStatus.ReinstallFailed, HuaweiServerReader.Read(server.AsRow(), Origin)!.Status);
    }

    [Theory]
    [InlineData("ERROR", EcsInstanceStatus.Error)]
    [InlineData("SHUTOFF", EcsInstanceStatus.ReinstallFailed)]
    public void Read_FaultOfAServerThatHasItsDisk_IsNoProofOfAFailedReinstallation(string status, EcsInstanceStatus expected)
    {
        JObject server = Raw("stopped");
        server["status"] = status;
        server["fault"] = JObject.Parse("""{"code": 500, "message": "resize failed"}""");

        EcsInstance read = HuaweiServerReader.Read(server.AsRow(), Origin)!;

        Assert.NotNull(read.SystemDiskId);
        Assert.Equal(expected, read.Status);
    }

    [Fact]
    public void Locks_and_hosts_are_read()
    {
        JObject frozen = Raw("running");
        frozen["locked"] = true;
        frozen["metadata"]!["EcmResStatus"] = "freeze";

        Assert.Equal(["ORDER TO_PERIOD_LOCK"], Read("prepaid-locked").LockReasons);
        Assert.Equal(EcsChargeType.Subscription, Read("prepaid-locked").ChargeType);
        Assert.Equal(["locked", "freeze"], HuaweiServerReader.Read(frozen.AsRow(), Origin)!.LockReasons);
        Assert.True(HuaweiServerReader.Read(frozen.AsRow(), Origin)!.DeletionProtection);
        Assert.True(Read("deh-rhel").IsOnDedicatedHost);
    }

    [Fact]
    public void Any_field_may_be_of_any_kind()
    {
        JToken[] strange = [JValue.CreateNull(), new JValue(5), new JValue("x"), new JValue(true), new JArray(new JValue(1), new JObject()), new JObject { ["a"] = 1 }];
        int count = Values(Raw("running")).Count();
        for (int i = 0; i < count; i++)
        {
            foreach (JToken value in strange)
            {
                JObject server = Raw("running");
                Values(server).ElementAt(i).Replace(value);
                HuaweiServerReader.Read(server.AsRow(), Origin);
            }
        }
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/detail", Sample.Load("ecs.servers.detail.page1").With(b => b["count"] = 401), Sample.Load("ecs.servers.detail.page2").With(b => b["count"] = 401), Sample.Load("ecs.servers.detail.page3").With(b => b["count"] = 401));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        List<EcsInstance> found = [];
        string? next = null;
        do
        {
            Page<EcsInstance> page = await cloud.ListInstancesAsync(new InstanceQuery(), next, TestContext.Current.CancellationToken);
            found.AddRange(page.Items);
            next = page.Continuation;
        }
        while (next is not null);

        Assert.Equal(["1", "2", "3"], network.Requests.Select(r => r.Query["offset"]));
        Assert.All(network.Requests, r => Assert.Equal("200", r.Query["limit"]));
        Assert.Equal(5, found.Count);
    }

    [Fact]
    public async Task An_empty_page_ends_the_list_whatever_the_count_says()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/detail", Sample.Load("ecs.servers.detail.past-end").With(b => b["count"] = 5000));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Page<EcsInstance> page = await cloud.ListInstancesAsync(new InstanceQuery(), null, TestContext.Current.CancellationToken);

        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task Filters_are_handed_on_as_the_sample_has_them()
    {
        Sample sample = Sample.Load("ecs.servers.detail.filtered");
        SampleNetwork network = new SampleNetwork().Answer("GET", "/detail", sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        InstanceQuery query = new() { Names = ["web-01"], Statuses = [EcsInstanceStatus.Stopped], Tags = new Dictionary<string, string?> { ["env"] = "prod" } };

        await cloud.ListInstancesAsync(query, null, TestContext.Current.CancellationToken);

        RecordedRequest sent = Assert.Single(network.Requests);
        Assert.Equal(sample.Path, sent.Path);
        Assert.Equal(("web-01", "SHUTOFF", "env=prod"), (sent.Query["name"], sent.Query["status"], sent.Query["tags"]));
    }

    [Fact]
    public async Task A_name_the_clouds_pattern_does_not_find_is_looked_for_in_the_whole_list()
    {
        SampleNetwork network = new SampleNetwork().Answer(
            "GET", "/detail", r => Sample.Load(r.Query.ContainsKey("name") ? "ecs.servers.detail.past-end" : "ecs.servers.detail.page1").With(b => b["count"] = 201).ToResponse());
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        InstanceQuery query = new() { Names = ["WEB-01"] };

        Page<EcsInstance> first = await cloud.ListInstancesAsync(query, null, TestContext.Current.CancellationToken);
        await cloud.ListInstancesAsync(query, first.Continuation, TestContext.Current.CancellationToken);

        Assert.Contains(first.Items, query.Matches);
        Assert.False(network.Requests[^1].Query.ContainsKey("name"));
        Assert.Equal("2", network.Requests[^1].Query["offset"]);
    }

    [Fact]
    public async Task Patterns_of_ours_are_not_handed_on()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/detail", Sample.Load("ecs.servers.detail.page1"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        await cloud.ListInstancesAsync(new InstanceQuery { Names = ["web-*"] }, null, TestContext.Current.CancellationToken);
        await cloud.ListInstancesAsync(new InstanceQuery { Names = ["a(b"] }, null, TestContext.Current.CancellationToken);

        Assert.All(network.Requests, r => Assert.False(r.Query.ContainsKey("name")));
    }

    [Fact]
    public async Task Ids_are_asked_for_together_and_rows_of_nulls_do_not_exist()
    {
        const string Ghost = "00000000-0000-4000-8000-000000000000";
        Sample sample = Sample.Load("ecs.servers.detail.by-id-unknown");
        SampleNetwork network = new SampleNetwork().Answer("GET", "/detail", sample).Answer("GET", Ghost, Sample.Load("error.404.Ecs.0614"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        IReadOnlyList<EcsInstance> found = await cloud.FindInstancesAsync([SampleNetwork.Web01, Ghost], TestContext.Current.CancellationToken);

        Assert.Equal(SampleNetwork.Web01, Assert.Single(found).Id);
        Assert.Equal(sample.Query["server_id"].Split(',').Order(), network.Requests[0].Query["server_id"].Split(',').Order());
    }

    [Fact]
    public async Task Open_Telekom_shows_few_ids_and_lists_for_many()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/detail", Sample.Load("ecs.servers.detail.page1"))
            .Answer("GET", SampleNetwork.Web01, Sample.Load("ecs.server.show.running"));
        network.Answer("GET", "ghost", Sample.Load("error.404.Ecs.0614"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Single(await cloud.FindInstancesAsync([SampleNetwork.Web01], TestContext.Current.CancellationToken));
        network.Requests[0].AssertIs(Sample.Load("ecs.server.show.running"));
        network.Requests.Clear();
        IReadOnlyList<EcsInstance> many = await cloud.FindInstancesAsync(
            [.. Enumerable.Range(0, 10).Select(i => $"{i}-ghost"), SampleNetwork.Web01, SampleNetwork.Win01], TestContext.Current.CancellationToken);

        Assert.Equal([SampleNetwork.Web01, SampleNetwork.Win01], many.Select(i => i.Id));
        Assert.Equal("1000", Assert.Single(network.Requests, r => r.Path.EndsWith("/detail", StringComparison.Ordinal)).Query["limit"]);
        Assert.Equal(10, network.Requests.Count(r => r.Path.EndsWith("ghost", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_cannot_be_an_id_is_not_sent()
    {
        SampleNetwork network = new();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Empty(await cloud.FindInstancesAsync(["../detail", "a/b", "a,b", ""], TestContext.Current.CancellationToken));
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task A_404_that_does_not_speak_of_the_server_is_no_proof_that_it_is_gone()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", SampleNetwork.Web01, _ => SampleNetwork.Json(404, "<html>not here</html>"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.FindInstancesAsync([SampleNetwork.Web01], TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.NotFound, error.ErrorId);
    }

    [Fact]
    public async Task Disks_come_with_what_both_services_tell()
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.block-device", "evs.volumes.detail");
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        IReadOnlyList<EcsDisk> disks = await cloud.GetDisksAsync(SampleNetwork.Web01, TestContext.Current.CancellationToken);

        network.Requests[0].AssertIs(Sample.Load("ecs.block-device"));
        network.Requests[1].AssertIs(Sample.Load("evs.volumes.detail"));
        Assert.Equal([true, false], disks.Select(d => d.IsSystemDisk));
        Assert.Equal((SampleNetwork.OldDisk, 40, "SSD", "in-use", "/dev/vda", "web-01-volume-0000"), (disks[0].Id, disks[0].SizeGiB, disks[0].Category, disks[0].Status, disks[0].Device, disks[0].Name));
    }

    [Fact]
    public async Task Disks_are_still_told_when_their_own_service_refuses()
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.block-device").Answer("GET", "/cloudvolumes/detail", Sample.Load("error.403.Pdp.0001"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal([40, 100], (await cloud.GetDisksAsync(SampleNetwork.Web01, TestContext.Current.CancellationToken)).Select(d => d.SizeGiB));
    }

    [Theory]
    [InlineData(EcsCloud.OpenTelekom, "eu-de", ApiService.Compute, "https://ecs.eu-de.otc.t-systems.com/")]
    [InlineData(EcsCloud.OpenTelekom, "eu-ch2", ApiService.Identity, "https://iam-pub.eu-ch2.sc.otc.t-systems.com/")]
    [InlineData(EcsCloud.OpenTelekom, "eu-ch2", ApiService.Volume, "https://evs.eu-ch2.sc.otc.t-systems.com/")]
    [InlineData(EcsCloud.Huawei, "cn-north-4", ApiService.Image, "https://ims.cn-north-4.myhuaweicloud.com/")]
    [InlineData(EcsCloud.Huawei, "eu-west-0", ApiService.Identity, "https://iam.eu-west-0.myhuaweicloud.com/")]
    [InlineData(EcsCloud.Huawei, "eu-west-101", ApiService.Identity, "https://iam.eu-west-101.myhuaweicloud.eu/")]
    public void Services_have_their_hosts(EcsCloud cloud, string region, object service, string address)
    {
        CloudConnection connection = new SampleNetwork().Connect(cloud) with { Region = region };

        Assert.Equal(address, new HuaweiEndpoints(connection).Find((ApiService)service).AbsoluteUri);
        Assert.Equal("http://127.0.0.1:8080/", new HuaweiEndpoints(connection with { Endpoint = new Uri("http://127.0.0.1:8080/x") }).Find((ApiService)service).AbsoluteUri);
    }

    [Theory]
    [InlineData("evil.example/")]
    [InlineData("EU-DE")]
    [InlineData("")]
    public void A_region_cannot_lead_elsewhere(string region) => Assert.Equal(
        EcsErrorId.RegionNotFound,
        Assert.Throws<EcsException>(() => new HuaweiEndpoints(new SampleNetwork().Connect(EcsCloud.OpenTelekom) with { Region = region })).ErrorId);

    // Without a total and without a server that could repeat, the list would have no end.
    [Theory]
    [InlineData("""{"servers":[{"name":"nameless"}]}""")]
    [InlineData("""{"count":2000,"servers":[{"name":"nameless"}]}""")]
    public async Task ListInstancesAsync_PageOfRowsThatAreNoServers_IsRefused(string page)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/cloudservers/detail", _ => SampleNetwork.Json(200, page));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.ListInstancesAsync(new InstanceQuery(), null, TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.MalformedAnswer, error.ErrorId);
    }

    private static IEnumerable<JToken> Values(JObject server) => server.Descendants().Where(t => t is not JProperty);

    private static JObject Raw(string name) => (JObject)Sample.Load("ecs.server.show." + name).Body!["server"]!;

    private static EcsInstance Read(string name) => HuaweiServerReader.Read(Raw(name).AsRow(), Origin)!;
}
