using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

public sealed class UpdateTests
{
    [Theory]
    [InlineData(SandboxCloud.Huawei)]
    [InlineData(SandboxCloud.OpenTelekom)]
    public void Update_NameAndDescription_ChangesThemAndAnswersInNovasForm(SandboxCloud cloud)
    {
        using HuaweiEmulatorFixture scene = new(cloud);
        Server server = scene.Server("web-01");

        Reply reply = Put(scene, server, new { server = new { name = "web-renamed", description = "front end" } });

        JsonShapeComparer.Same(SampleFiles.Read("huawei-lifecycle", "ecs.update")["response"]!["body"], reply.Body, "addresses");
        Assert.Equal(("web-renamed", "front end"), (server.Name, server.Description));
    }

    [Theory]
    [InlineData("two words", "", "Ecs.0616")]
    [InlineData("fine", "<b>", "Ecs.0005")]
    public void Update_WhatCannotBe_IsRefused(string name, string description, string code)
    {
        using HuaweiEmulatorFixture scene = new();
        Server server = scene.Server("web-01");

        Assert.Equal(code, Put(scene, server, new { server = new { name, description } }).Code);
        Assert.Equal("web-01", server.Name);
    }

    [Fact]
    public void Update_LockedServer_IsRefused()
    {
        using HuaweiEmulatorFixture scene = new();

        Assert.Equal("Ecs.0605", Put(scene, scene.Server("protected-01"), new { server = new { name = "other" } }).Code);
    }

    private static Reply Put(HuaweiEmulatorFixture scene, Server server, object body) => scene.Send("PUT", $"/v1/{{p}}/cloudservers/{server.Id}", body);
}
