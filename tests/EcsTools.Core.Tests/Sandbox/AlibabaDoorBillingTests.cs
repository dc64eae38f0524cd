using System.Globalization;

using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox;

public sealed class AlibabaDoorBillingTests : IDisposable
{
    private const string Region = "cn-hangzhou";
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private readonly SandboxServer _server;
    private readonly AlibabaCaller _caller;

    public AlibabaDoorBillingTests()
    {
        _server = SandboxServer.Start(new SandboxOptions { Clock = _clock });
        _caller = new AlibabaCaller(_server);
    }

    private RegionBackend Backend => _server.Backend(SandboxCloud.Alibaba);

    public void Dispose()
    {
        _caller.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("ResourceType", "instance", "InstanceType", "ecs.g7.large")]
    [InlineData("ResourceType", "instance", "InstanceType", "ecs.g7.large", "PriceUnit", "Month", "DataDisk.1.Category", "cloud_essd", "DataDisk.1.Size", "100")]
    [InlineData("ResourceType", "disk", "DataDisk.1.Category", "cloud_essd", "DataDisk.1.Size", "100")]
    [InlineData("ResourceType", "bandwidth", "InternetChargeType", "PayByBandwidth", "InternetMaxBandwidthOut", "5")]
    public async Task DescribePrice_AnythingNew_TheDetailsAddUp(params string[] parameters)
    {
        JObject answer = await _caller.Ok("DescribePrice", ["RegionId", Region, .. parameters]);

        AssertShape("DescribePrice", answer);
        JToken price = answer["PriceInfo"]!["Price"]!;
        foreach (string name in new[] { "OriginalPrice", "DiscountPrice", "TradePrice" })
        {
            Assert.Equal((decimal)price[name]!, price["DetailInfos"]!["DetailInfo"]!.Sum(d => (decimal)d[name]!));
        }

        Assert.True((decimal)price["TradePrice"]! > 0);
    }

    [Theory]
    [InlineData(400, "PriceNotFound", "InstanceType", "ecs.none")]
    [InlineData(403, "OperationDenied", "InstanceType", "ecs.g7.16xlarge")]
    [InlineData(404, "InvalidInstanceType.Missing")]
    [InlineData(400, "InvalidPriceUnit.ValueNotSupported", "InstanceType", "ecs.g7.large", "PriceUnit", "Day")]
    [InlineData(400, "InvalidResourceType.ValueNotSupported", "ResourceType", "moon")]
    [InlineData(404, "InvalidDiskCategory.Missing", "ResourceType", "disk", "DataDisk.1.Size", "40")]
    [InlineData(400, "InvalidPriceUnit.ValueNotSupported", "ResourceType", "disk", "PriceUnit", "Month", "DataDisk.1.Category", "cloud_essd", "DataDisk.1.Size", "40")]
    [InlineData(403, "InvalidAmount.Malformed", "InstanceType", "ecs.g7.large", "Amount", "0")]
    [InlineData(404, "InvalidImageId.NotFound", "InstanceType", "ecs.g7.large", "ImageId", "none")]
    public async Task DescribePrice_BadQuestion_IsRefused(int status, string code, params string[] parameters) =>
        Assert.Equal(code, await _caller.Refused(status, "DescribePrice", ["RegionId", Region, .. parameters]));

    [Fact]
    public async Task DescribeModificationAndRenewalPrice_AreOfSubscriptionsOnly()
    {
        string prepaid = await _caller.Id("prepaid-01");
        string web = await _caller.Id("web-01");

        AssertShape("DescribeInstanceModificationPrice", await _caller.Ok("DescribeInstanceModificationPrice", "RegionId", Region, "InstanceId", prepaid, "InstanceType", "ecs.g7.xlarge"));
        AssertShape("DescribeRenewalPrice", await _caller.Ok("DescribeRenewalPrice", "RegionId", Region, "ResourceId", prepaid, "PriceUnit", "Month", "Period", "1"));
        Assert.Equal("ChargeTypeViolation", await _caller.Refused(403, "DescribeInstanceModificationPrice", "RegionId", Region, "InstanceId", web, "InstanceType", "ecs.g7.xlarge"));
        Assert.Equal("ChargeTypeViolation", await _caller.Refused(403, "DescribeRenewalPrice", "RegionId", Region, "ResourceId", web));
        Assert.Equal("InvalidInstanceType.NotSupportUpgrade", await _caller.Refused(403, "DescribeInstanceModificationPrice", "RegionId", Region, "InstanceId", prepaid, "InstanceType", "ecs.g7.large"));
        Assert.Equal("MissingParameter.InstanceTypeOrDataDisk", await _caller.Refused(400, "DescribeInstanceModificationPrice", "RegionId", Region, "InstanceId", prepaid));
        Assert.Equal("InvalidPeriod", await _caller.Refused(400, "DescribeRenewalPrice", "RegionId", Region, "ResourceId", prepaid, "PriceUnit", "Month", "Period", "10"));
        Played("prepaid-01").ExpiresAt = Backend.Now.AddDays(-1);
        Assert.Equal("InstanceExpired", await _caller.Refused(403, "DescribeInstanceModificationPrice", "RegionId", Region, "InstanceId", prepaid, "InstanceType", "ecs.g7.xlarge"));
    }

    [Theory]
    [InlineData("InstanceType", "ecs.g7.xlarge", "mm")]
    [InlineData("InternetMaxBandwidthOut", "50", "")]
    public async Task DescribeInstanceModificationPrice_EndTime_IsThePriceUntilThen(string what, string wanted, string minutes)
    {
        DateTimeOffset now = _server.Backend(SandboxCloud.Alibaba).Now;
        string[] change = ["RegionId", Region, "InstanceId", await _caller.Id("prepaid-01"), what, wanted, "InternetChargeType", "PayByBandwidth"];
        string end = now.AddDays(7).UtcDateTime.ToString("yyyy-MM-dd'T'HH" + (minutes.Length > 0 ? ":" + minutes : "") + "'Z'", CultureInfo.InvariantCulture);

        decimal whole = Trade(await _caller.Ok("DescribeInstanceModificationPrice", change));
        decimal week = Trade(await _caller.Ok("DescribeInstanceModificationPrice", [.. change, "EndTime", end]));

        Assert.InRange(week, 0.01m, whole / 2);
        Assert.Equal("InvalidParameter", (await _caller.Refused(400, "DescribeInstanceModificationPrice", [.. change, "EndTime", "tomorrow"]))[.."InvalidParameter".Length]);

        static decimal Trade(JObject answer) => (decimal)answer["PriceInfo"]!["Price"]!["TradePrice"]!;
    }

    [Fact]
    public async Task RenewInstance_MovesTheEndOfTheTermAndTakesTheMoney()
    {
        string id = await _caller.Id("prepaid-01");
        DateTimeOffset end = Played("prepaid-01").ExpiresAt!.Value;
        decimal balance = Backend.Orders.Balance;

        JObject answer = await _caller.Ok("RenewInstance", "InstanceId", id, "Period", "1", "PeriodUnit", "Month", "ClientToken", "t-1");
        JObject again = await _caller.Ok("RenewInstance", "InstanceId", id, "Period", "1", "PeriodUnit", "Month", "ClientToken", "t-1");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(end.AddMonths(1).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture), (string)(await _caller.Server("prepaid-01"))["ExpiredTime"]!);
        Assert.Equal((string)answer["OrderId"]!, (string)again["OrderId"]!);
        Assert.Equal(OrderStatus.Completed, Backend.Orders.Find((string)answer["OrderId"]!)!.Status);
        Assert.True(Backend.Orders.Balance < balance);
    }

    [Theory]
    [InlineData("web-01", 403, "ChargeTypeViolation", "Period", "1")]
    [InlineData("prepaid-01", 400, "InvalidPeriod", "Period", "11")]
    [InlineData("prepaid-01", 400, "InvalidPeriod")]
    [InlineData("prepaid-01", 400, "InvalidPeriod.UnitMismatch", "Period", "1", "PeriodUnit", "Day")]
    public async Task RenewInstance_BadInput_IsRefused(string name, int status, string code, params string[] parameters) =>
        Assert.Equal(code, await _caller.Refused(status, "RenewInstance", ["InstanceId", await _caller.Id(name), .. parameters]));

    [Fact]
    public async Task Order_Unpaid_BlocksOtherChangesUntilItIsPaidOrCancelled()
    {
        string id = await _caller.Id("prepaid-01");
        JObject placed = await _caller.Ok("ModifyPrepayInstanceSpec", "RegionId", Region, "InstanceId", id, "InstanceType", "ecs.g7.xlarge", "AutoPay", "false");
        Order order = Backend.Orders.Find((string)placed["OrderId"]!)!;

        Assert.Equal("Instance.UnPaidOrder", await _caller.Refused(403, "RenewInstance", "InstanceId", id, "Period", "1"));
        Assert.Equal("InvalidInstance.UnpaidOrder", await _caller.Refused(400, "ModifyPrepayInstanceSpec", "RegionId", Region, "InstanceId", id, "InstanceType", "ecs.g7.xlarge"));
        Assert.True(Backend.Orders.Cancel(order));
        await _caller.Ok("RenewInstance", "InstanceId", id, "Period", "1");
        _clock.Advance(TimeSpan.FromMinutes(1));
        JObject second = await _caller.Ok("ModifyPrepayInstanceSpec", "RegionId", Region, "InstanceId", id, "InstanceType", "ecs.g7.xlarge", "AutoPay", "false");
        Assert.True(Backend.Orders.Pay(Backend.Orders.Find((string)second["OrderId"]!)!));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("ecs.g7.xlarge", (string)(await _caller.Server("prepaid-01"))["InstanceType"]!);
    }

    [Fact]
    public async Task ModifyInstanceChargeType_BothWays_BuysAndRefunds()
    {
        string id = await _caller.Id("web-01");
        string[] ids = ["RegionId", Region, "InstanceIds", $"[\"{id}\"]"];
        decimal balance = Backend.Orders.Balance;

        // Without a word it buys.
        AssertShape("ModifyInstanceChargeType", await _caller.Ok("ModifyInstanceChargeType", [.. ids, "Period", "1"]));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("PrePaid", (string)(await _caller.Server("web-01"))["InstanceChargeType"]!);
        Assert.Equal("ChargeTypeViolation", await _caller.Refused(403, "DescribeInstanceAutoRenewAttribute", "RegionId", Region, "InstanceId", id));
        Assert.True(Backend.Orders.Balance < balance);
        Assert.Equal("Throttling", await _caller.Refused(400, "ModifyInstanceChargeType", [.. ids, "InstanceChargeType", "PostPaid"]));
        _clock.Advance(TimeSpan.FromMinutes(5));
        balance = Backend.Orders.Balance;
        JObject back = await _caller.Ok("ModifyInstanceChargeType", [.. ids, "InstanceChargeType", "PostPaid", "IsDetailFee", "true"]);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("PostPaid", (string)(await _caller.Server("web-01"))["InstanceChargeType"]!);
        Assert.Equal(Backend.Orders.Balance - balance, decimal.Parse((string)back["FeeOfInstances"]!["FeeOfInstance"]![0]!["Fee"]!, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("web-01", 403, "ChargeTypeViolation", "InstanceChargeType", "PostPaid")]
    [InlineData("prepaid-01", 403, "ChargeTypeViolation", "InstanceChargeType", "PrePaid", "Period", "1")]
    [InlineData("web-01", 400, "InvalidPeriod", "InstanceChargeType", "PrePaid", "Period", "10")]
    [InlineData("web-01", 400, "InvalidStatus.ValueNotSupported", "InstanceChargeType", "Free")]
    public async Task ModifyInstanceChargeType_BadInput_IsRefused(string name, int status, string code, params string[] parameters) => Assert.Equal(
        code, await _caller.Refused(status, "ModifyInstanceChargeType", ["RegionId", Region, "InstanceIds", $"[\"{await _caller.Id(name)}\"]", .. parameters]));

    [Fact]
    public async Task AutoRenewal_On_RenewsAtTheEndOfTheTerm()
    {
        string id = await _caller.Id("prepaid-01");
        DateTimeOffset end = Played("prepaid-01").ExpiresAt!.Value;

        await _caller.Ok("ModifyInstanceAutoRenewAttribute", "RegionId", Region, "InstanceId", id, "RenewalStatus", "AutoRenewal", "Duration", "3", "PeriodUnit", "Month");
        JObject row = Assert.Single(await _caller.Rows("DescribeInstanceAutoRenewAttribute", "InstanceId", id));
        _clock.Advance(TimeSpan.FromDays(201));
        await _caller.Status("prepaid-01");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _caller.Status("prepaid-01");

        Assert.Equal(("AutoRenewal", 3, "month"), ((string)row["RenewalStatus"]!, (int)row["Duration"]!, (string)row["PeriodUnit"]!));
        Assert.Equal(end.AddMonths(3), Played("prepaid-01").ExpiresAt);
    }

    [Theory]
    [InlineData("web-01", "ChargeTypeViolation", "RenewalStatus", "AutoRenewal")]
    [InlineData("prepaid-01", "InvalidParameter.Duration", "RenewalStatus", "AutoRenewal", "Duration", "4")]
    [InlineData("prepaid-01", "InvalidParameter.RenewalStatus", "RenewalStatus", "Perhaps")]
    public async Task ModifyAutoRenewal_BadInput_IsRefused(string name, string code, params string[] parameters) => Assert.Equal(
        code, await _caller.Refused(403, "ModifyInstanceAutoRenewAttribute", ["RegionId", Region, "InstanceId", await _caller.Id(name), .. parameters]));

    private Server Played(string name) => Backend.Servers.Single(s => s.Name == name);

    private static void AssertShape(string operation, JObject answer)
    {
        JToken shape = SampleFiles.Read("alibaba-lifecycle", "shapes")["operations"]![operation]!["response"]!;
        Assert.Empty(AlibabaShapeTests.Differences(answer, shape, operation));
    }
}
