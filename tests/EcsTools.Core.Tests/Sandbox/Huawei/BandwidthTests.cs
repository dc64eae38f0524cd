using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

/// <summary>Public addresses and bandwidths in the sandbox (docs/contracts/huawei-ecs-lifecycle.md 1).</summary>
public sealed class BandwidthTests
{
    [Theory]
    [InlineData(SandboxCloud.Huawei)]
    [InlineData(SandboxCloud.OpenTelekom)]
    public void Update_PayPerUse_TakesEffectAtOnce(SandboxCloud cloud)
    {
        using HuaweiEmulatorFixture scene = new(cloud);
        ElasticIp address = scene.Server("web-01").ElasticIp!;

        Reply reply = Put(scene, "v1", address, new { bandwidth = new { size = 20 } });

        JsonShapeComparer.Same(Body("eip.bandwidth.update"), reply.Body);
        Assert.Equal(20, (int?)Get(scene, $"/v1/{{p}}/bandwidths/{address.BandwidthId}")!["bandwidth"]!["size"]);
    }

    [Theory]
    [InlineData(SandboxCloud.Huawei, """{"bandwidth":{"size":2001}}""", "VPC.0301")]
    [InlineData(SandboxCloud.Huawei, """{"bandwidth":{"size":301}}""", "VPC.0301")]
    [InlineData(SandboxCloud.OpenTelekom, """{"bandwidth":{"size":333}}""", "VPC.0301")]
    [InlineData(SandboxCloud.OpenTelekom, """{"bandwidth":{"size":1500}}""", "VPC.0301")]
    [InlineData(SandboxCloud.OpenTelekom, """{"bandwidth":{"size":20,"charge_mode":"bandwidth"}}""", "VPC.0301")]
    [InlineData(SandboxCloud.Huawei, """{"bandwidth":{}}""", "VPC.0301")]
    public void Update_WhatCannotBe_IsRefused(SandboxCloud cloud, string body, string code)
    {
        using HuaweiEmulatorFixture scene = new(cloud);

        Assert.Equal(code, (string?)Put(scene, "v1", scene.Server("web-01").ElasticIp!, JObject.Parse(body)).Body!["code"]);
    }

    [Fact]
    public void Order_Unpaid_ChangesNothingAndBlocks()
    {
        using HuaweiEmulatorFixture scene = new();
        ElasticIp address = scene.Server("prepaid-01").ElasticIp!;

        Assert.Equal("VPC.0301", (string?)Put(scene, "v1", address, new { bandwidth = new { size = 20 } }).Body!["code"]);
        Assert.Equal("VPC.0531", (string?)Put(scene, "v2.0", address, new { bandwidth = new { size = 2 } }).Body!["code"]);
        Reply unpaid = Put(scene, "v2.0", address, new { bandwidth = new { size = 20 }, extendParam = new { is_auto_pay = false } });
        scene.Advance(60);

        JsonShapeComparer.Same(Body("eip.bandwidth.update.prepaid.unpaid"), unpaid.Body);
        Assert.Equal(5, address.BandwidthMbps);
        Assert.Equal("VPC.0512", (string?)Put(scene, "v2.0", address, new { bandwidth = new { size = 20 } }).Body!["code"]);
    }

    [Fact]
    public void Order_Paid_ChangesTheBandwidth()
    {
        using HuaweiEmulatorFixture scene = new();
        ElasticIp address = scene.Server("prepaid-01").ElasticIp!;

        Put(scene, "v2.0", address, new { bandwidth = new { size = 20 }, extendParam = new { is_auto_pay = "true" } });
        scene.Advance(60);

        JObject seen = Get(scene, $"/v1/{{p}}/bandwidths/{address.BandwidthId}")!;
        Assert.Equal((20, "bandwidth"), ((int?)seen["bandwidth"]!["size"], (string?)seen["bandwidth"]!["charge_mode"]));
        Assert.NotEmpty((string?)seen["bandwidth"]!["billing_info"] ?? "");
    }

    [Theory]
    [InlineData(SandboxCloud.Huawei, 1, "eip.publicips.by-port")]
    [InlineData(SandboxCloud.OpenTelekom, 8, "eip.publicips.list.otc")]
    public void List_Filters_AreHeededAtHuaweiOnly(SandboxCloud cloud, int found, string sample)
    {
        using HuaweiEmulatorFixture scene = new(cloud);

        JObject reply = Get(scene, $"/v1/{{p}}/publicips?public_ip_address={scene.Server("web-02").PublicIp}")!;

        Assert.Equal(found, ((JArray)reply["publicips"]!).Count);
        Assert.NotEmpty(Body(sample)["publicips"]!);
    }

    private static JObject Body(string sample) => (JObject)SampleFiles.Read("huawei-lifecycle", sample)["response"]!["body"]!;

    private static Reply Put(HuaweiEmulatorFixture scene, string version, ElasticIp address, object body) =>
        scene.Send("PUT", $"/{version}/{{p}}/bandwidths/{address.BandwidthId}", body, "vpc");

    private static JObject? Get(HuaweiEmulatorFixture scene, string path) => scene.Send("GET", path, service: "vpc").Body;
}
