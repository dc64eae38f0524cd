using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>Public bandwidth in the sandbox (docs/contracts/alibaba-ecs-lifecycle.md 1 and 15).</summary>
public sealed class AlibabaDoorBandwidthTests : IDisposable
{
    private const string Change = "ModifyInstanceNetworkSpec";
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorBandwidthTests()
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
    public async Task ModifyInstanceNetworkSpec_NewBandwidth_ShowsAfterSomeSeconds()
    {
        string id = await _caller.Id("web-01");

        await _caller.Ok(Change, "InstanceId", id, "InternetMaxBandwidthOut", "20", "NetworkChargeType", "PayByBandwidth");
        Assert.Equal((5, "PayByTraffic"), await SeenAsync("web-01"));
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal((20, "PayByBandwidth"), await SeenAsync("web-01"));
        Assert.Equal("Throttling", await _caller.Refused(400, Change, "InstanceId", id, "InternetMaxBandwidthOut", "30"));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _caller.Ok(Change, "InstanceId", id, "InternetMaxBandwidthOut", "30");
    }

    [Theory]
    [InlineData("web-01", "101", "PayByTraffic", 400, "InvalidInternetMaxBandwidthOut.ValueNotSupported")]
    [InlineData("prepaid-01", "201", "PayByBandwidth", 400, "InvalidInternetMaxBandwidthOut.ValueNotSupported")]
    [InlineData("prepaid-01", "2", "PayByBandwidth", 400, "DecreasedBandwidthNotAllowed")]
    [InlineData("web-01", "20", "PayBySmile", 400, "InvalidInternetChargeType.ValueNotSupported")]
    [InlineData("web-06", "20", "PayByTraffic", 403, "InvalidInstance.EipNotSupport")]
    [InlineData("frozen-01", "20", "PayByTraffic", 403, "InstanceLockedForSecurity")]
    public async Task ModifyInstanceNetworkSpec_WhatCannotBe_IsRefused(string name, string wanted, string billing, int status, string code) => Assert.Equal(
        code, await _caller.Refused(status, Change, "InstanceId", await _caller.Id(name), "InternetMaxBandwidthOut", wanted, "NetworkChargeType", billing));

    [Fact]
    public async Task ModifyInstanceNetworkSpec_Zero_GivesTheAddressBackForGood()
    {
        string id = await _caller.Id("web-01");
        string? before = Address(await _caller.Server("web-01"));

        await _caller.Ok(Change, "InstanceId", id, "InternetMaxBandwidthOut", "0");
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(Address(await _caller.Server("web-01")));
        await _caller.Ok(Change, "InstanceId", id, "InternetMaxBandwidthOut", "5", "AllocatePublicIp", "true");
        _clock.Advance(TimeSpan.FromSeconds(3));

        string? after = Address(await _caller.Server("web-01"));
        Assert.NotNull(after);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task ModifyInstanceNetworkSpec_UnpaidOrder_ChangesNothingAndBlocks()
    {
        string id = await _caller.Id("prepaid-01");

        JObject answer = await _caller.Ok(Change, "InstanceId", id, "InternetMaxBandwidthOut", "20", "AutoPay", "false");
        _clock.Advance(TimeSpan.FromMinutes(6));

        Assert.NotEmpty((string?)answer["OrderId"] ?? "");
        Assert.Equal((5, "PayByBandwidth"), await SeenAsync("prepaid-01"));
        Assert.Equal("InvalidInstance.UnPaidOrder", await _caller.Refused(403, Change, "InstanceId", id, "InternetMaxBandwidthOut", "20"));
    }

    [Fact]
    public async Task ModifyInstanceNetworkSpec_TemporaryUpgrade_EndsByItself()
    {
        string id = await _caller.Id("prepaid-01");
        DateTimeOffset now = _server.Backend(SandboxCloud.Alibaba).Now;
        string[] change =
        [
            "InstanceId", id, "InternetMaxBandwidthOut", "50",
            "StartTime", $"{now.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}", "EndTime", $"{now.AddHours(5).UtcDateTime:yyyy-MM-dd'T'HH'Z'}",
        ];

        await _caller.Ok(Change, change);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((50, "PayByBandwidth"), await SeenAsync("prepaid-01"));
        Assert.Equal("InvalidAction.WithActiveElasticUpgrade", await _caller.Refused(400, Change, "InstanceId", id, "InternetMaxBandwidthOut", "60"));
        _clock.Advance(TimeSpan.FromHours(6));

        Assert.Equal((5, "PayByBandwidth"), await SeenAsync("prepaid-01"));
    }

    [Theory]
    [InlineData("web-01", 5, "ChargeTypeViolation")]
    [InlineData("prepaid-01", 1, "InvalidEndTime.ValueNotSupported")]
    [InlineData("prepaid-01", 24 * 300, "InvalidEndTime.BeyondLifeCycle")]
    public async Task ModifyInstanceNetworkSpec_TermThatCannotBe_IsRefused(string name, int hours, string code)
    {
        DateTimeOffset now = _server.Backend(SandboxCloud.Alibaba).Now;

        Assert.Equal(code, await _caller.Refused(
            400,
            Change,
            "InstanceId", await _caller.Id(name), "InternetMaxBandwidthOut", "50",
            "StartTime", $"{now.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}", "EndTime", $"{now.AddHours(hours).UtcDateTime:yyyy-MM-dd'T'HH'Z'}"));
    }

    [Fact]
    public async Task ModifyEipAddressAttribute_NewBandwidth_ShowsInBothServices()
    {
        JObject server = await _caller.Server("web-06");
        string id = (string)server["EipAddress"]!["AllocationId"]!;
        _caller.Version = "2016-04-28";

        Assert.Equal("InvalidParameter", await _caller.Refused(400, "ModifyEipAddressAttribute", "AllocationId", id, "Bandwidth", "201"));
        Assert.Equal("InvalidAllocationId.NotFound", await _caller.Refused(404, "ModifyEipAddressAttribute", "AllocationId", "eip-none", "Bandwidth", "20"));
        await _caller.Ok("ModifyEipAddressAttribute", "RegionId", "cn-hangzhou", "AllocationId", id, "Bandwidth", "20");
        _clock.Advance(TimeSpan.FromSeconds(3));
        JObject address = Assert.Single(await _caller.Rows("DescribeEipAddresses", "AssociatedInstanceType", "EcsInstance", "AssociatedInstanceId", (string)server["InstanceId"]!));
        _caller.Version = "2014-05-26";

        Assert.Equal((id, "20", JTokenType.String), ((string?)address["AllocationId"], (string?)address["Bandwidth"], address["Bandwidth"]!.Type));
        Assert.Equal(20, (int?)(await _caller.Server("web-06"))["EipAddress"]!["Bandwidth"]);
    }

    private async Task<(int? Outbound, string? Billing)> SeenAsync(string name)
    {
        JObject server = await _caller.Server(name);
        return ((int?)server["InternetMaxBandwidthOut"], (string?)server["InternetChargeType"]);
    }

    private static string? Address(JObject server) => (string?)server["PublicIpAddress"]!["IpAddress"]!.FirstOrDefault();
}
