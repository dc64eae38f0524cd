using EcsTools.Core.Clouds.Alibaba;

namespace EcsTools.Core.Tests.Alibaba;

/// <summary>Facts that real answers of Alibaba Cloud have shown, or its contract tells, each in an answer of our own.</summary>
public sealed class AlibabaFactTests
{
    [Fact]
    public async Task ListInstancesAsync_WholeServer_IsReadWhole()
    {
        EcsInstance server = await ListAsync(JObject.Parse(SampleFiles.ReadText("alibaba-lifecycle", "DescribeInstances.ipv6")).SelectToken("Instances.Instance[0]")!);

        Assert.Equal(["2001:db8:0:1::13", "2001:db8:0:1::113"], server.Ipv6Addresses!);
        Assert.Equal(["sg-bp1examplesg00000001", "sg-bp1examplesg00000002"], server.SecurityGroupIds!);
        Assert.Equal(("v6-03", "rg-acfmexample00001", "enabled", "required"), (server.HostName, server.ResourceGroupId, server.MetadataHttpEndpoint, server.MetadataHttpTokens));
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 15, 59, 0, TimeSpan.Zero), server.AutoReleaseTime);
        Assert.Equal("192.168.10.13", server.PrivateIp);
    }

    [Fact]
    public async Task ListInstancesAsync_EmptyTexts_AreNotTold()
    {
        EcsInstance server = await ListAsync(JObject.Parse(
            """
            {"InstanceId": "i-1", "AutoReleaseTime": "", "ResourceGroupId": "", "MetadataOptions": {"HttpTokens": "", "HttpEndpoint": ""}, "GPUAmount": 0, "GPUSpec": "",
             "NetworkInterfaces": {"NetworkInterface": [{"PrimaryIpAddress": "10.0.0.1"}]}}
            """));

        Assert.Equal((null, null, null, null), (server.AutoReleaseTime, server.ResourceGroupId, server.MetadataHttpEndpoint, server.MetadataHttpTokens));
        Assert.Equal((0, null), (server.GpuCount, server.GpuModel));
        Assert.Null(server.Ipv6Addresses);
    }

    // Answers of an older form have neither a type nor a list of addresses.
    [Fact]
    public async Task ListInstancesAsync_InterfaceWithItsFirstAddressOnly_GivesIt() => Assert.Equal(
        "10.0.0.1", (await ListAsync(JObject.Parse("""{"InstanceId": "i-1", "NetworkInterfaces": {"NetworkInterface": [{"PrimaryIpAddress": "10.0.0.1"}]}}"""))).PrivateIp);

    [Fact]
    public async Task ListInstancesAsync_FieldsLeftOut_AreNotTold()
    {
        EcsInstance server = await ListAsync(JObject.Parse("""{"InstanceId": "i-1"}"""));

        Assert.Equal((null, null, null, null), (server.Ipv6Addresses, server.SecurityGroupIds, server.SecurityGroupNames, server.HostName));
        Assert.Equal((null, null, null), (server.SystemTags, server.GpuCount, server.UpdatedAt));
        Assert.Empty(server.Tags);
    }

    [Fact]
    public async Task ListInstancesAsync_SystemTags_AreToldApart()
    {
        EcsInstance server = await ListAsync(JObject.Parse(
            """{"InstanceId": "i-1", "Tags": {"Tag": [{"TagKey": "acs:group", "TagValue": "g"}, {"TagKey": "env", "TagValue": "prod"}]}}"""));

        Assert.Equal(["acs:group", "env"], server.Tags.Keys.Order());
        Assert.Equal("acs:group", Assert.Single(server.SystemTags!).Key);
    }

    [Fact]
    public async Task ListDisksAsync_Disk_IsReadWhole()
    {
        EcsDisk disk = await ListDiskAsync(
            """
            {"DiskId": "d-1", "ZoneId": "z-1", "PerformanceLevel": "PL1", "ResourceGroupId": "rg-1", "InstanceId": "i-1", "AttachedTime": "2026-11-30T08:00:01Z",
             "Encrypted": true, "KMSKeyId": "k-1", "Tags": {"Tag": [{"TagKey": "env", "TagValue": "prod"}]}}
            """);

        Assert.Equal(("z-1", "PL1", "rg-1", true, "k-1"), (disk.Zone, disk.PerformanceLevel, disk.ResourceGroupId, disk.IsEncrypted!.Value, disk.EncryptionKeyId));
        Assert.Equal(new Dictionary<string, string> { ["env"] = "prod" }, disk.Tags);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 8, 0, 1, TimeSpan.Zero), disk.AttachedAt);
    }

    [Fact]
    public async Task ListDisksAsync_FieldsLeftOut_AreNotTold()
    {
        EcsDisk disk = await ListDiskAsync("""{"DiskId": "d-1", "PerformanceLevel": "", "AttachedTime": ""}""");

        Assert.Equal((null, null, null, null, null), (disk.Zone, disk.PerformanceLevel, disk.ResourceGroupId, disk.IsEncrypted, disk.EncryptionKeyId));
        Assert.Equal((null, null), (disk.Tags, disk.AttachedAt));
        Assert.Empty(disk.InstanceIds!);
    }

    private const string Shared =
        """
        {"DiskId": "d-1", "Type": "data", "InstanceId": "", "Device": "", "MultiAttach": "Enabled",
         "Attachments": {"Attachment": [{"InstanceId": "i-1", "Device": "/dev/xvdb", "AttachedTime": "2026-11-30T08:00:01Z"}, {"InstanceId": "i-2", "Device": "/dev/xvdc"}]}}
        """;

    [Fact]
    public async Task ListDisksAsync_DiskOfTwoServers_NamesBoth()
    {
        EcsDisk disk = await ListDiskAsync(Shared);

        Assert.Equal(["i-1", "i-2"], disk.InstanceIds!);
        Assert.Equal(("i-1", "/dev/xvdb"), (disk.InstanceId, disk.Device));
    }

    [Fact]
    public async Task GetDisksAsync_DiskOfTwoServers_IsAttachedAsToTheOneAskedFor()
    {
        using AlibabaCloud cloud = new StubEcsHandler().On("DescribeDisks", Json.Disks(JObject.Parse(Shared))).Open();

        EcsDisk disk = Assert.Single(await cloud.GetDisksAsync("i-2", TestContext.Current.CancellationToken));

        Assert.Equal(("i-2", "/dev/xvdc"), (disk.InstanceId, disk.Device));
    }

    [Fact]
    public async Task ListSizesAsync_Gpus_AreRead()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("DescribeAvailableResource", Json.Targets(("ecs.gn7.large", "Available", "WithStock")))
            .On("DescribeInstanceTypes", Answer.Ok("""{"InstanceTypes": {"InstanceType": [{"InstanceTypeId": "ecs.gn7.large", "GPUAmount": 2, "GPUSpec": "NVIDIA A10"}]}}"""));
        using AlibabaCloud cloud = ecs.Open();

        EcsInstanceSize size = Assert.Single(await cloud.Inventory.ListSizesAsync(null, TestContext.Current.CancellationToken));

        Assert.Equal((2, "NVIDIA A10"), (size.GpuCount, size.GpuModel));
    }

    private static async Task<EcsInstance> ListAsync(JToken server)
    {
        using AlibabaCloud cloud = new StubEcsHandler().On("DescribeInstances", Json.Servers((JObject)server)).Open();
        return Assert.Single((await cloud.ListInstancesAsync(new(), null, TestContext.Current.CancellationToken)).Items);
    }

    private static async Task<EcsDisk> ListDiskAsync(string disk)
    {
        using AlibabaCloud cloud = new StubEcsHandler().On("DescribeDisks", Json.Disks(JObject.Parse(disk))).Open();
        return Assert.Single((await cloud.Inventory.ListDisksAsync(new(), null, TestContext.Current.CancellationToken)).Items);
    }
}
