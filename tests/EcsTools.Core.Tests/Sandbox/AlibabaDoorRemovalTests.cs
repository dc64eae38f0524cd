using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Deletions of snapshots and images as docs/contracts/alibaba-ecs-lifecycle.md 10 has them.</summary>
public sealed class AlibabaDoorRemovalTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorRemovalTests()
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
    public async Task DeleteSnapshot_DiskIsMadeOfIt_NeedsForce()
    {
        string id = await SnapshotAsync();
        _server.Backend(SandboxCloud.Alibaba).AddLoose(new Disk { Id = "d-copy", Category = "cloud_essd", SourceSnapshotId = id, Phase = DiskPhase.Available });

        Assert.Equal("disk", await UsageAsync(id));
        Assert.Equal("d-copy", (string?)Assert.Single(await _caller.Rows("DescribeDisks", "SnapshotId", id))["DiskId"]);
        Assert.Equal("SnapshotCreatedDisk", await _caller.Refused(403, "DeleteSnapshot", "SnapshotId", id));
        await _caller.Ok("DeleteSnapshot", "SnapshotId", id, "Force", "true");
        Assert.Empty(await _caller.Rows("DescribeSnapshots", "SnapshotIds", $"[\"{id}\"]"));
    }

    [Fact]
    public async Task DeleteSnapshot_ImageIsMadeOfIt_IsRefusedUntilTheImageIsGoneForAWhile()
    {
        string id = await SnapshotAsync();
        string image = (string)(await _caller.Ok("CreateImage", "RegionId", "cn-hangzhou", "SnapshotId", id))["ImageId"]!;
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("image", await UsageAsync(id));
        Assert.Equal("SnapshotCreatedImage", await _caller.Refused(403, "DeleteSnapshot", "SnapshotId", id, "Force", "true"));
        await _caller.Ok("DeleteImage", "RegionId", "cn-hangzhou", "ImageId", image);
        Assert.Equal("image", await UsageAsync(id));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("none", await UsageAsync(id));
        await _caller.Ok("DeleteSnapshot", "SnapshotId", id);
    }

    [Fact]
    public async Task DeleteSnapshot_StillBeingMade_CancelsIt()
    {
        string disk = (string)(await _caller.Disks(await _caller.Id("db-01")))[0]["DiskId"]!;
        string id = (string)(await _caller.Ok("CreateSnapshot", "DiskId", disk))["SnapshotId"]!;

        await _caller.Ok("DeleteSnapshot", "SnapshotId", id);
        await _caller.Ok("CreateSnapshot", "DiskId", disk);

        Assert.Empty(await _caller.Rows("DescribeSnapshots", "SnapshotIds", $"[\"{id}\"]"));
    }

    [Fact]
    public async Task DeleteImage_InUseOrSharedOrForeign_IsRefused()
    {
        string image = (string)(await _caller.Ok("CreateImage", "RegionId", "cn-hangzhou", "SnapshotId", await SnapshotAsync()))["ImageId"]!;
        _clock.Advance(TimeSpan.FromMinutes(5));
        RegionBackend world = _server.Backend(SandboxCloud.Alibaba);
        Server server = world.Servers.First(s => s.Name == "web-01");
        (string before, server.ImageId) = (server.ImageId, image);

        Assert.Equal("ImageUsingByInstance", await _caller.Refused(403, "DeleteImage", "RegionId", "cn-hangzhou", "ImageId", image));
        server.ImageId = before;
        world.FindImage(image)!.IsSharedWithOthers = true;
        Assert.Equal("ImageUseShared", await _caller.Refused(403, "DeleteImage", "RegionId", "cn-hangzhou", "ImageId", image));
        Assert.Equal("InvalidImageId.NotFound", await _caller.Refused(404, "DeleteImage", "RegionId", "cn-hangzhou", "ImageId", before));
    }

    [Fact]
    public async Task Delete_Unknown_IsPassedOver()
    {
        await _caller.Ok("DeleteSnapshot", "SnapshotId", "s-gone");
        await _caller.Ok("DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-gone");

        Assert.DoesNotContain("delete-snapshot", _server.Effects(SandboxCloud.Alibaba).Keys);
    }

    private async Task<string> SnapshotAsync()
    {
        string disk = (string)(await _caller.Disks(await _caller.Id("db-01")))[0]["DiskId"]!;
        string id = (string)(await _caller.Ok("CreateSnapshot", "DiskId", disk))["SnapshotId"]!;
        _clock.Advance(TimeSpan.FromMinutes(2));
        return id;
    }

    private async Task<string?> UsageAsync(string id) => (string?)Assert.Single(await _caller.Rows("DescribeSnapshots", "SnapshotIds", $"[\"{id}\"]"))["Usage"];
}
