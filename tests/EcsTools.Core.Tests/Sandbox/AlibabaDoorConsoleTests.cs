using System.Text;

using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Consoles as docs/contracts/alibaba-ecs-lifecycle.md 7 and 15 have them.</summary>
public sealed class AlibabaDoorConsoleTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorConsoleTests()
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
    public async Task GetInstanceConsoleOutput_Restart_IsTheOldTextUntilItIsUp()
    {
        string id = await _caller.Id("web-01");
        string before = (string)(await Read(id))["LastUpdateTime"]!;
        await _caller.Ok("RebootInstance", "InstanceId", id);
        _clock.Advance(TimeSpan.FromSeconds(5));

        string meanwhile = (string)(await Read(id))["LastUpdateTime"]!;
        _clock.Advance(TimeSpan.FromMinutes(5));
        JObject after = await Read(id);

        Assert.Equal(before, meanwhile);
        Assert.NotEqual(before, (string)after["LastUpdateTime"]!);
        Assert.Equal(2, Count(Text(after), "Linux version"));
        Assert.Equal(1, Count(Text(after), "BEGIN SSH HOST KEY KEYS")); // made at the first boot only
    }

    [Fact]
    public async Task GetInstanceConsoleOutput_Windows_Is405() =>
        Assert.Equal("NotSupported", await _caller.Refused(405, "GetInstanceConsoleOutput", "RegionId", "cn-hangzhou", "InstanceId", await _caller.Id("win-01")));

    [Fact]
    public async Task GetInstanceScreenshot_TwiceInTenSeconds_IsThrottled()
    {
        string[] request = ["RegionId", "cn-hangzhou", "InstanceId", await _caller.Id("web-01")];
        JObject answer = await _caller.Ok("GetInstanceScreenshot", request);

        Assert.Equal("Throttling", await _caller.Refused(429, "GetInstanceScreenshot", request));
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _caller.Ok("GetInstanceScreenshot", request);

        Assert.Equal(0xFF, Convert.FromBase64String((string)answer["Screenshot"]!)[0]);
    }

    [Fact]
    public async Task GetInstanceScreenshot_Stopped_Is405() =>
        Assert.Equal("IncorrectInstanceStatus", await _caller.Refused(405, "GetInstanceScreenshot", "RegionId", "cn-hangzhou", "InstanceId", await _caller.Id("db-01")));

    [Theory]
    [InlineData("GetInstanceConsoleOutput")]
    [InlineData("GetInstanceScreenshot")]
    [InlineData("DescribeInstanceVncUrl")]
    public async Task Console_NoSuchServer_IsNotFound(string action) =>
        Assert.Equal("InvalidInstanceId.NotFound", await _caller.Refused(404, action, "RegionId", "cn-hangzhou", "InstanceId", "i-bp1gone"));

    private Task<JObject> Read(string id) => _caller.Ok("GetInstanceConsoleOutput", "RegionId", "cn-hangzhou", "InstanceId", id);

    private static string Text(JObject answer) => Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["ConsoleOutput"]!));

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
