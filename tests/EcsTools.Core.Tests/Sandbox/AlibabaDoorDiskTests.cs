using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Changes of disks as docs/contracts/alibaba-ecs-lifecycle.md 2 has them.</summary>
public sealed class AlibabaDoorDiskTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorDiskTests()
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
    public async Task ResizeDisk_ServerIsRunning_IsExtendedOnline()
    {
        string disk = await DiskOf("web-01");

        JObject answer = await _caller.Ok("ResizeDisk", "DiskId", disk, "NewSize", "60", "Type", "online");

        Assert.Null(answer["OrderId"]);
        Assert.Equal(60, await SizeOf("web-01"));
    }

    [Fact]
    public async Task ResizeDisk_SameToken_IsDoneOnce()
    {
        string disk = await DiskOf("db-01");

        await _caller.Ok("ResizeDisk", "DiskId", disk, "NewSize", "60", "ClientToken", "t");
        await _caller.Ok("ResizeDisk", "DiskId", disk, "NewSize", "60", "ClientToken", "t");

        Assert.Equal(1, _server.Backend(SandboxCloud.Alibaba).Effects["resize-disk"]);
    }

    [Fact]
    public async Task ResizeDisk_Subscription_MakesAnOrder()
    {
        JObject answer = await _caller.Ok("ResizeDisk", "DiskId", await DiskOf("prepaid-01"), "NewSize", "60");

        Assert.NotEmpty((string)answer["OrderId"]!);
    }

    [Theory]
    [InlineData("web-01", "40", "online", "InvalidDiskSize")]
    [InlineData("web-01", "20", "online", "InvalidDiskSize.TooSmall")]
    [InlineData("web-01", "2049", "online", "InvalidDiskSize.TooLarge")]
    [InlineData("db-01", "60", "online", "InvalidInstanceStatus.NotRunning")]
    [InlineData("frozen-01", "60", "offline", "InstanceLockedForSecurity")]
    public async Task ResizeDisk_NotPossible_IsRefused(string server, string size, string type, string code)
    {
        Assert.Equal(code, await _caller.Refused(403, "ResizeDisk", "DiskId", await DiskOf(server), "NewSize", size, "Type", type));
    }

    [Fact]
    public async Task ResizeDisk_DiskIsBusyOrUnpaidOrOld_IsRefused()
    {
        string disk = await DiskOf("db-01");
        await _caller.Ok("CreateSnapshot", "DiskId", disk);
        Assert.Equal("DiskCreatingSnapshot", await _caller.Refused(403, "ResizeDisk", "DiskId", disk, "NewSize", "60"));
        _clock.Advance(TimeSpan.FromMinutes(2));
        EcsTools.Sandbox.Fleet.Server server = _server.Backend(SandboxCloud.Alibaba).FindDisk(disk)!.Value.Server!;
        server.HasUnpaidOrder = true;

        Assert.Equal("OperationDenied.UnfinishedOrder", await _caller.Refused(400, "ResizeDisk", "DiskId", disk, "NewSize", "60"));
        server.HasUnpaidOrder = false;
        server.ExpiresAt = DateTimeOffset.UnixEpoch;
        Assert.Equal("InstanceExpiredOrInArrears", await _caller.Refused(403, "ResizeDisk", "DiskId", disk, "NewSize", "60"));
        Assert.Equal("InvalidDiskId.NotFound", await _caller.Refused(404, "ResizeDisk", "DiskId", "d-none", "NewSize", "60"));
    }

    [Fact]
    public async Task ModifyDiskSpec_CategoryAndLevel_ChangeLater()
    {
        string disk = await DiskOf("web-01");

        JObject answer = await _caller.Ok("ModifyDiskSpec", "DiskId", disk, "DiskCategory", "cloud_auto");
        Assert.Equal("cloud_essd", (string?)(await DiskAt("web-01"))["Category"]);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(("cloud_auto", ""), ((string?)(await DiskAt("web-01"))["Category"], (string?)(await DiskAt("web-01"))["PerformanceLevel"]));
        await _caller.Ok("ModifyDiskSpec", "DiskId", disk, "DiskCategory", "cloud_essd");
        Assert.Equal("DiskInCoolingPeriod", await _caller.Refused(403, "ModifyDiskSpec", "DiskId", disk, "DiskCategory", "cloud_essd", "PerformanceLevel", "PL1"));
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.NotEmpty((string)answer["TaskId"]!);
        Assert.Equal(("cloud_essd", "PL1"), ((string?)(await DiskAt("web-01"))["Category"], (string?)(await DiskAt("web-01"))["PerformanceLevel"]));
    }

    [Theory]
    [InlineData(403, "NoChangeInDiskCategoryAndPerformanceLevel", "PerformanceLevel", "PL1")]
    [InlineData(403, "OperationDenied.PerformanceLevelNotMatch", "PerformanceLevel", "PL2")]
    [InlineData(403, "InvalidPerformanceLevel.TooLow", "PerformanceLevel", "PL0")]
    [InlineData(400, "InvalidPerformanceLevel.Malformed", "PerformanceLevel", "PL9")]
    [InlineData(400, "InvalidPerformanceLevelParam.Mismatch", "DiskCategory", "cloud_auto", "PerformanceLevel", "PL1")]
    [InlineData(400, "InvalidDiskCategory.ValueNotSupported", "DiskCategory", "cloud_paper")]
    [InlineData(400, "DryRunOperation", "DiskCategory", "cloud_auto", "DryRun", "true")]
    public async Task ModifyDiskSpec_NotPossible_IsRefused(int status, string code, params string[] parameters)
    {
        Assert.Equal(code, await _caller.Refused(status, "ModifyDiskSpec", ["DiskId", await DiskOf("web-01"), .. parameters]));
    }

    [Fact]
    public async Task ModifyDiskSpec_ExtensionAwaitsTheStart_IsRefused()
    {
        string disk = await DiskOf("db-01");
        await _caller.Ok("ResizeDisk", "DiskId", disk, "NewSize", "60");

        Assert.Equal("OperationDenied.DiskExpansionUnfinished", await _caller.Refused(403, "ModifyDiskSpec", "DiskId", disk, "DiskCategory", "cloud_auto"));
        await _caller.Ok("StartInstance", "InstanceId", await _caller.Id("db-01"));
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _caller.Ok("ModifyDiskSpec", "DiskId", disk, "DiskCategory", "cloud_auto");
    }

    [Fact]
    public async Task ModifyDiskAttribute_DecidesWhatBecomesOfTheDisk()
    {
        string disk = await DiskOf("web-01");

        await _caller.Ok("ModifyDiskAttribute", "DiskId", disk, "DeleteWithInstance", "false");

        Assert.False((bool)(await DiskAt("web-01"))["DeleteWithInstance"]!);
        Assert.Equal("NoAttributeToModify", await _caller.Refused(400, "ModifyDiskAttribute", "DiskId", disk));
        Assert.Equal("MissingParameter.DiskIdOrDiskIds", await _caller.Refused(400, "ModifyDiskAttribute", "DeleteWithInstance", "true"));
        Assert.Equal("ParameterConflict.DiskIdAndDiskIds", await _caller.Refused(400, "ModifyDiskAttribute", "DiskId", disk, "DiskIds.1", disk, "DeleteWithInstance", "true"));
    }

    private async Task<JObject> DiskAt(string server) => (await _caller.Disks(await _caller.Id(server)))[0];

    private async Task<string> DiskOf(string server) => (string)(await _caller.Disks(await _caller.Id(server)))[0]["DiskId"]!;

    private async Task<int> SizeOf(string server) => (int)(await _caller.Disks(await _caller.Id(server)))[0]["Size"]!;
}
