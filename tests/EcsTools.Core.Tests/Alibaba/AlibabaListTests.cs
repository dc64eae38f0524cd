using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;

namespace EcsTools.Core.Tests.Alibaba;

public class AlibabaListTests
{
    [Fact]
    public async Task Disks_are_listed_with_the_filters_the_service_has()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeDisks", Answer.Sample("DescribeDisks"));
        using AlibabaCloud cloud = ecs.Open();

        Page<EcsDisk> page = await cloud.ListDisksAsync(
            new() { Ids = ["d-1", "d-2"], InstanceId = "i-1", SystemDisks = true }, null, TestContext.Current.CancellationToken);

        Assert.Equal("DescribeDisks?DiskIds=[\"d-1\",\"d-2\"]&DiskType=system&InstanceId=i-1&MaxResults=500", Assert.Single(ecs.Calls).ToString());
        Assert.Equal((2, (string?)null), (page.Items.Count, page.Continuation));
    }

    [Fact]
    public async Task Images_are_paged_by_number_and_read_field_by_field()
    {
        JObject full = SampleFiles.Read("alibaba", "DescribeImages");
        full["TotalCount"] = 150;
        full["Images"]!["Image"] = new JArray(Enumerable.Repeat(full["Images"]!["Image"]![0]!, 100));
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeImages", Answer.Ok(full.ToString()), Answer.Sample("DescribeImages"));
        using AlibabaCloud cloud = ecs.Open();
        ImageQuery query = new() { Owner = "private", OsType = EcsOsType.Linux, Size = "ecs.g7.large" };

        Page<EcsImage> first = await cloud.ListImagesAsync(query, null, TestContext.Current.CancellationToken);
        Page<EcsImage> second = await cloud.ListImagesAsync(query, first.Continuation, TestContext.Current.CancellationToken);

        Assert.Equal(
            "DescribeImages?ActionType=ChangeOS&ImageOwnerAlias=self&InstanceType=ecs.g7.large&OSType=linux&PageNumber=2&PageSize=100",
            ecs.Calls[1].ToString());
        Assert.Null(second.Continuation);
        EcsImage own = second.Items[1];
        Assert.Equal(("m-bp1exampleimage00001", "golden-web", "Private", 40, "x86_64"), (own.Id, own.Name, own.Owner, own.SizeGiB, own.Architecture));
        Assert.Equal((EcsOsType.Linux, "Ubuntu  22.04 64 bit", "Available", true, false), (own.OsType, own.OsName, own.Status, own.IsUsable, own.IsBilled));
        Assert.Equal("Public", second.Items[0].Owner);
    }

    [Fact]
    public async Task Images_with_ids_are_asked_for_one_by_one_in_any_state()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeImages", c => Json.Images(Json.Image(c["ImageId"]!, status: "Deprecated")));
        using AlibabaCloud cloud = ecs.Open();

        Page<EcsImage> page = await cloud.ListImagesAsync(new() { Ids = ["m-1", "m-2"] }, null, TestContext.Current.CancellationToken);

        Assert.Equal([("m-1", false), ("m-2", false)], page.Items.Select(i => (i.Id, i.IsUsable)));
        Assert.Equal("DescribeImages?ImageId=m-1&PageNumber=1&PageSize=100&Status=ALL", ecs.Calls.Select(c => c.ToString()).Order().First());
    }

    [Fact]
    public async Task Key_pairs_come_with_their_public_half_where_it_is_told()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeKeyPairs", Answer.Sample("DescribeKeyPairs"));
        using AlibabaCloud cloud = ecs.Open();

        EcsKeyPair pair = Assert.Single((await cloud.ListKeyPairsAsync(null, TestContext.Current.CancellationToken)).Items);

        Assert.Equal(("ops-key", "89f0ba62ac6b1234567890abcdef0123", (string?)null), (pair.Name, pair.Fingerprint, pair.PublicKey));
        Assert.Equal("DescribeKeyPairs?IncludePublicKey=true&PageNumber=1&PageSize=50", Assert.Single(ecs.Calls).ToString());
    }

    [Fact]
    public async Task Snapshots_tell_how_far_they_are()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeSnapshots", Answer.Sample("DescribeSnapshots"), Answer.Sample("DescribeSnapshots.progressing"));
        using AlibabaCloud cloud = ecs.Open();
        SnapshotQuery query = new() { InstanceId = "i-1", DiskId = "d-1" };

        EcsSnapshot done = Assert.Single((await cloud.ListSnapshotsAsync(query, null, TestContext.Current.CancellationToken)).Items);
        EcsSnapshot begun = Assert.Single((await cloud.ListSnapshotsAsync(query, null, TestContext.Current.CancellationToken)).Items);

        Assert.Equal("DescribeSnapshots?DiskId=d-1&InstanceId=i-1&MaxResults=100", ecs.Calls[0].ToString());
        Assert.Equal(("d-bp1aaaa1111bbbb2222c", true, 40, "i-1"), (done.DiskId, done.IsSystemDisk, done.SizeGiB, done.InstanceId));
        Assert.Equal((100, true, 38, false), (done.Percent, done.IsUsable, begun.Percent, begun.IsUsable));
    }

    [Fact]
    public async Task ListNetworks_Switches_AreReadFromTheVpcService()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeVSwitches", Answer.Lifecycle("Vpc.DescribeVSwitches"));
        using AlibabaCloud cloud = ecs.Open();

        EcsNetwork found = Assert.Single((await cloud.ListNetworksAsync(null, TestContext.Current.CancellationToken)).Items);

        Assert.Equal("DescribeVSwitches?PageNumber=1&PageSize=50", Assert.Single(ecs.Calls).ToString());
        Assert.Equal(("vsw-bp1examplevsw000001", "web-a", "vpc-bp1examplevpc0000001", "cn-hangzhou-i", 243), (found.Id, found.Name, found.VpcId, found.Zone, found.FreeAddresses));
        Assert.Equal(["192.168.10.0/24"], found.Cidrs);
    }

    [Fact]
    public async Task ListSecurityGroups_Groups_BelongToAVpc()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeSecurityGroups", Answer.Lifecycle("DescribeSecurityGroups"));
        using AlibabaCloud cloud = ecs.Open();

        EcsSecurityGroup found = Assert.Single((await cloud.ListSecurityGroupsAsync(null, TestContext.Current.CancellationToken)).Items);

        Assert.Equal("DescribeSecurityGroups?MaxResults=100", Assert.Single(ecs.Calls).ToString());
        Assert.Equal(("sg-bp1examplesg00000001", "web", "vpc-bp1examplevpc0000001"), (found.Id, found.Name, found.VpcId));
    }

    [Fact]
    public async Task ListZones_Zone_TellsWhatIsOffered()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeZones", Answer.Lifecycle("DescribeZones"));
        using AlibabaCloud cloud = ecs.Open();

        EcsZone zone = Assert.Single(await cloud.ListZonesAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("cn-hangzhou-i", true), (zone.Id, zone.IsAvailable));
        Assert.Equal(["cloud_essd", "cloud_auto"], zone.DiskCategories);
    }

    [Fact]
    public async Task Regions_are_named_in_English()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeRegions", Answer.Sample("DescribeRegions"));
        using AlibabaCloud cloud = ecs.Open();

        IReadOnlyList<EcsRegion> regions = await cloud.ListRegionsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("ap-southeast-1", "Singapore", "ecs.ap-southeast-1.aliyuncs.com", true),
            (regions[1].Id, regions[1].Name, regions[1].Endpoint, regions[1].IsAvailable));
        Assert.Equal("DescribeRegions?AcceptLanguage=en-US", Assert.Single(ecs.Calls).ToString());
    }

    [Fact]
    public async Task Sizes_for_a_server_have_stock_memory_in_MiB_and_a_direction()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("DescribeResourcesModification", Answer.Sample("DescribeResourcesModification"))
            .On("DescribeInstanceTypes", Answer.Sample("DescribeInstanceTypes"));
        using AlibabaCloud cloud = ecs.Open();
        EcsInstance server = new()
        {
            Id = "i-1",
            Zone = "cn-hangzhou-i",
            Size = "ecs.g7.large",
            Vcpu = 2,
            MemoryMiB = 8192,
            ChargeType = EcsChargeType.PayAsYouGo,
        };

        IReadOnlyList<EcsInstanceSize> sizes = await cloud.ListSizesAsync(server, TestContext.Current.CancellationToken);

        EcsInstanceSize size = sizes.Single(s => s.Name == "ecs.g7.xlarge");
        Assert.Equal((4, 16384, "ecs.g7", "X86", true, "WithStock", "Upgrade", "i-1"),
            (size.Vcpu, size.MemoryMiB, size.Family, size.Architecture, size.IsAvailable, size.Stock, size.Direction, size.InstanceId));
        Assert.False(sizes.Single(s => s.Name == "ecs.c7.xlarge").IsAvailable);
        Assert.Equal(
            [
                "DescribeResourcesModification?DestinationResource=InstanceType&OperationType=Upgrade&ResourceId=i-1",
                "DescribeInstanceTypes?InstanceTypes.1=ecs.g7.xlarge&InstanceTypes.2=ecs.g7.2xlarge&InstanceTypes.3=ecs.c7.xlarge&MaxResults=100",
            ],
            ecs.Calls.Select(c => c.ToString()));
    }

    [Fact]
    public async Task Sizes_for_a_subscription_are_asked_for_up_and_down()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("DescribeResourcesModification", c => c["OperationType"] == "Upgrade"
                ? Answer.Sample("DescribeResourcesModification")
                : Json.Targets(("ecs.g7.small", "Available", "WithStock")))
            .On("DescribeInstanceTypes", Answer.Sample("DescribeInstanceTypes"));
        using AlibabaCloud cloud = ecs.Open();

        IReadOnlyList<EcsInstanceSize> sizes = await cloud.ListSizesAsync(
            new EcsInstance { Id = "i-1", ChargeType = EcsChargeType.Subscription }, TestContext.Current.CancellationToken);

        Assert.Equal("Downgrade", sizes.Single(s => s.Name == "ecs.g7.small").Direction);
        Assert.Equal("Upgrade", sizes.Single(s => s.Name == "ecs.g7.2xlarge").Direction);
    }

    [Fact]
    public async Task ListSizesAsync_SizeInBothLists_IsUpOrDownByWhatItIs()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("DescribeResourcesModification", Answer.Sample("DescribeResourcesModification"))
            .On("DescribeInstanceTypes", Answer.Sample("DescribeInstanceTypes"));
        using AlibabaCloud cloud = ecs.Open();

        IReadOnlyList<EcsInstanceSize> sizes = await cloud.ListSizesAsync(
            new EcsInstance { Id = "i-1", ChargeType = EcsChargeType.Subscription, Vcpu = 64, MemoryMiB = 262144 }, TestContext.Current.CancellationToken);

        Assert.Equal("Downgrade", sizes.Single(s => s.Name == "ecs.g7.xlarge").Direction);
    }

    [Fact]
    public async Task Sizes_of_the_region_are_in_stock_if_a_zone_has_them()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("DescribeAvailableResource", Answer.Sample("DescribeAvailableResource"))
            .On("DescribeInstanceTypes", Answer.Sample("DescribeInstanceTypes"));
        using AlibabaCloud cloud = ecs.Open();

        EcsInstanceSize size = Assert.Single(await cloud.ListSizesAsync(null, TestContext.Current.CancellationToken));

        Assert.Equal(("ecs.g7.large", true, "WithStock", "", (string?)null), (size.Name, size.IsAvailable, size.Stock, size.Direction, size.InstanceId));
        Assert.Equal("DescribeAvailableResource?DestinationResource=InstanceType", ecs.Calls[0].ToString());
    }

    public static TheoryData<string, string> Lists => new()
    {
        { "DescribeDisks", "DescribeDisks" },
        { "DescribeImages", "DescribeImages" },
        { "DescribeKeyPairs", "DescribeKeyPairs" },
        { "DescribeSnapshots", "DescribeSnapshots" },
        { "DescribeRegions", "DescribeRegions" },
        { "DescribeAvailableResource", "DescribeAvailableResource" },
        { "DescribeInstanceTypes", "DescribeInstanceTypes" },
    };

    // Whatever a field turns into, there is an object or an EcsException.
    [Theory]
    [MemberData(nameof(Lists))]
    public async Task No_field_of_another_kind_breaks_a_list(string action, string sample)
    {
        string text = SampleFiles.ReadText("alibaba", sample);
        foreach (string path in JObject.Parse(text).Descendants().OfType<JProperty>().Select(p => p.Path).ToArray())
        {
            foreach (JToken other in new JToken[] { JValue.CreateNull(), 7, "x", true, new JArray(1, "y", new JObject()), new JObject { ["z"] = 1 } })
            {
                JObject answer = JObject.Parse(text);
                answer.SelectToken(path)!.Replace(other);
                await TryListAsync(action, Answer.Ok(answer.ToString()));
            }
        }
    }

    private static async Task TryListAsync(string action, Answer answer)
    {
        StubEcsHandler ecs = new StubEcsHandler().On(action, answer)
            .Otherwise("DescribeAvailableResource", Answer.Sample("DescribeAvailableResource"))
            .Otherwise("DescribeInstanceTypes", Answer.Sample("DescribeInstanceTypes"));
        using AlibabaCloud cloud = ecs.Open();
        try
        {
            await (action switch
            {
                "DescribeDisks" => (Task)cloud.ListDisksAsync(new(), null, TestContext.Current.CancellationToken),
                "DescribeImages" => cloud.ListImagesAsync(new(), null, TestContext.Current.CancellationToken),
                "DescribeKeyPairs" => cloud.ListKeyPairsAsync(null, TestContext.Current.CancellationToken),
                "DescribeSnapshots" => cloud.ListSnapshotsAsync(new(), null, TestContext.Current.CancellationToken),
                "DescribeRegions" => cloud.ListRegionsAsync(TestContext.Current.CancellationToken),
                _ => cloud.ListSizesAsync(null, TestContext.Current.CancellationToken),
            });
        }
        catch (EcsException error)
        {
            Assert.Equal(EcsErrorId.MalformedAnswer, error.ErrorId);
        }
    }
}
