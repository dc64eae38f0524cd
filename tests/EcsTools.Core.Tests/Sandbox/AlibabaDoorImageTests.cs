using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Images made of servers and policies applied to disks, as a client of a few lines sees them.</summary>
public sealed class AlibabaDoorImageTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorImageTests()
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
    public async Task An_image_grows_out_of_snapshots_of_all_disks()
    {
        string id = await _caller.Id("db-01");
        string image = await CreateAsync(id, "ImageName", "golden", "Description", "why", "Tag.1.Key", "team", "Tag.1.Value", "ops");

        Assert.Empty(await _caller.Rows("DescribeImages", "ImageId", image));
        Assert.Equal("IncorrectDiskStatus.CreatingSnapshot", await RefusedAsync(403, id));
        _clock.Advance(TimeSpan.FromSeconds(45));
        JObject making = await FindAsync(image);
        Assert.Equal(("Creating", "50%", "golden", "why"), ((string?)making["Status"], (string?)making["Progress"], (string?)making["ImageName"], (string?)making["Description"]));
        Assert.Equal("InvalidImageId.NotFound", await _caller.Refused(404, "ReplaceSystemDisk", "InstanceId", id, "ImageId", image));
        _clock.Advance(TimeSpan.FromSeconds(45));
        JObject made = Assert.Single(await _caller.Rows("DescribeImages", "Tag.1.Key", "team", "Tag.1.Value", "ops"));

        Assert.Equal((image, "Available", "100%", "self"), ((string?)made["ImageId"], (string?)made["Status"], (string?)made["Progress"], (string?)made["ImageOwnerAlias"]));
        Assert.False((bool)made["Usable"]!);
        Assert.Equal("OperationDenied.ImageNotValid", await _caller.Refused(403, "ReplaceSystemDisk", "InstanceId", id, "ImageId", image));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((bool)Assert.Single(await _caller.Rows("DescribeImages", "ImageId", image))["Usable"]!);
        JToken[] disks = [.. made["DiskDeviceMappings"]!["DiskDeviceMapping"]!];
        Assert.Equal(["system", "data"], disks.Select(d => (string?)d["Type"]));
        Assert.Equal(
            (await _caller.Disks(id)).Select(d => (string?)d["DiskId"]),
            await Task.WhenAll(disks.Select(async d => (string?)(await _caller.Rows("DescribeSnapshots", "SnapshotIds", $"[\"{d["SnapshotId"]}\"]")).Single()["SourceDiskId"])));
        Assert.Equal(1, _server.Effects(SandboxCloud.Alibaba)["image"]);
        await _caller.Ok("ReplaceSystemDisk", "InstanceId", id, "ImageId", image, "SystemDisk.Size", "40");
    }

    [Fact]
    public async Task An_image_fails_when_its_server_goes_down()
    {
        string id = await _caller.Id("web-01");
        string image = await CreateAsync(id);
        _clock.Advance(TimeSpan.FromSeconds(12));
        await _caller.Ok("StopInstance", "InstanceId", id);
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("CreateFailed", (string?)(await FindAsync(image))["Status"]);
    }

    [Fact]
    public async Task An_image_can_be_made_of_a_snapshot_of_a_system_disk()
    {
        JObject[] snapshots = await _caller.Rows("DescribeSnapshots", "InstanceId", await _caller.Id("db-02"));
        string Of(string type) => (string)snapshots.Single(s => (string?)s["SourceDiskType"] == type)["SnapshotId"]!;
        string image = (string)(await _caller.Ok("CreateImage", "RegionId", "cn-hangzhou", "SnapshotId", Of("system")))["ImageId"]!;
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("Available", (string?)(await FindAsync(image))["Status"]);
        Assert.Equal("OperationDenied", await _caller.Refused(403, "CreateImage", "RegionId", "cn-hangzhou", "SnapshotId", Of("data")));
        Assert.Equal("InvalidSnapshotId.NotFound", await _caller.Refused(404, "CreateImage", "RegionId", "cn-hangzhou", "SnapshotId", "s-none"));
    }

    [Theory]
    [InlineData("web-01", 400, "InvalidImageName.Malformed", "ImageName", "1st")]
    [InlineData("web-01", 400, "InvalidImageName.Malformed", "ImageName", "https://x")]
    [InlineData("web-01", 400, "InvalidImageName.Duplicated", "ImageName", "golden-web")]
    [InlineData("web-01", 400, "InvalidDescription.Malformed", "Description", "x")]
    [InlineData("frozen-01", 400, "InstanceLockedForSecurity")]
    [InlineData("diskless-01", 403, "IncorrectDiskStatus")]
    public async Task An_image_is_refused(string server, int status, string code, params string[] parameters)
    {
        // The private image of the cast is called by its id.
        string taken = (string)(await _caller.Rows("DescribeImages", "ImageOwnerAlias", "self")).Single()["ImageName"]!;

        Assert.Equal(code, await RefusedAsync(status, await _caller.Id(server), [.. parameters.Select(p => p == "golden-web" ? taken : p)]));
        Assert.False(_server.Effects(SandboxCloud.Alibaba).ContainsKey("image"));
    }

    [Fact]
    public async Task An_image_needs_a_source_that_is_at_rest()
    {
        string id = await _caller.Id("web-01");
        await _caller.Ok("StopInstance", "InstanceId", id);

        Assert.Equal("IncorrectInstanceStatus", await RefusedAsync(400, id));
        Assert.Equal("InvalidInstanceId.NotFound", await RefusedAsync(404, "i-none"));
        Assert.Equal("MissingParameter", await _caller.Refused(400, "CreateImage", "RegionId", "cn-hangzhou"));
    }

    [Fact]
    public async Task Images_are_repeated_by_token_only()
    {
        string id = await _caller.Id("web-01");
        string first = await CreateAsync(id, "ImageName", "golden", "ClientToken", "t");

        Assert.Equal(first, await CreateAsync(id, "ImageName", "golden", "ClientToken", "t"));
        Assert.Equal("IdempotenceParamNotMatch", await RefusedAsync(400, id, "ImageName", "other", "ClientToken", "t"));
        Assert.Equal(1, _server.Effects(SandboxCloud.Alibaba)["image"]);
    }

    [Theory]
    [InlineData(true, "nightly weekly")]
    [InlineData(false, "weekly")]
    public async Task A_policy_is_applied_to_disks_and_taken_back(bool addsUp, string expected)
    {
        using SandboxServer server = SandboxServer.Start(new SandboxOptions { Clock = _clock, UndocumentedBehavior = new UndocumentedBehavior { AlibabaPoliciesAddUp = addsUp } });
        using AlibabaCaller caller = new(server);
        string disk = (string)(await caller.Disks(await caller.Id("db-01")))[0]["DiskId"]!;
        string weekly = await PolicyAsync(caller, "weekly");

        await caller.Ok("ApplyAutoSnapshotPolicy", "regionId", "cn-hangzhou", "autoSnapshotPolicyId", weekly, "diskIds", $"[\"{disk}\"]");
        await caller.Ok("ApplyAutoSnapshotPolicy", "regionId", "cn-hangzhou", "autoSnapshotPolicyId", weekly, "diskIds", $"[\"{disk}\"]");

        string[] names = await Task.WhenAll(expected.Split(' ').Select(n => PolicyAsync(caller, n)));
        Assert.Equal(names, (await caller.Rows("DescribeAutoSnapshotPolicyAssociations", "DiskId", disk)).Select(r => (string?)r["AutoSnapshotPolicyId"]));
        JObject seen = (await caller.Rows("DescribeDisks", "AutoSnapshotPolicyId", weekly)).Single();
        Assert.Equal((disk, true, string.Join(',', names)), ((string?)seen["DiskId"], (bool)seen["EnableAutomatedSnapshotPolicy"]!, (string?)seen["AutoSnapshotPolicyId"]));

        await caller.Ok("CancelAutoSnapshotPolicy", "regionId", "cn-hangzhou", "autoSnapshotPolicyId", weekly, "diskIds", $"[\"{disk}\"]");
        Assert.Empty(await caller.Rows("DescribeDisks", "AutoSnapshotPolicyId", weekly));
    }

    [Fact]
    public async Task A_policy_stays_with_its_disk()
    {
        string id = await _caller.Id("db-01");
        string system = (string)(await _caller.Disks(id))[0]["DiskId"]!;
        await _caller.Ok("ReInitDisk", "DiskId", system);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(await _caller.Rows("DescribeAutoSnapshotPolicyAssociations", "DiskId", system));

        string image = (string)(await _caller.Server("db-01"))["ImageId"]!;
        string fresh = (string)(await _caller.Ok("ReplaceSystemDisk", "InstanceId", id, "ImageId", image))["DiskId"]!;

        Assert.Empty(await _caller.Rows("DescribeAutoSnapshotPolicyAssociations", "DiskId", fresh));
    }

    [Theory]
    [InlineData(400, "MissingParameter.regionId", "RegionId", "cn-hangzhou", "autoSnapshotPolicyId", "[nightly]", "diskIds", "[\"[disk]\"]")]
    [InlineData(400, "MissingParameter.autoSnapshotPolicyId", "regionId", "cn-hangzhou", "AutoSnapshotPolicyId", "[nightly]", "diskIds", "[\"[disk]\"]")]
    [InlineData(400, "MissingParameter.diskIds", "regionId", "cn-hangzhou", "autoSnapshotPolicyId", "[nightly]")]
    [InlineData(404, "ParameterInvalid", "regionId", "cn-hangzhou", "autoSnapshotPolicyId", "sp-none", "diskIds", "[\"[disk]\"]")]
    [InlineData(403, "ParameterInvalid", "regionId", "cn-hangzhou", "autoSnapshotPolicyId", "[nightly]", "diskIds", "[disk]")]
    [InlineData(404, "InvalidDiskId.NotFound", "regionId", "cn-hangzhou", "autoSnapshotPolicyId", "[nightly]", "diskIds", "[\"d-none\"]")]
    public async Task A_policy_is_refused(int status, string code, params string[] parameters)
    {
        string nightly = await PolicyAsync(_caller, "nightly");
        string disk = (string)(await _caller.Disks(await _caller.Id("web-01")))[0]["DiskId"]!;

        Assert.Equal(code, await _caller.Refused(
            status, "ApplyAutoSnapshotPolicy", [.. parameters.Select(p => p.Replace("[nightly]", nightly, StringComparison.Ordinal).Replace("[disk]", disk, StringComparison.Ordinal))]));
        Assert.False(_server.Effects(SandboxCloud.Alibaba).ContainsKey("apply-policy"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_with_data_disks_may_not_fit_a_system_disk(bool spoils)
    {
        using SandboxServer server = SandboxServer.Start(new SandboxOptions { Clock = _clock, UndocumentedBehavior = new UndocumentedBehavior { AlibabaDataDisksSpoilImage = spoils } });
        using AlibabaCaller caller = new(server);
        string id = await caller.Id("db-01");
        string image = (string)(await caller.Ok("CreateImage", "RegionId", "cn-hangzhou", "InstanceId", id))["ImageId"]!;
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(spoils ? 0 : 1, (await caller.Rows("DescribeImages", "ImageId", image, "ActionType", "ChangeOS")).Length);
        Assert.Equal(spoils ? 400 : 200, (await caller.Call("ReplaceSystemDisk", "InstanceId", id, "ImageId", image)).Status);
    }

    private static async Task<string> PolicyAsync(AlibabaCaller caller, string name) =>
        (string)(await caller.Rows("DescribeAutoSnapshotPolicyEx", "AutoSnapshotPolicyName", name)).Single()["AutoSnapshotPolicyId"]!;

    private async Task<string> CreateAsync(string server, params string[] parameters) =>
        (string)(await _caller.Ok("CreateImage", ["RegionId", "cn-hangzhou", "InstanceId", server, .. parameters]))["ImageId"]!;

    private Task<string> RefusedAsync(int status, string server, params string[] parameters) =>
        _caller.Refused(status, "CreateImage", ["RegionId", "cn-hangzhou", "InstanceId", server, .. parameters]);

    private async Task<JObject> FindAsync(string image) => (await _caller.Rows("DescribeImages", "ImageId", image, "Status", "ALL")).Single();
}
