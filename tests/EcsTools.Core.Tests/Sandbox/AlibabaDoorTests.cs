using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox;

public sealed class AlibabaDoorTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorTests()
    {
        _server = SandboxServer.Start(new SandboxOptions { Clock = _clock });
        _caller = new AlibabaCaller(_server);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Regions_are_listed_with_their_endpoints()
    {
        JObject answer = await _caller.Ok("DescribeRegions");

        Assert.Equal(
            ["ecs.cn-hangzhou.aliyuncs.com", "ecs.ap-southeast-1.aliyuncs.com", "ecs.eu-central-1.aliyuncs.com"],
            answer["Regions"]!["Region"]!.Select(r => (string?)r["RegionEndpoint"]));
    }

    [Fact]
    public async Task The_cast_is_there_in_every_region()
    {
        foreach (string region in _server.Regions(SandboxCloud.Alibaba))
        {
            Assert.Equal("Running", (string?)(await _caller.Server("web-01", region))["Status"]);
        }

        Assert.Equal("Stopped", await _caller.Status("db-01"));
        Assert.Equal("true", (string?)(await _caller.Server("protected-01"))["DeletionProtection"], ignoreCase: true);
        Assert.Equal("PrePaid", (string?)(await _caller.Server("prepaid-01"))["InstanceChargeType"]);
        Assert.Equal("security", (string?)(await _caller.Server("frozen-01"))["OperationLocks"]!["LockReason"]![0]!["LockReason"]);
        Assert.NotEqual("", (string?)(await _caller.Server("byol-01"))["DedicatedHostAttribute"]!["DedicatedHostId"]);
        Assert.Equal("windows", (string?)(await _caller.Server("win-01"))["OSType"]);
        Assert.Empty(await _caller.Disks(await _caller.Id("diskless-01")));
        Assert.Equal(2, (await _caller.Disks(await _caller.Id("db-01"))).Length);
    }

    [Fact]
    public async Task Ten_rows_come_unless_more_are_asked_for_and_tokens_lead_through_all()
    {
        JObject first = await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou");
        Assert.Equal(10, first["Instances"]!["Instance"]!.Count());

        List<string> ids = [.. Ids(first)];
        string token = (string)first["NextToken"]!;
        while (token.Length > 0)
        {
            JObject page = await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", "MaxResults", "3", "NextToken", token);
            ids.AddRange(Ids(page));
            token = (string)page["NextToken"]!;
        }

        Assert.Equal(_server.Backend(SandboxCloud.Alibaba).Servers.Select(s => s.Id), ids);
    }

    [Fact]
    public async Task A_token_belongs_to_its_filters()
    {
        string token = (string)(await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou"))["NextToken"]!;

        Assert.Equal(
            "InvalidParameter.NextToken",
            await _caller.Refused(400, "DescribeInstances", "RegionId", "cn-hangzhou", "InstanceName", "web-*", "NextToken", token));
    }

    [Fact]
    public async Task Page_numbers_count_everything()
    {
        JObject page = await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", "PageNumber", "2", "PageSize", "15");

        Assert.Equal(_server.Backend(SandboxCloud.Alibaba).Servers.Count, (int)page["TotalCount"]!);
        Assert.Equal(
            "InvalidParameter.PageSize",
            await _caller.Refused(400, "DescribeInstances", "RegionId", "cn-hangzhou", "PageSize", "101"));
    }

    [Theory]
    [InlineData("InstanceName", "web-*", 6)]
    [InlineData("InstanceIds", "[]", 0)]
    [InlineData("InstanceIds", "[\"i-unknown\"]", 0)]
    [InlineData("InstanceChargeType", "PrePaid", 1)]
    [InlineData("LockReason", "security", 1)]
    [InlineData("ZoneId", "cn-hangzhou-j", 3)]
    [InlineData("PublicIpAddresses", "[\"203.0.113.10\"]", 1)]
    public async Task Filters_narrow_the_list(string name, string value, int count)
    {
        JObject answer = await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", name, value, "MaxResults", "100");

        Assert.Equal(count, answer["Instances"]!["Instance"]!.Count());
    }

    [Fact]
    public async Task Tags_narrow_the_list_and_bad_words_are_refused()
    {
        JObject answer = await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", "Tag.1.Key", "role", "Tag.1.Value", "db");
        Assert.Equal(2, answer["Instances"]!["Instance"]!.Count());

        Assert.Equal("InvalidStatus.NotFound", await _caller.Refused(404, "DescribeInstances", "RegionId", "cn-hangzhou", "Status", "Up"));
        Assert.Equal("InvalidRegionId.NotFound", await _caller.Refused(404, "DescribeInstances", "RegionId", "mars"));
        Assert.Equal("MissingParameter.RegionId", await _caller.Refused(400, "DescribeInstances"));
        Assert.Equal("DryRunOperation", await _caller.Refused(400, "DescribeInstances", "RegionId", "cn-hangzhou", "DryRun", "true"));
    }

    [Fact]
    public async Task A_stop_passes_through_Stopping_after_a_moment_of_Running()
    {
        string id = await _caller.Id("web-01");
        await _caller.Ok("StopInstance", "InstanceId", id, "StoppedMode", "KeepCharging");

        Assert.Equal("Running", await _caller.Status("web-01"));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("Stopping", await _caller.Status("web-01"));
        Assert.Equal("IncorrectInstanceStatus", await _caller.Refused(403, "StopInstance", "InstanceId", id));
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("Stopped", await _caller.Status("web-01"));
        Assert.Equal("KeepCharging", (string?)(await _caller.Server("web-01"))["StoppedMode"]);
        Assert.Equal(1, _server.Effects(SandboxCloud.Alibaba)["stop"]);
    }

    [Fact]
    public async Task A_restart_passes_through_Stopped_and_has_a_new_start_time()
    {
        JObject before = await _caller.Server("web-01");
        await _caller.Ok("RebootInstance", "InstanceId", (string)before["InstanceId"]!);
        HashSet<string> seen = [];
        for (int i = 0; i < 31; i++)
        {
            seen.Add(await _caller.Status("web-01"));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["Running", "Starting", "Stopped", "Stopping"], seen.Order());
        Assert.NotEqual((string?)before["StartTime"], (string?)(await _caller.Server("web-01"))["StartTime"]);
    }

    [Fact]
    public async Task A_guest_that_ignores_the_shutdown_needs_force()
    {
        string id = await _caller.Id("web-01");
        _server.Backend(SandboxCloud.Alibaba).FindServer(id)!.IgnoresShutdown = true;
        await _caller.Ok("StopInstance", "InstanceId", id);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Stopping", await _caller.Status("web-01"));

        await _caller.Ok("StopInstance", "InstanceId", id, "ForceStop", "true");
        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("Stopped", await _caller.Status("web-01"));
    }

    [Fact]
    public async Task An_economical_stop_costs_the_public_address()
    {
        string id = await _caller.Id("web-01");
        string? before = PublicIp(await _caller.Server("web-01"));
        await _caller.Ok("StopInstance", "InstanceId", id, "StoppedMode", "StopCharging");
        _clock.Advance(TimeSpan.FromMinutes(1));
        JObject stopped = await _caller.Server("web-01");
        await _caller.Ok("StartInstance", "InstanceId", id);
        _clock.Advance(TimeSpan.FromMinutes(1));
        JObject started = await _caller.Server("web-01");

        Assert.Equal("StopCharging", (string?)stopped["StoppedMode"]);
        Assert.Null(PublicIp(stopped));
        Assert.Equal("Running", (string?)started["Status"]);
        Assert.NotEqual(before, PublicIp(started));
    }

    [Fact]
    public async Task A_subscription_is_stopped_in_the_usual_way_whatever_is_asked()
    {
        string id = await _caller.Id("prepaid-01");
        await _caller.Ok("StartInstance", "InstanceId", id);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _caller.Ok("StopInstance", "InstanceId", id, "StoppedMode", "StopCharging");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("KeepCharging", (string?)(await _caller.Server("prepaid-01"))["StoppedMode"]);
    }

    [Fact]
    public async Task Locks_and_missing_disks_forbid_a_start()
    {
        Assert.Equal("InstanceLockedForSecurity", await _caller.Refused(403, "StartInstance", "InstanceId", await _caller.Id("frozen-01")));
        Assert.Equal("DiskError", await _caller.Refused(403, "StartInstance", "InstanceId", await _caller.Id("diskless-01")));
        Assert.Equal("InvalidInstanceId.NotFound", await _caller.Refused(404, "StartInstance", "InstanceId", "i-unknown"));
        Assert.Equal("MissingParameter.InstanceId", await _caller.Refused(400, "StartInstance"));
        Assert.Equal(
            "DryRunOperation",
            await _caller.Refused(400, "StartInstance", "InstanceId", await _caller.Id("web-01"), "DryRun", "true"));
        Assert.DoesNotContain("start", _server.Effects(SandboxCloud.Alibaba).Keys);
    }

    [Fact]
    public async Task SuccessFirst_answers_for_each_server_and_AllTogether_for_all()
    {
        string running = await _caller.Id("web-01");
        string stopped = await _caller.Id("db-01");
        string[] both = ["RegionId", "cn-hangzhou", "InstanceId.1", running, "InstanceId.2", stopped];

        Assert.Equal("IncorrectInstanceStatus", await _caller.Refused(403, "StopInstances", both));
        Assert.DoesNotContain("stop", _server.Effects(SandboxCloud.Alibaba).Keys);
        JObject[] items = await _caller.Rows("StopInstances", [.. both[2..], "BatchOptimization", "SuccessFirst"]);

        Assert.Equal(["200", "IncorrectInstanceStatus"], items.Select(i => (string?)i["Code"]));
        Assert.Equal(["Stopping", "Stopped"], items.Select(i => (string?)i["CurrentStatus"]));
    }

    [Fact]
    public async Task Batches_are_limited_and_dry_runs_end_with_their_own_code()
    {
        string[] one = ["RegionId", "cn-hangzhou", "InstanceId.1", await _caller.Id("web-01")];
        string[] many = [.. Enumerable.Range(1, 101).SelectMany(i => new[] { $"InstanceId.{i}", $"i-{i}" })];

        Assert.Equal(
            "InvalidParameter.TooManyInstanceIds",
            await _caller.Refused(403, "StartInstances", ["RegionId", "cn-hangzhou", .. many]));
        Assert.Equal("InvalidInstanceId.NotFound", await _caller.Refused(403, "StartInstances", "RegionId", "cn-hangzhou"));
        Assert.Equal("DRYRUN.SUCCESS", await _caller.Refused(400, "StopInstances", [.. one, "DryRun", "true"]));
        Assert.Equal(0, _server.Effects(SandboxCloud.Alibaba).Values.Sum());
        Assert.Equal(3, _server.WriteCount);
    }

    [Fact]
    public async Task Status_comes_by_pages_of_fifty()
    {
        RegionBackend world = _server.Backend(SandboxCloud.Alibaba);
        string[] ids = [.. Enumerable.Range(1, 3).SelectMany(i => new[] { $"InstanceId.{i}", world.Servers[i].Id })];

        JObject answer = await _caller.Ok("DescribeInstanceStatus", ["RegionId", "cn-hangzhou", "PageSize", "2", .. ids]);

        Assert.Equal(3, (int)answer["TotalCount"]!);
        Assert.Equal(2, answer["InstanceStatuses"]!["InstanceStatus"]!.Count());
        Assert.Equal(
            "InvalidParameter.PageSize",
            await _caller.Refused(400, "DescribeInstanceStatus", "RegionId", "cn-hangzhou", "PageSize", "51"));
    }

    [Fact]
    public async Task ReInitDisk_keeps_the_disk_and_wipes_it()
    {
        string id = await _caller.Id("db-01");
        string diskId = (string)(await _caller.Disks(id))[0]["DiskId"]!;
        await _caller.Ok("ReInitDisk", "DiskId", diskId, "Password", "Secret-12345", "AutoStartInstance", "true");

        Assert.Equal("ReIniting", (string?)(await _caller.Disks(id))[0]["Status"]);
        Assert.Equal("IncorrectInstanceStatus", await _caller.Refused(403, "StartInstance", "InstanceId", id));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("In_use", (string?)(await _caller.Disks(id))[0]["Status"]);
        Assert.Equal("Starting", await _caller.Status("db-01"));
        _clock.Advance(TimeSpan.FromSeconds(21));

        Server server = _server.Backend(SandboxCloud.Alibaba).FindServer(id)!;
        Assert.Equal("Running", await _caller.Status("db-01"));
        Assert.Equal((1, diskId, "Secret-12345"), (server.Wipes, server.SystemDisk!.Id, server.Password));
        Assert.Equal(1, _server.Effects(SandboxCloud.Alibaba)["rebuild"]);
    }

    [Theory]
    [InlineData("web-01", 403, "IncorrectInstanceStatus")]
    [InlineData("frozen-01", 403, "InstanceLockedForSecurity")]
    [InlineData("hpc-01", 400, "DiskCategory.OperationNotSupported")]
    [InlineData("oldimage-01", 404, "InvalidDiskId.OperationNotSupported")]
    public async Task ReInitDisk_is_refused_where_it_cannot_be(string name, int status, string code)
    {
        string diskId = (string)(await _caller.Disks(await _caller.Id(name)))[0]["DiskId"]!;

        Assert.Equal(code, await _caller.Refused(status, "ReInitDisk", "DiskId", diskId));
        Assert.DoesNotContain("rebuild", _server.Effects(SandboxCloud.Alibaba).Keys);
    }

    [Fact]
    public async Task ReInitDisk_checks_disk_and_login()
    {
        string diskId = (string)(await _caller.Disks(await _caller.Id("db-01")))[0]["DiskId"]!;
        string windows = (string)(await _caller.Disks(await _caller.Id("byol-01")))[0]["DiskId"]!;

        Assert.Equal("InvalidDiskId.NotFound", await _caller.Refused(404, "ReInitDisk", "DiskId", "d-unknown"));
        Assert.Equal("InvalidPassword.Malformed", await _caller.Refused(400, "ReInitDisk", "DiskId", diskId, "Password", "short"));
        Assert.Equal("InvalidKeyPairName.NotFound", await _caller.Refused(400, "ReInitDisk", "DiskId", diskId, "KeyPairName", "none"));
        Assert.Equal(
            "DependencyViolation.WindowsInstance",
            await _caller.Refused(403, "ReInitDisk", "DiskId", windows, "KeyPairName", _server.Credentials.KeyPairName));
    }

    [Fact]
    public async Task ReplaceSystemDisk_gives_a_new_disk_without_the_key_pair()
    {
        JObject before = await _caller.Server("db-01");
        string id = (string)before["InstanceId"]!;
        string oldDisk = (string)(await _caller.Disks(id)).Single(d => (string?)d["Type"] == "system")["DiskId"]!;
        string image = (string)(await Images()).First(i => (string?)i["Platform"] == "SUSE")["ImageId"]!;
        string[] parameters = ["InstanceId", id, "ImageId", image, "Password", "Secret-12345", "ClientToken", "t-1"];

        string newDisk = (string)(await _caller.Ok("ReplaceSystemDisk", parameters))["DiskId"]!;
        Assert.Equal(newDisk, (string?)(await _caller.Ok("ReplaceSystemDisk", parameters))["DiskId"]);
        Assert.Equal(
            "IdempotentParameterMismatch",
            await _caller.Refused(400, "ReplaceSystemDisk", [.. parameters, "SystemDisk.Size", "100"]));
        Assert.NotEmpty((await _caller.Server("db-01"))["OperationLocks"]!["LockReason"]!);
        _clock.Advance(TimeSpan.FromSeconds(121));

        JObject after = await _caller.Server("db-01");
        Assert.NotEqual(oldDisk, newDisk);
        Assert.Equal(newDisk, (string?)(await _caller.Disks(id)).Single(d => (string?)d["Type"] == "system")["DiskId"]);
        Assert.Equal(("Stopped", image, ""), ((string?)after["Status"], (string?)after["ImageId"], (string?)after["KeyPairName"]));
        Assert.Empty(after["OperationLocks"]!["LockReason"]!);
        Assert.Equal(1, _server.Effects(SandboxCloud.Alibaba)["replace"]);
    }

    [Fact]
    public async Task ReplaceSystemDisk_checks_image_size_and_state()
    {
        string id = await _caller.Id("db-01");
        string image = (string)(await Images())[0]["ImageId"]!;

        Assert.Equal("MissingParameter", await _caller.Refused(400, "ReplaceSystemDisk", "InstanceId", id));
        Assert.Equal("InvalidImageId.NotFound", await _caller.Refused(404, "ReplaceSystemDisk", "InstanceId", id, "ImageId", "m-none"));
        Assert.Equal(
            "InvalidSystemDiskSize.LessThanMinSize",
            await _caller.Refused(404, "ReplaceSystemDisk", "InstanceId", id, "ImageId", image, "SystemDisk.Size", "30"));
        Assert.Equal(
            "IncorrectInstanceStatus",
            await _caller.Refused(403, "ReplaceSystemDisk", "InstanceId", await _caller.Id("web-01"), "ImageId", image));
        Assert.Equal(
            "InvalidInstance.NotFoundSystemDisk",
            await _caller.Refused(400, "ReplaceSystemDisk", "InstanceId", await _caller.Id("diskless-01"), "ImageId", image));
        string[] twoLogins = ["InstanceId", id, "ImageId", image, "Password", "Secret-12345", "PasswordInherit", "true"];
        Assert.Equal("InvalidPasswordParam.Mismatch", await _caller.Refused(400, "ReplaceSystemDisk", twoLogins));
    }

    [Fact]
    public async Task Disks_are_found_by_their_ids_and_a_loose_one_stays_in_the_list()
    {
        Disk loose = _server.Backend(SandboxCloud.Alibaba).LooseDisks.Single();
        JObject byId = await _caller.Ok("DescribeDisks", "RegionId", "cn-hangzhou", "DiskIds", $"[\"{loose.Id}\"]");
        JObject none = await _caller.Ok("DescribeDisks", "RegionId", "cn-hangzhou", "DiskIds", "[]");
        JObject data = await _caller.Ok("DescribeDisks", "RegionId", "cn-hangzhou", "DiskType", "data");

        Assert.Equal("Available", (string?)byId["Disks"]!["Disk"]!.Single()["Status"]);
        Assert.Empty(none["Disks"]!["Disk"]!);
        Assert.Equal(2, data["Disks"]!["Disk"]!.Count());
    }

    [Fact]
    public async Task Images_can_be_told_apart_by_owner_and_system()
    {
        JToken[] self = await Images("ImageOwnerAlias", "self");
        JToken[] windows = await Images("OSType", "windows");

        Assert.Equal("golden-web", (string?)Assert.Single(self)["ImageName"]);
        Assert.Equal("Windows", (string?)Assert.Single(windows)["Platform"]);
        Assert.Equal(6, (await Images()).Length);
    }

    [Fact]
    public async Task A_key_pair_is_attached_server_by_server()
    {
        string name = _server.Credentials.KeyPairName;
        JObject pair = Assert.Single(await _caller.Rows("DescribeKeyPairs", "IncludePublicKey", "true"), p => (string?)p["KeyPairName"] == name);
        string ids = new JArray(await _caller.Id("web-01"), await _caller.Id("win-01")).ToString();

        JObject answer = await _caller.Ok("AttachKeyPair", "RegionId", "cn-hangzhou", "KeyPairName", name, "InstanceIds", ids);

        Assert.StartsWith("ssh-rsa ", (string?)pair["PublicKey"]);
        Assert.Equal("1", (string?)answer["FailCount"]);
        Assert.Equal(["200", "DependencyViolation.WindowsInstance"], answer["Results"]!["Result"]!.Select(r => (string?)r["Code"]));
    }

    private static IEnumerable<string> Ids(JObject page) => page["Instances"]!["Instance"]!.Select(i => (string)i["InstanceId"]!);

    private static string? PublicIp(JObject server) => (string?)server["PublicIpAddress"]!["IpAddress"]!.FirstOrDefault();

    private async Task<JToken[]> Images(params string[] filters) =>
        [.. (await _caller.Ok("DescribeImages", ["RegionId", "cn-hangzhou", .. filters]))["Images"]!["Image"]!];
}
