using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Sandbox;

/// <summary>RunInstances as docs/contracts/alibaba-ecs-lifecycle.md 9 and 15 have it.</summary>
public sealed class AlibabaDoorCreationTests : IDisposable
{
    private const string Image = "ubuntu_22_04_x64_20G_alibase_20250814.vhd";
    private const string Group = "sg-bp1sandbox0000000001";
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorCreationTests()
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
    public async Task RunInstances_Servers_AppearLaterAndComeUp()
    {
        JObject answer = await _caller.Ok("RunInstances", [.. Usual(), "Amount", "2", "InstanceName", "new-", "UniqueSuffix", "true", "InternetMaxBandwidthOut", "5"]);
        string[] ids = [.. answer["InstanceIdSets"]!["InstanceIdSet"]!.Select(i => (string)i!)];

        Assert.Equal(2, ids.Distinct().Count());
        Assert.Empty((await Find(ids))["Instance"]!);
        await _clock.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        JToken[] servers = [.. (await Find(ids))["Instance"]!];
        Assert.Equal([("new-001", "Running"), ("new-002", "Running")], servers.Select(s => ((string)s["InstanceName"]!, (string)s["Status"]!)).Order());
        Assert.All(servers, s => Assert.NotEmpty(s["PublicIpAddress"]!["IpAddress"]!));
    }

    [Fact]
    public async Task RunInstances_SameToken_CreatesOnce()
    {
        JObject first = await _caller.Ok("RunInstances", [.. Usual(), "ClientToken", "t"]);
        JObject again = await _caller.Ok("RunInstances", [.. Usual(), "ClientToken", "t"]);

        Assert.Equal(first["InstanceIdSets"]!.ToString(), again["InstanceIdSets"]!.ToString());
        Assert.Equal(1, _server.Backend(SandboxCloud.Alibaba).Effects["create"]);
    }

    [Theory]
    [InlineData("DryRunOperation", "DryRun", "true")]
    [InlineData("InvalidVSwitchId.NotFound", "VSwitchId", "vsw-none")]
    [InlineData("OperationDenied.InconsistentNetwork", "SecurityGroupId", "sg-bp1sandbox0000000002")]
    [InlineData("InvalidSecurityGroupId.NotFound", "SecurityGroupId", "sg-none")]
    [InlineData("InvalidSecurityGroupId.SingleIdAndMultiIdConflict", "SecurityGroupIds.1", Group)]
    [InlineData("InvalidParameter.Mismatch", "ZoneId", "cn-hangzhou-j")]
    [InlineData("InvalidImageId.NotFound", "ImageId", "m-none")]
    [InlineData("OperationDenied.NoStock", "InstanceType", "ecs.g7.16xlarge")]
    [InlineData("InvalidInstanceType.ValueNotSupported", "InstanceType", "ecs.none")]
    [InlineData("InvalidKeyPairName.NotFound", "KeyPairName", "none")]
    [InlineData("InvalidPassword.Malformed", "Password", "short")]
    [InlineData("InvalidUserData.Base64FormatInvalid", "UserData", "#cloud-config")]
    [InlineData("InvalidSystemDiskCategory.ValueNotSupported", "SystemDisk.Category", "cloud_none")]
    [InlineData("InvalidSystemDiskSize.LessThanImageSize", "SystemDisk.Size", "10")]
    [InlineData("InvalidAutoPay.PostPaidUnsupported", "AutoPay", "false")]
    [InlineData("MissingParameter.Period", "InstanceChargeType", "PrePaid")]
    [InlineData("InvalidParameter.Amount", "Amount", "101")]
    public async Task RunInstances_Request_IsRefusedBeforeAnythingIsCreated(string code, string name, string value)
    {
        string[] request = Usual();
        int known = Array.IndexOf(request, name);
        if (known >= 0)
        {
            request[known + 1] = value;
        }

        Assert.Equal(code, (await _caller.Call("RunInstances", known >= 0 ? request : [.. request, name, value])).Code);
        Assert.False(_server.Backend(SandboxCloud.Alibaba).Effects.ContainsKey("create"));
    }

    [Fact]
    public async Task RunInstances_UnpaidOrder_CreatesNothing()
    {
        JObject answer = await _caller.Ok("RunInstances", [.. Usual(), "InstanceChargeType", "PrePaid", "Period", "1", "AutoPay", "false"]);
        await _clock.Delay(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        Assert.NotEmpty((string)answer["OrderId"]!);
        Assert.Empty((await Find([(string)answer["InstanceIdSets"]!["InstanceIdSet"]![0]!]))["Instance"]!);
    }

    private static string[] Usual() => ["RegionId", "cn-hangzhou", "ImageId", Image, "InstanceType", "ecs.g7.large", "VSwitchId", "vsw-sandboxcnhangzhoui", "SecurityGroupId", Group];

    private async Task<JToken> Find(string[] ids) =>
        (await _caller.Ok("DescribeInstances", "RegionId", "cn-hangzhou", "InstanceIds", new JArray(ids.Cast<object>().ToArray()).ToString(Newtonsoft.Json.Formatting.None)))["Instances"]!;
}
