using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Disks attached and detached as docs/contracts/alibaba-ecs-lifecycle.md 2.4 has it.</summary>
public sealed class AlibabaDoorAttachmentTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorAttachmentTests()
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
    public async Task DetachAndAttach_DataDisk_TakesAMomentAndForgetsWhatBecomesOfIt()
    {
        string from = await _caller.Id("db-01");
        string to = await _caller.Id("db-02");
        string disk = (string)(await _caller.Disks(from)).Single(d => (string?)d["Type"] == "data")["DiskId"]!;

        await _caller.Ok("DetachDisk", "InstanceId", from, "DiskId", disk);
        Assert.Equal("Detaching", await StatusAsync(disk));
        Assert.Equal("InvalidOperation.DiskDetachingFromThisEcs", await _caller.Refused(403, "DetachDisk", "InstanceId", from, "DiskId", disk));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("Available", await StatusAsync(disk));
        Assert.Equal("InvalidDisk.AlreadyDetached", await _caller.Refused(404, "DetachDisk", "InstanceId", from, "DiskId", disk));

        await _caller.Ok("AttachDisk", "InstanceId", to, "DiskId", disk);
        Assert.Equal("Attaching", await StatusAsync(disk));
        _clock.Advance(TimeSpan.FromSeconds(3));
        JObject now = (await _caller.Disks(to)).Single(d => (string?)d["DiskId"] == disk);
        Assert.Equal(("In_use", false), ((string?)now["Status"], (bool)now["DeleteWithInstance"]!));
        Assert.Equal("InvalidDisk.InUse", await _caller.Refused(404, "AttachDisk", "InstanceId", from, "DiskId", disk));
    }

    [Fact]
    public async Task DetachAndAttach_NotPossible_IsRefused()
    {
        string server = await _caller.Id("db-01");
        JObject[] disks = await _caller.Disks(server);
        string system = (string)disks.Single(d => (string?)d["Type"] == "system")["DiskId"]!;
        string data = (string)disks.Single(d => (string?)d["Type"] == "data")["DiskId"]!;

        Assert.Equal("DiskNotPortable", await _caller.Refused(403, "DetachDisk", "InstanceId", server, "DiskId", system));
        Assert.Equal("DependencyViolation", await _caller.Refused(403, "DetachDisk", "InstanceId", await _caller.Id("db-02"), "DiskId", data));
        Assert.Equal("InvalidDiskId.NotFound", await _caller.Refused(404, "AttachDisk", "InstanceId", server, "DiskId", "d-none"));
        await _caller.Ok("DetachDisk", "InstanceId", server, "DiskId", data);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("ResourcesNotInSameZone", await _caller.Refused(403, "AttachDisk", "InstanceId", await _caller.Id("web-04"), "DiskId", data));
    }

    private async Task<string?> StatusAsync(string disk) => (string?)Assert.Single(await _caller.Rows("DescribeDisks", "DiskIds", $"[\"{disk}\"]"))["Status"];
}
