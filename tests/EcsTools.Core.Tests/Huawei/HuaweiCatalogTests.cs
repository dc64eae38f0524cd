using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;

namespace EcsTools.Core.Tests.Huawei;

public class HuaweiCatalogTests
{
    private const string Snapshot = "5c2e8d71-a0f4-4b39-9e67-1d3c5b7a9f02";

    [Fact]
    public async Task Disks_of_the_project_come_page_by_page()
    {
        JObject page = (JObject)Sample.Load("evs.volumes.detail").Body!;
        page["count"] = 4;
        SampleNetwork network = new SampleNetwork().Answer("GET", "/cloudvolumes/detail", _ => SampleNetwork.Json(200, page.ToString()));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Page<EcsDisk> first = await cloud.Inventory.ListDisksAsync(new DiskQuery(), null, TestContext.Current.CancellationToken);
        Page<EcsDisk> second = await cloud.Inventory.ListDisksAsync(new DiskQuery(), first.Continuation, TestContext.Current.CancellationToken);

        Assert.Equal(("2", null), (first.Continuation, second.Continuation));
        Assert.Equal(["0", "2"], network.Requests.Select(r => r.Query["offset"]));
        Assert.Equal([true, false], first.Items.Select(d => d.IsSystemDisk));
        Assert.All(first.Items, d => Assert.Equal((SampleNetwork.Web01, "in-use"), (d.InstanceId, d.Status)));
    }

    [Fact]
    public async Task Images_are_filtered_by_the_cloud_and_marked_by_the_last_one()
    {
        JObject image = (JObject)Sample.Load("ims.images.public-linux").Body!["images"]![1]!;
        JArray full = [.. Enumerable.Range(0, 500).Select(i => new JObject(image) { ["id"] = $"image-{i}" })];
        SampleNetwork network = new SampleNetwork().Answer("GET", "/v2/cloudimages", r => SampleNetwork.Json(
            200, new JObject { ["images"] = r.Query.ContainsKey("marker") ? new JArray() : full }.ToString()));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        ImageQuery query = new() { Owner = "public", OsType = EcsOsType.Linux, Size = "s3.large.2" };

        Page<EcsImage> first = await cloud.Inventory.ListImagesAsync(query, null, TestContext.Current.CancellationToken);
        Page<EcsImage> last = await cloud.Inventory.ListImagesAsync(query, first.Continuation, TestContext.Current.CancellationToken);

        Assert.Equal(("image-499", null), (first.Continuation, last.Continuation));
        Assert.Equal(("gold", "Linux", "s3.large.2"), (network.Requests[0].Query["__imagetype"], network.Requests[0].Query["__os_type"], network.Requests[0].Query["flavor_id"]));
        Assert.Equal(first.Continuation, network.Requests[1].Query["marker"]);
    }

    [Theory]
    [InlineData("ims.images.public-linux", "Public", EcsOsType.Linux, true, true)]
    [InlineData("ims.images.windows", "Public", EcsOsType.Windows, true, true)]
    public async Task Images_are_read(string sample, string owner, EcsOsType os, bool isUsable, bool isBilled)
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/v2/cloudimages", Sample.Load(sample));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsImage image = (await cloud.Inventory.ListImagesAsync(new ImageQuery(), null, TestContext.Current.CancellationToken)).Items[0];

        Assert.Equal((owner, os, isUsable, isBilled, 40), (image.Owner, image.OsType, image.IsUsable, image.IsBilled, image.SizeGiB));
        Assert.NotEmpty(image.OsName);
        Assert.NotNull(image.CreatedAt);
    }

    [Fact]
    public async Task Key_pairs_are_read_in_one_page_even_where_limits_are_not_minded()
    {
        JArray rows = [.. Enumerable.Range(0, 120).Select(i => new JObject { ["keypair"] = new JObject { ["name"] = $"kp-{i}" } })];
        SampleNetwork network = new SampleNetwork().Answer("GET", "/os-keypairs", _ => SampleNetwork.Json(200, new JObject { ["keypairs"] = rows }.ToString()));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        Assert.Null((await cloud.Inventory.ListKeyPairsAsync(null, TestContext.Current.CancellationToken)).Continuation);
        network.Answer("GET", "/os-keypairs", Sample.Load("ecs.keypairs.list"));

        EcsKeyPair pair = (await cloud.Inventory.ListKeyPairsAsync(null, TestContext.Current.CancellationToken)).Items[0];

        Assert.Equal(("kp-ecstools", "1f:2e:3d:4c:5b:6a:79:88:97:a6:b5:c4:d3:e2:f1:00"), (pair.Name, pair.Fingerprint));
        Assert.StartsWith("ssh-rsa ", pair.PublicKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListNetworks_Subnets_SpanAllZones()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/subnets", _ => SampleNetwork.Json(
            200, """{"subnets":[{"id":"n-1","name":"subnet-01","cidr":"10.0.0.0/24","vpc_id":"v-1","availability_zone":"eu-de-01","status":"ACTIVE","neutron_network_id":"n-1"}]}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsNetwork found = Assert.Single((await cloud.Inventory.ListNetworksAsync(null, TestContext.Current.CancellationToken)).Items);

        Assert.Equal(("n-1", "subnet-01", "v-1", ""), (found.Id, found.Name, found.VpcId, found.Zone));
        Assert.Equal(["10.0.0.0/24"], found.Cidrs);
        Assert.Equal("2000", network.Requests[^1].Query["limit"]);
    }

    [Fact]
    public async Task ListSecurityGroups_Groups_AreForAllVpcs()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/security-groups", _ => SampleNetwork.Json(
            200, """{"security_groups":[{"id":"g-1","name":"web","description":"d","vpc_id":"v-1","security_group_rules":[]}]}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsSecurityGroup found = Assert.Single((await cloud.Inventory.ListSecurityGroupsAsync(null, TestContext.Current.CancellationToken)).Items);

        Assert.Equal(("g-1", "web", "d", ""), (found.Id, found.Name, found.Description, found.VpcId));
    }

    [Fact]
    public async Task ListZones_Zones_TellWhetherTheyAreAvailable()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/os-availability-zone", _ => SampleNetwork.Json(
            200, """{"availabilityZoneInfo":[{"zoneState":{"available":true},"hosts":null,"zoneName":"eu-de-01"},{"zoneState":{"available":false},"hosts":null,"zoneName":"eu-de-02"}]}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal([("eu-de-01", true), ("eu-de-02", false)], (await cloud.Inventory.ListZonesAsync(TestContext.Current.CancellationToken)).Select(z => (z.Id, z.IsAvailable)));
    }

    [Fact]
    public async Task Snapshots_name_disk_and_server()
    {
        SampleNetwork network = new SampleNetwork().Replay("evs.snapshot.list", "evs.snapshot.show", "ecs.block-device")
            .Answer("GET", "/cloudvolumes/detail", Sample.Load("evs.volumes.detail"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        SnapshotQuery[] queries = [new() { DiskId = SampleNetwork.OldDisk }, new() { Ids = [Snapshot] }];

        foreach (SnapshotQuery query in queries)
        {
            EcsSnapshot found = Assert.Single((await cloud.Inventory.ListSnapshotsAsync(query, null, TestContext.Current.CancellationToken)).Items);
            Assert.Equal((Snapshot, SampleNetwork.OldDisk, SampleNetwork.Web01), (found.Id, found.DiskId, found.InstanceId));
            Assert.Equal((true, true, 100, 40), (found.IsSystemDisk, found.IsUsable, found.Percent, found.SizeGiB));
        }

        network.Requests[0].AssertIs(Sample.Load("evs.snapshot.list"));
    }

    [Fact]
    public async Task A_snapshot_that_is_gone_is_left_out()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/cloudsnapshots/gone", Sample.Load("error.404.EVS.5404"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Empty((await cloud.Inventory.ListSnapshotsAsync(new SnapshotQuery { Ids = ["gone", "../x"] }, null, TestContext.Current.CancellationToken)).Items);
    }

    [Fact]
    public async Task Regions_are_those_of_the_projects()
    {
        Sample sample = Sample.Load("iam.projects.of-user").With(b => ((JArray)b["projects"]!).Add(new JObject { ["name"] = "MOS", ["id"] = "1" }));
        SampleNetwork network = new SampleNetwork().Answer("GET", "/v3/projects", sample);
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsRegion region = Assert.Single(await cloud.Inventory.ListRegionsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("eu-de", "ecs.eu-de.otc.t-systems.com", true), (region.Id, region.Endpoint, region.IsAvailable));
    }

    [Fact]
    public async Task A_token_asks_for_its_own_projects()
    {
        SampleNetwork network = new SampleNetwork().Replay("iam.projects.of-user").Answer("POST", "/v3/auth/tokens", Sample.Load("iam.token.password-project-nocatalog"));
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.OpenTelekom);

        Assert.Single(await cloud.Inventory.ListRegionsAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("eu-de-01", true, "normal")]
    [InlineData("eu-de-03", false, "sellout")]
    [InlineData("eu-de-04", true, "normal")]
    public async Task Resize_targets_are_compared_and_their_stock_is_that_of_the_zone(string zone, bool isAvailable, string stock)
    {
        SampleNetwork network = new SampleNetwork().Replay("ecs.resize-flavors");
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);
        EcsInstance web = new() { Id = SampleNetwork.Web01, Size = "s3.large.2", Vcpu = 2, MemoryMiB = 4096, Zone = zone };

        EcsInstanceSize size = Assert.Single(await cloud.Inventory.ListSizesAsync(web, TestContext.Current.CancellationToken));

        network.Requests[0].AssertIs(Sample.Load("ecs.resize-flavors"));
        Assert.Equal(("s3.xlarge.2", 4, 8192, "s3", "Upgrade"), (size.Name, size.Vcpu, size.MemoryMiB, size.Family, size.Direction));
        Assert.Equal((isAvailable, stock), (size.IsAvailable, size.Stock));
    }

    [Fact]
    public async Task Resize_targets_are_asked_for_at_the_other_path_after_a_404()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/v2.1/" + SampleNetwork.Project + "/resize_flavors", Sample.Load("ecs.resize-flavors"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Single(await cloud.Inventory.ListSizesAsync(new EcsInstance { Id = SampleNetwork.Web01 }, TestContext.Current.CancellationToken));
        network.Answer("GET", "/v1/" + SampleNetwork.Project + "/cloudservers/resize_flavors", Sample.Load("error.404.Ecs.0614"));
        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => cloud.Inventory.ListSizesAsync(new EcsInstance { Id = SampleNetwork.Web01 }, TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.InstanceNotFound, error.ErrorId);
    }

    [Fact]
    public async Task All_sizes_have_the_words_of_all_zones()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/flavors", Sample.Load("ecs.flavors"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        IReadOnlyList<EcsInstanceSize> sizes = await cloud.Inventory.ListSizesAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(["s3.large.2", "s3.xlarge.2", "h2.3xlarge.10"], sizes.Select(s => s.Name));
        Assert.Equal("eu-de-01(normal), eu-de-02(normal), eu-de-03(sellout)", sizes[0].Stock);
        Assert.All(sizes, s => Assert.Equal((true, ""), (s.IsAvailable, s.Direction)));
    }
}
