using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

/// <summary>Consoles as docs/contracts/huawei-ecs-lifecycle.md 7 and 13.1 have them.</summary>
public sealed class ConsoleTests
{
    [Theory]
    [InlineData(SandboxCloud.Huawei)]
    [InlineData(SandboxCloud.OpenTelekom)]
    public void Output_Running_IsTheLastLines(SandboxCloud cloud)
    {
        using HuaweiEmulatorFixture scene = new(cloud);

        Reply reply = Read(scene, scene.Server("web-01"), 3);

        Assert.Equal(3, ((string)reply.Body!["output"]!).Split('\n').Length);
        Assert.EndsWith("web-01 login: ", (string)reply.Body!["output"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_Stopped_IsAConflict()
    {
        using HuaweiEmulatorFixture scene = new();

        Assert.Equal(409, Read(scene, scene.Server("db-01"), -1).Status);
    }

    [Fact]
    public void Output_Windows_IsEmpty()
    {
        using HuaweiEmulatorFixture scene = new();

        Assert.Equal("", (string)Read(scene, scene.Server("win-01"), -1).Body!["output"]!);
    }

    [Theory]
    [InlineData(SandboxCloud.Huawei, 200)]
    [InlineData(SandboxCloud.OpenTelekom, 404)]
    public void RemoteConsole_OwnPath_IsHuaweisAlone(SandboxCloud cloud, int status)
    {
        using HuaweiEmulatorFixture scene = new(cloud);

        Assert.Equal(status, scene.Send("POST", $"/v1/{{p}}/cloudservers/{scene.Server("web-01").Id}/remote_console", Vnc).Status);
    }

    [Fact]
    public void RemoteConsoles_NoVersion_IsNotFound()
    {
        using HuaweiEmulatorFixture scene = new(SandboxCloud.OpenTelekom);

        Assert.Equal(404, scene.Send("POST", $"/v2.1/{{p}}/servers/{scene.Server("web-01").Id}/remote-consoles", Vnc).Status);
    }

    private static object Vnc => new { remote_console = new { protocol = "vnc", type = "novnc" } };

    private static Reply Read(HuaweiEmulatorFixture scene, Server server, int length) => scene.Send(
        "POST", $"/v2.1/{{p}}/servers/{server.Id}/action", new JObject { ["os-getConsoleOutput"] = new JObject { ["length"] = length } });
}
