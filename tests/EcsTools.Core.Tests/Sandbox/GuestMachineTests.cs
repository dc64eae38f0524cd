using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>A system outside of the sandbox that is the guest of a server: it boots, is cut off and gets a fresh disk when the server does.</summary>
public sealed class GuestMachineTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;
    private readonly List<string> _log = [];

    public GuestMachineTests()
    {
        _server = SandboxServer.Start(new SandboxOptions { Clock = _clock });
        _caller = new AlibabaCaller(_server);
        _server.UseGuest(
            nameof(SandboxCloud.Alibaba),
            "web-01",
            "127.0.0.9",
            (isFresh, told) => _log.Add($"{(isFresh ? "fresh" : "same")} disk, {told["hostName"]}, {told["publicKey"].Split(' ')[0]}, {told.GetValueOrDefault("password", "no password")}"),
            () => _log.Add("off"),
            () => "real login: ");
    }

    public void Dispose()
    {
        _caller.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task UseGuest_StoppedReinitializedAndStarted_BootsAsTheServerDoes()
    {
        string id = await _caller.Id("web-01");
        JObject server = (JObject)(await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", "InstanceIds", $"[\"{id}\"]"))["Instances"]!["Instance"]![0]!;
        string disk = (string)(await _caller.Ok("DescribeDisks", "RegionId", "cn-hangzhou", "InstanceId", id, "DiskType", "system"))["Disks"]!["Disk"]![0]!["DiskId"]!;
        await DoAsync("StopInstance", "InstanceId", id);
        await DoAsync("StartInstance", "InstanceId", id);
        await DoAsync("StopInstance", "InstanceId", id);
        await DoAsync("ReInitDisk", "DiskId", disk, "Password", "Canary%4711+Aa");
        await DoAsync("StartInstance", "InstanceId", id);
        await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", "InstanceIds", $"[\"{id}\"]");

        Assert.Equal("127.0.0.9", (string?)server["PublicIpAddress"]!["IpAddress"]![0]);
        Assert.Equal(
            ["fresh disk, web-01, ssh-rsa, no password", "off", "off", "same disk, web-01, ssh-rsa, no password", "off", "off", "fresh disk, web-01, ssh-rsa, Canary%4711+Aa"], _log);
    }

    [Fact]
    public async Task UseGuest_ConsoleAndAgent_AreThoseOfTheGuest()
    {
        string id = await _caller.Id("web-01");

        JObject agent = await _caller.Ok("DescribeCloudAssistantStatus", "RegionId", "cn-hangzhou", "InstanceId.1", id);
        JObject console = await _caller.Ok("GetInstanceConsoleOutput", "RegionId", "cn-hangzhou", "InstanceId", id);

        Assert.Equal("false", (string?)agent["InstanceCloudAssistantStatusSet"]!["InstanceCloudAssistantStatus"]![0]!["CloudAssistantStatus"]);
        Assert.Equal("real login: ", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)console["ConsoleOutput"]!)));
    }

    private async Task DoAsync(string operation, params string[] parameters)
    {
        await _caller.Ok(operation, parameters);
        _clock.Advance(TimeSpan.FromMinutes(10));
    }
}
