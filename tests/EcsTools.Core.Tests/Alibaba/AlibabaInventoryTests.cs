using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;

namespace EcsTools.Core.Tests.Alibaba;

public class AlibabaInventoryTests
{
    [Fact]
    public async Task Proving_the_credential_tells_who_one_is_and_keys_what_is_read_later()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("GetCallerIdentity", Answer.Sample("Sts.GetCallerIdentity"))
            .On("DescribeInstances", Json.Servers(Json.Server("i-1", "Running")));
        using AlibabaCloud cloud = ecs.Open();

        CallerIdentity who = await cloud.ProveAsync(TestContext.Current.CancellationToken);
        Page<EcsInstance> page = await cloud.ListInstancesAsync(new(), null, TestContext.Current.CancellationToken);

        Assert.Equal(new CallerIdentity("123456789012", "acs:ram::123456789012:user/ops"), who);
        Assert.Equal("Alibaba/123456789012/cn-hangzhou", Assert.Single(page.Items).AccountKey);
        Assert.Equal(("sts.aliyuncs.com", "2015-04-01"), (ecs.Calls[0].Uri.Host, ecs.Calls[0].Headers["x-acs-version"]));
    }

    [Fact]
    public async Task An_endpoint_of_the_users_serves_STS_too()
    {
        StubEcsHandler ecs = new StubEcsHandler { Endpoint = new Uri("http://localhost:81/path?x=1") }.On("GetCallerIdentity", Answer.Sample("Sts.GetCallerIdentity"));
        using AlibabaCloud cloud = ecs.Open();

        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        Assert.Equal("http://localhost:81/", ecs.Calls[0].Uri.GetLeftPart(UriPartial.Path));
    }

    // A list drops the fields that are not read; what is asked for by id has all.
    [Theory]
    [InlineData("full")]
    [InlineData("single")]
    [InlineData("page1")]
    [InlineData("page2")]
    public async Task A_list_tells_as_much_of_a_server_as_asking_for_it_by_id(string sample)
    {
        Answer answer = Answer.Sample("DescribeInstances." + sample);
        IReadOnlyList<EcsInstance> listed = await ListAsync(answer);
        using AlibabaCloud cloud = new StubEcsHandler().On("DescribeInstances", answer, Answer.Sample("DescribeInstances.empty")).Open();
        IReadOnlyList<EcsInstance> asked = await cloud.FindInstancesAsync([.. listed.Select(i => i.Id)], TestContext.Current.CancellationToken);

        Assert.NotEmpty(listed);
        Assert.Equal(JArray.FromObject(asked).ToString(), JArray.FromObject(listed).ToString());
    }

    // Whoever asks by id takes a server that is not listed for gone.
    [Fact]
    public async Task A_row_without_an_id_is_no_server_that_is_gone()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Json.Servers(new JObject { ["InstanceId"] = JValue.CreateNull(), ["Status"] = JValue.CreateNull() }));
        using AlibabaCloud cloud = ecs.Open();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.FindInstancesAsync(["i-1"], TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.MalformedAnswer, error.ErrorId);
    }

    [Fact]
    public void A_region_that_would_change_the_host_is_refused() =>
        Assert.Equal(EcsErrorId.RegionNotFound, Assert.Throws<EcsException>(() => new StubEcsHandler().Open("evil.example/")).ErrorId);

    [Fact]
    public async Task A_full_server_is_read_field_by_field()
    {
        EcsInstance server = Assert.Single(await ListAsync(Answer.Sample("DescribeInstances.full")));

        Assert.Equal(("i-bp1a2b3c4d5e6f7g8h01", "web-01", EcsInstanceStatus.Running, "Running"), (server.Id, server.Name, server.Status, server.ProviderStatus));
        Assert.Equal(("ecs.g7.large", 2, 8192, EcsOsType.Linux, "Ubuntu  22.04 64 bit"), (server.Size, server.Vcpu, server.MemoryMiB, server.OsType, server.OsName));
        Assert.Equal(["203.0.113.44"], server.PublicIps);
        Assert.Equal(["192.168.10.11"], server.PrivateIps);
        Assert.Equal(("203.0.113.44", "192.168.10.11", "vpc-bp1examplevpc0000001"), (server.PublicIp, server.PrivateIp, server.VpcId));
        Assert.Equal(("cn-hangzhou", "cn-hangzhou-i", "ops"), (server.Region, server.Zone, server.Account));
        Assert.Equal((EcsChargeType.PayAsYouGo, (DateTimeOffset?)null), (server.ChargeType, server.ExpiresAt));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 7, 15, 0, TimeSpan.Zero), server.CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 7, 16, 0, TimeSpan.Zero), server.StartedAt);
        Assert.Equal("prod", server.Tags["env"]);
        Assert.Equal(["financial"], server.LockReasons);
        Assert.Null(server.KeyPairName);
        Assert.False(server.IsOnDedicatedHost);
    }

    [Fact]
    public async Task Lists_of_one_and_of_none_are_read()
    {
        EcsInstance server = Assert.Single(await ListAsync(Answer.Sample("DescribeInstances.single")));

        Assert.Equal(("203.0.113.11", "Not-applicable", false), (server.PublicIp, server.StoppedMode, server.DeletionProtection));
        Assert.Empty(await ListAsync(Answer.Sample("DescribeInstances.empty")));
    }

    [Fact]
    public async Task Pages_are_followed_by_token_until_there_is_none()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Answer.Sample("DescribeInstances.page1"), Answer.Sample("DescribeInstances.page2"));
        using AlibabaCloud cloud = ecs.Open();

        Page<EcsInstance> first = await cloud.ListInstancesAsync(new(), null, TestContext.Current.CancellationToken);
        Page<EcsInstance> second = await cloud.ListInstancesAsync(new(), first.Continuation, TestContext.Current.CancellationToken);

        Assert.Equal((3, 2, (string?)null), (first.Items.Count, second.Items.Count, second.Continuation));
        Assert.Equal("DescribeInstances?AdditionalAttributes.1=META_OPTIONS&MaxResults=100", ecs.Calls[0].ToString());
        Assert.Equal("DescribeInstances?AdditionalAttributes.1=META_OPTIONS&MaxResults=100&NextToken=caeba0bbb2be03f84eb48b699f0a4883", ecs.Calls[1].ToString());
        Assert.Equal((EcsChargeType.Subscription, EcsOsType.Windows), (first.Items[1].ChargeType, first.Items[1].OsType));
        Assert.Equal(("StopCharging", "ops-key", true), (first.Items[2].StoppedMode, first.Items[2].KeyPairName, first.Items[2].DeletionProtection));
        Assert.Equal((EcsChargeType.Spot, "Recycling"), (second.Items[0].ChargeType, Assert.Single(second.Items[0].LockReasons)));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 16, 0, 0, TimeSpan.Zero), second.Items[1].ExpiresAt);
    }

    public static TheoryData<InstanceQuery, string> Filters => new()
    {
        { new() { Names = ["web-0?*"], Statuses = [EcsInstanceStatus.Running] }, "MaxResults=100&Status=Running" },
        { new() { Names = ["a", "b"], Statuses = [EcsInstanceStatus.Running, EcsInstanceStatus.Stopped] }, "MaxResults=100" },
        { new() { Statuses = [EcsInstanceStatus.Reinstalling], LockReasons = ["no-such"], Sizes = ["ecs.g7.*"] }, "MaxResults=100" },
        { new() { Sizes = ["ecs.g7.large"], Zones = ["z-1"], VpcIds = ["vpc-1"] }, "InstanceType=ecs.g7.large&MaxResults=100&VpcId=vpc-1&ZoneId=z-1" },
        { new() { LockReasons = ["recycling"], ChargeType = EcsChargeType.Spot }, "InstanceChargeType=PostPaid&LockReason=Recycling&MaxResults=100" },
        {
            new() { ChargeType = EcsChargeType.Subscription, Tags = new Dictionary<string, string?> { ["env"] = "prod" } },
            "InstanceChargeType=PrePaid&MaxResults=100&Tag.1.Key=env&Tag.1.Value=prod"
        },
        { new() { IpAddresses = ["192.168.1.2", "10.0.0.1"] }, "InstanceNetworkType=vpc&MaxResults=100&PrivateIpAddresses=[\"192.168.1.2\",\"10.0.0.1\"]" },
        { new() { IpAddresses = ["192.168.1.2", "203.0.113.9"] }, "MaxResults=100" },
        { new() { Ids = ["i-1", "i-2", "i-1"] }, "InstanceIds=[\"i-1\",\"i-2\"]&MaxResults=100" },
        { new() { Ids = [""] }, "InstanceIds=[]&MaxResults=100" },
    };

    [Theory]
    [MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public async Task The_service_filters_what_it_can(InstanceQuery query, string expected)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Json.Servers());
        using AlibabaCloud cloud = ecs.Open();

        await cloud.ListInstancesAsync(query, null, TestContext.Current.CancellationToken);

        Assert.Equal("DescribeInstances?AdditionalAttributes.1=META_OPTIONS&" + expected, Assert.Single(ecs.Calls).ToString());
    }

    // Whether the filter minds letter case no source tells; a wildcard is never left to it.
    [Fact]
    public async Task List_NameThatTheFilterDoesNotFind_IsLookedForInTheWholeList()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Json.Servers());
        using AlibabaCloud cloud = ecs.Open();

        await cloud.ListInstancesAsync(new() { Names = ["WEB-01"] }, null, TestContext.Current.CancellationToken);

        Assert.Equal(["WEB-01", null], ecs.Calls.Select(c => c["InstanceName"]));
    }

    [Fact]
    public async Task Many_ids_are_listed_a_hundred_a_call()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Json.Servers());
        using AlibabaCloud cloud = ecs.Open();
        InstanceQuery query = new() { Ids = [.. Enumerable.Range(0, 250).Select(n => $"i-{n}")] };

        string? continuation = null;
        do
        {
            continuation = (await cloud.ListInstancesAsync(query, continuation, TestContext.Current.CancellationToken)).Continuation;
        }
        while (continuation is not null);

        Assert.Equal([100, 100, 50], ecs.Calls.Select(c => JArray.Parse(c["InstanceIds"]!).Count));
    }

    [Fact]
    public async Task Servers_are_found_by_id_a_hundred_a_call_and_none_without_ids()
    {
        StubEcsHandler ecs = new StubEcsHandler().On(
            "DescribeInstances", c => Json.Servers([.. JArray.Parse(c["InstanceIds"]!).Select(id => Json.Server((string)id!, "Running"))]));
        using AlibabaCloud cloud = ecs.Open();

        string[] ids = [.. Enumerable.Range(0, 150).Select(n => $"i-{n}")];

        IReadOnlyList<EcsInstance> found = await cloud.FindInstancesAsync(ids, TestContext.Current.CancellationToken);
        IReadOnlyList<EcsInstance> none = await cloud.FindInstancesAsync([], TestContext.Current.CancellationToken);

        Assert.Equal((150, 2), (found.Select(i => i.Id).Distinct().Count(), ecs.Calls.Count));
        Assert.Empty(none);
    }

    [Fact]
    public async Task A_token_that_comes_twice_ends_the_list_with_an_error()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", Answer.Ok("""{"NextToken":"t","Instances":{"Instance":[]}}"""));
        using AlibabaCloud cloud = ecs.Open();

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.FindInstancesAsync(["i-1"], TestContext.Current.CancellationToken));

        Assert.Equal((EcsErrorId.MalformedAnswer, 2), (error.ErrorId, ecs.Calls.Count));
    }

    [Fact]
    public async Task Disks_come_with_the_system_disk_first()
    {
        JObject answer = SampleFiles.Read("alibaba", "DescribeDisks");
        JArray rows = (JArray)answer["Disks"]!["Disk"]!;
        rows.Add(rows[0]);
        rows.RemoveAt(0);
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeDisks", Answer.Ok(answer.ToString()));
        using AlibabaCloud cloud = ecs.Open();

        IReadOnlyList<EcsDisk> disks = await cloud.GetDisksAsync("i-bp1a2b3c4d5e6f7g8h01", TestContext.Current.CancellationToken);

        Assert.Equal("DescribeDisks?InstanceId=i-bp1a2b3c4d5e6f7g8h01&MaxResults=500", Assert.Single(ecs.Calls).ToString());
        Assert.Equal([("d-bp1aaaa1111bbbb2222c", true, 40, (bool?)true), ("d-bp1aaaa1111bbbb2223d", false, 200, false)],
            disks.Select(d => (d.Id, d.IsSystemDisk, d.SizeGiB, d.DeleteWithInstance)));
        Assert.Equal(("In_use", "cloud_essd", "/dev/xvda"), (disks[0].Status, disks[0].Category, disks[0].Device));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 7, 15, 41, TimeSpan.Zero), disks[0].CreatedAt);
    }

    // Whatever a field turns into, there is an object or an EcsException.
    [Fact]
    public async Task No_field_of_another_kind_breaks_the_reading()
    {
        string text = SampleFiles.ReadText("alibaba", "DescribeInstances.full");
        string[] paths = [.. JObject.Parse(text).DescendantsAndSelf().OfType<JProperty>().Select(p => p.Path)];
        foreach (string path in paths)
        {
            foreach (JToken other in new JToken[] { JValue.CreateNull(), 7, "x", true, new JArray(1, "y", new JObject()), new JObject { ["z"] = 1 } })
            {
                JObject answer = JObject.Parse(text);
                answer.SelectToken(path)!.Replace(other);
                await TryListAsync(Answer.Ok(answer.ToString()));
            }
        }

        foreach (string body in new[] { "", "[]", "null", "{", "<html>", "{\"Instances\":[]}", text[..(text.Length / 2)] })
        {
            await TryListAsync(Answer.Ok(body));
        }
    }

    private static async Task TryListAsync(Answer answer)
    {
        try
        {
            await ListAsync(answer);
        }
        catch (EcsException error)
        {
            Assert.Equal(EcsErrorId.MalformedAnswer, error.ErrorId);
        }
    }

    private static async Task<IReadOnlyList<EcsInstance>> ListAsync(Answer answer)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstances", answer);
        using AlibabaCloud cloud = ecs.Open();
        return (await cloud.ListInstancesAsync(new(), null, TestContext.Current.CancellationToken)).Items;
    }
}
