using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox;

public sealed class AlibabaDoorChangeTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorChangeTests()
    {
        _server = SandboxServer.Start(new SandboxOptions { Clock = _clock, DeniedOperations = ["alibaba:DescribeAvailableResource"] });
        _caller = new AlibabaCaller(_server);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_snapshot_grows_and_the_disk_can_be_rolled_back_to_it()
    {
        string id = await _caller.Id("db-01");
        string disk = (string)(await _caller.Disks(id))[0]["DiskId"]!;
        JObject created = await _caller.Ok("CreateSnapshot", "DiskId", disk, "SnapshotName", "before");
        string snapshot = (string)created["SnapshotId"]!;

        Assert.Equal("IncorrectDiskStatus.CreatingSnapshot", await _caller.Refused(403, "CreateSnapshot", "DiskId", disk));
        Assert.Equal("DiskCreatingSnapshot", await _caller.Refused(403, "ReInitDisk", "DiskId", disk));
        Assert.Equal("InvalidSnapshotId.NotReady", await _caller.Refused(403, "ResetDisk", "DiskId", disk, "SnapshotId", snapshot));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(("progressing", "50%"), await State(snapshot));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(("accomplished", "100%"), await State(snapshot));

        await _caller.Ok("ReInitDisk", "DiskId", disk);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Disk played = _server.Backend(SandboxCloud.Alibaba).FindDisk(disk)!.Value.Disk;
        Assert.Equal("Stopped", await _caller.Status("db-01"));
        Assert.Equal(1, played.Generation);
        Assert.Equal("DryRunOperation", await _caller.Refused(400, "ResetDisk", "DiskId", disk, "SnapshotId", snapshot, "DryRun", "true"));
        await _caller.Ok("ResetDisk", "DiskId", disk, "SnapshotId", snapshot);
        Assert.Equal(
            "InvalidOperation.DiskResetInProgress",
            await _caller.Refused(403, "ResetDisk", "DiskId", disk, "SnapshotId", snapshot));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("Stopped", await _caller.Status("db-01"));
        Assert.Equal(0, played.Generation);
    }

    [Fact]
    public async Task A_snapshot_fails_when_its_server_goes_down()
    {
        string id = await _caller.Id("web-01");
        string disk = (string)(await _caller.Disks(id))[0]["DiskId"]!;
        string snapshot = (string)(await _caller.Ok("CreateSnapshot", "DiskId", disk))["SnapshotId"]!;
        _clock.Advance(TimeSpan.FromSeconds(12));
        await _caller.Ok("RebootInstance", "InstanceId", id);
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("failed", (await State(snapshot)).Status);
    }

    [Fact]
    public async Task A_snapshot_of_a_replaced_disk_does_not_fit_the_new_one()
    {
        string id = await _caller.Id("db-01");
        string old = (string)(await _caller.Disks(id)).Single(d => (string?)d["Type"] == "system")["DiskId"]!;
        string snapshot = (string)(await _caller.Rows("DescribeSnapshots", "DiskId", old)).Single()["SnapshotId"]!;
        string image = (string)(await _caller.Server("db-01"))["ImageId"]!;
        string disk = (string)(await _caller.Ok("ReplaceSystemDisk", "InstanceId", id, "ImageId", image))["DiskId"]!;
        _clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal("InvalidParameter.Mismatch", await _caller.Refused(403, "ResetDisk", "DiskId", disk, "SnapshotId", snapshot));
        Assert.Equal("InvalidDiskId.NotFound", await _caller.Refused(404, "ResetDisk", "DiskId", old, "SnapshotId", snapshot));
    }

    [Fact]
    public async Task Snapshots_are_repeated_by_token_only()
    {
        string disk = (string)(await _caller.Disks(await _caller.Id("web-01")))[0]["DiskId"]!;
        string first = (string)(await _caller.Ok("CreateSnapshot", "DiskId", disk, "ClientToken", "t"))["SnapshotId"]!;

        Assert.Equal(first, (string?)(await _caller.Ok("CreateSnapshot", "DiskId", disk, "ClientToken", "t"))["SnapshotId"]);
        Assert.Equal(
            "IdempotentParameterMismatch",
            await _caller.Refused(403, "CreateSnapshot", "DiskId", disk, "ClientToken", "t", "SnapshotName", "other"));
        Assert.Equal(
            "InvalidSnapshotName.Malformed",
            await _caller.Refused(400, "CreateSnapshot", "DiskId", disk, "SnapshotName", "auto-1"));
        Assert.Equal(1, _server.Effects(SandboxCloud.Alibaba)["snapshot"]);
    }

    [Fact]
    public async Task A_size_changes_on_a_stopped_server_and_not_again_for_five_minutes()
    {
        string id = await _caller.Id("db-01");
        string[] larger = ["InstanceId", id, "InstanceType", "ecs.g7.xlarge"];
        Assert.Equal(
            "InvalidInstanceStatus.NotStopped",
            await _caller.Refused(400, "ModifyInstanceSpec", "InstanceId", await _caller.Id("web-01"), "InstanceType", "ecs.g7.xlarge"));
        await _caller.Ok("ModifyInstanceSpec", larger);
        _clock.Advance(TimeSpan.FromSeconds(11));

        JObject server = await _caller.Server("db-01");
        Assert.Equal(("ecs.g7.xlarge", 4, 16384), ((string?)server["InstanceType"], (int)server["Cpu"]!, (int)server["Memory"]!));
        Assert.Equal("Throttling", await _caller.Refused(400, "ModifyInstanceSpec", "InstanceId", id, "InstanceType", "ecs.g7.large"));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _caller.Ok("ModifyInstanceSpec", "InstanceId", id, "InstanceType", "ecs.g7.large");
        Assert.Equal(2, _server.Effects(SandboxCloud.Alibaba)["resize"]);
    }

    [Theory]
    [InlineData("prepaid-01", "ecs.g7.xlarge", 403, "ChargeTypeViolation")]
    [InlineData("frozen-01", "ecs.g7.xlarge", 403, "InstanceLockedForSecurity")]
    [InlineData("hpc-01", "ecs.g7.xlarge", 403, "CategoryViolation")]
    [InlineData("db-01", "ecs.none", 400, "InvalidInstanceType.ValueNotSupported")]
    [InlineData("db-01", "ecs.g7.16xlarge", 403, "OperationDenied.NoStock")]
    public async Task A_change_of_size_is_refused_where_it_cannot_be(string name, string type, int status, string code) =>
        Assert.Equal(code, await _caller.Refused(status, "ModifyInstanceSpec", "InstanceId", await _caller.Id(name), "InstanceType", type));

    [Fact]
    public async Task A_subscription_changes_by_order()
    {
        string id = await _caller.Id("prepaid-01");
        string[] upgrade = ["RegionId", "cn-hangzhou", "InstanceId", id, "InstanceType", "ecs.g7.xlarge"];

        Assert.Matches("^[0-9]+$", (string?)(await _caller.Ok("ModifyPrepayInstanceSpec", upgrade))["OrderId"]);
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("ecs.g7.xlarge", (string?)(await _caller.Server("prepaid-01"))["InstanceType"]);
        await _caller.Ok("ModifyPrepayInstanceSpec", [.. upgrade, "AutoPay", "false"]);
        Assert.Equal("InvalidInstance.UnpaidOrder", await _caller.Refused(400, "ModifyPrepayInstanceSpec", upgrade));
        upgrade[3] = await _caller.Id("db-01");
        Assert.Equal("InvalidInstanceChargeType.ValueNotSupported", await _caller.Refused(400, "ModifyPrepayInstanceSpec", upgrade));
    }

    [Fact]
    public async Task ModifyInstanceSpec_UnpaidOrder_IsRefused()
    {
        string id = await _caller.Id("db-01");
        await _caller.Ok("ModifyInstanceChargeType", "RegionId", "cn-hangzhou", "InstanceIds", $"[\"{id}\"]", "InstanceChargeType", "PrePaid", "Period", "1", "AutoPay", "false");

        Assert.Equal("InvalidInstance.UnpaidOrder", await _caller.Refused(403, "ModifyInstanceSpec", "InstanceId", id, "InstanceType", "ecs.g7.xlarge"));
    }

    [Fact]
    public async Task DescribeResourcesModification_Subscription_TellsUpFromDown()
    {
        string id = await _caller.Id("prepaid-01");
        await _caller.Ok("ModifyPrepayInstanceSpec", "RegionId", "cn-hangzhou", "InstanceId", id, "InstanceType", "ecs.g7.xlarge");
        _clock.Advance(TimeSpan.FromMinutes(6));

        Assert.DoesNotContain("ecs.g7.large", await Targets("Upgrade"));
        Assert.Contains("ecs.g7.large", await Targets("Downgrade"));

        async Task<string> Targets(string direction) => string.Join(" ", await _caller.Rows(
            "DescribeResourcesModification", "ResourceId", id, "DestinationResource", "InstanceType", "OperationType", direction));
    }

    [Fact]
    public async Task Sizes_and_their_stock_can_be_asked_for()
    {
        string id = await _caller.Id("db-01");
        JToken size = (await _caller.Rows("DescribeInstanceTypes", "InstanceTypes.1", "ecs.g7.large")).Single();
        string[] question = ["ResourceId", id, "DestinationResource", "InstanceType"];
        JToken zone = (await _caller.Rows("DescribeResourcesModification", question)).Single();
        JToken targets = zone["AvailableResources"]!["AvailableResource"]![0]!["SupportedResources"]!["SupportedResource"]!;

        Assert.Equal(8.0, (double)size["MemorySize"]!);
        Assert.Equal(["ecs.g7.xlarge Available", "ecs.g7.16xlarge SoldOut"], targets.Select(t => $"{t["Value"]} {t["Status"]}"));
    }

    [Fact]
    public async Task A_password_waits_for_a_restart()
    {
        string id = await _caller.Id("web-01");
        await _caller.Ok("ModifyInstanceAttribute", "InstanceId", id, "Password", "Secret-12345", "InstanceName", "web-renamed");
        Server server = _server.Backend(SandboxCloud.Alibaba).FindServer(id)!;

        Assert.Equal(("web-renamed", null, "Secret-12345"), (server.Name, server.Password, server.PendingPassword));
        await _caller.Ok("RebootInstance", "InstanceId", id);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Running", await _caller.Status("web-renamed"));
        Assert.Equal(("Secret-12345", null), (server.Password, server.PendingPassword));
    }

    [Fact]
    public async Task Attributes_are_checked_before_any_is_set()
    {
        string id = await _caller.Id("web-01");
        string subscription = await _caller.Id("prepaid-01");

        Assert.Equal(
            "InvalidPassword.Malformed",
            await _caller.Refused(400, "ModifyInstanceAttribute", "InstanceId", id, "InstanceName", "other", "Password", "weak"));
        Assert.Equal(
            "InvalidInstanceName.Malformed",
            await _caller.Refused(400, "ModifyInstanceAttribute", "InstanceId", id, "InstanceName", "1x"));
        Assert.Equal(
            "InvalidHostName.Malformed",
            await _caller.Refused(400, "ModifyInstanceAttribute", "InstanceId", await _caller.Id("win-01"), "HostName", "12345"));
        Assert.Equal(
            "InvalidChargeType.ValueNotSupported",
            await _caller.Refused(403, "ModifyInstanceAttribute", "InstanceId", subscription, "DeletionProtection", "true"));
        Assert.Equal(
            "InstanceLockedForSecurity",
            await _caller.Refused(403, "ModifyInstanceAttribute", "InstanceId", await _caller.Id("frozen-01"), "InstanceName", "other"));
        Assert.Equal("Running", await _caller.Status("web-01"));
    }

    [Fact]
    public async Task A_released_server_goes_with_its_disks_but_for_those_to_be_kept()
    {
        string id = await _caller.Id("db-01");
        JObject[] disks = await _caller.Disks(id);
        await _caller.Ok("DeleteInstance", "InstanceId", id);
        Assert.Equal("Stopping", await _caller.Status("db-01"));
        _clock.Advance(TimeSpan.FromSeconds(11));

        string diskIds = new JArray(disks.Select(d => d["DiskId"])).ToString();
        Assert.Empty(await _caller.Rows("DescribeInstances", "InstanceIds", $"[\"{id}\"]"));
        JObject left = (await _caller.Rows("DescribeDisks", "DiskIds", diskIds)).Single();
        Assert.Equal("data Available", $"{left["Type"]} {left["Status"]}");
        Assert.Equal("InvalidInstanceId.NotFound", await _caller.Refused(404, "DeleteInstance", "InstanceId", id));
        Assert.Equal(1, _server.Effects(SandboxCloud.Alibaba)["release"]);
    }

    [Theory]
    [InlineData("protected-01", "InvalidOperation.DeletionProtection")]
    [InlineData("prepaid-01", "ChargeTypeViolation")]
    [InlineData("web-01", "IncorrectInstanceStatus")]
    public async Task A_release_is_refused_where_it_cannot_be(string name, string code)
    {
        string id = await _caller.Id(name);
        string[] withAnother = ["RegionId", "cn-hangzhou", "InstanceId.1", await _caller.Id("db-01"), "InstanceId.2", id];

        Assert.Equal(code, await _caller.Refused(403, "DeleteInstance", "InstanceId", id));
        Assert.Equal(code, await _caller.Refused(403, "DeleteInstances", withAnother));
        Assert.Equal(
            "DRYRUN.SUCCESS",
            await _caller.Refused(400, "DeleteInstances", "RegionId", "cn-hangzhou", "InstanceId.1", id, "DryRun", "true"));
        Assert.Empty(_server.Effects(SandboxCloud.Alibaba));
    }

    [Fact]
    public async Task A_missing_right_is_named()
    {
        AlibabaAnswer answer = await _caller.Call(
            "DescribeAvailableResource", "RegionId", "cn-hangzhou", "DestinationResource", "InstanceType");

        Assert.Equal((403, "Forbidden.RAM"), (answer.Status, answer.Code));
        Assert.Equal("ecs:DescribeAvailableResource", (string?)answer.Body["AccessDeniedDetail"]!["AuthAction"]);
    }

    private async Task<(string Status, string Progress)> State(string snapshot)
    {
        JToken row = (await _caller.Rows("DescribeSnapshots", "SnapshotIds", $"[\"{snapshot}\"]")).Single();
        return ((string)row["Status"]!, (string)row["Progress"]!);
    }
}
