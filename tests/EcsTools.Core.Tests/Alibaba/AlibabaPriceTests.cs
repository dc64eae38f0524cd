using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaPriceTests
{
    private static readonly PriceQuery Size = new(EcsPriceKind.Size) { Size = "ecs.g7.large" };
    private static readonly PriceQuery Change = new(EcsPriceKind.Change) { InstanceId = "i-1", Size = "ecs.g7.xlarge" };
    private static readonly PriceQuery Renewal = new(EcsPriceKind.Renewal) { InstanceId = "i-1", Unit = EcsPeriodUnit.Year };

    [Theory]
    [InlineData("DescribePrice.instance-hour", EcsPeriodUnit.Hour, "0.82 CNY per hour (DescribePrice)", "0.82", "0")]
    [InlineData("DescribePrice.instance-month", EcsPeriodUnit.Month, "334.05 CNY per month (DescribePrice)", "393", "58.95")]
    public async Task ReadPricesAsync_Size_LeavesTheDisksOut(string sample, EcsPeriodUnit unit, string text, string original, string discount)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribePrice", Answer.Lifecycle(sample));

        EcsPrice price = await ReadAsync(ecs, Size with { Unit = unit });

        Assert.Equal((text, decimal.Parse(original), decimal.Parse(discount)), (price.ToString(), price.OriginalAmount, price.Discount));
        Assert.Equal(
            ("instance", "ecs.g7.large", unit.ToString(), "1", null),
            (ecs.Calls[0]["ResourceType"], ecs.Calls[0]["InstanceType"], ecs.Calls[0]["PriceUnit"], ecs.Calls[0]["Period"], ecs.Calls[0]["ImageId"]));
    }

    [Fact]
    public async Task ReadPricesAsync_PartsMissing_IsUnknownAndNoGuess()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribePrice", Answer.Lifecycle("DescribePrice.disk"));

        Assert.Equal("unknown (DescribePrice: the parts of the price are missing)", (await ReadAsync(ecs, Size)).ToString());
    }

    [Fact]
    public async Task ReadPricesAsync_Disk_IsPricedByTheHourAlone()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribePrice", Answer.Lifecycle("DescribePrice.disk"));

        EcsPrice price = await ReadAsync(ecs, new PriceQuery(EcsPriceKind.Disk) { DiskCategory = "cloud_essd", DiskSizeGiB = 100, PerformanceLevel = "PL1" });

        Assert.Equal("0.42 CNY per hour (DescribePrice)", price.ToString());
        Assert.Equal("disk cloud_essd PL1 100 GiB", price.Item);
        Assert.Equal(("disk", "cloud_essd", "100", "PL1"), (
            ecs.Calls[0]["ResourceType"], ecs.Calls[0]["DataDisk.1.Category"], ecs.Calls[0]["DataDisk.1.Size"], ecs.Calls[0]["DataDisk.1.PerformanceLevel"]));
    }

    [Theory]
    [InlineData("DescribeInstanceModificationPrice")]
    [InlineData("DescribeInstanceModificationPrice.text")]
    public async Task ReadPricesAsync_Change_IsChargedAtOnce(string sample)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeInstanceModificationPrice", Answer.Lifecycle(sample));

        EcsPrice price = await ReadAsync(ecs, Change);

        Assert.Equal("113.88 CNY (DescribeInstanceModificationPrice)", price.ToString());
        Assert.Equal((175.2m, 61.32m, EcsPriceDue.Charged, null), (price.OriginalAmount, price.Discount, price.Due, price.Unit));
    }

    [Theory]
    [InlineData("DescribeRenewalPrice", "437.00")]
    [InlineData("DescribeRenewalPrice.code-rule", "3712.80")]
    [InlineData("DescribeRenewalPrice.resource-model", "3712.80")]
    public async Task ReadPricesAsync_Renewal_IsForTheWholeTerm(string sample, string amount)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeRenewalPrice", Answer.Lifecycle(sample));

        Assert.Equal($"{amount} CNY for 1 year (DescribeRenewalPrice)", (await ReadAsync(ecs, Renewal)).ToString());
        Assert.Equal(("i-1", "Year", "1"), (ecs.Calls[0]["ResourceId"], ecs.Calls[0]["PriceUnit"], ecs.Calls[0]["Period"]));
    }

    [Theory]
    [InlineData(400, "NoPermission.Price")]
    [InlineData(400, "PriceNotFound")]
    [InlineData(403, "ChargeTypeViolation")]
    [InlineData(403, "InvalidAccessKeyId.NotFound")]
    public async Task ReadPricesAsync_Refused_IsUnknownWithTheCode(int status, string code)
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribeRenewalPrice", Answer.Error(status, code));

        EcsPrice price = await ReadAsync(ecs, Renewal);

        Assert.Equal((null, code, false), (price.Amount, price.Reason, price.IsKnown));
    }

    [Fact]
    public async Task ReadAsync_EqualQuestionsOfOneInvocation_AreAskedOnce()
    {
        StubEcsHandler ecs = new StubEcsHandler().On("DescribePrice", Answer.Lifecycle("DescribePrice.instance-hour"));
        using AlibabaCloud cloud = ecs.Open();
        PriceQuery[] hundred = [.. Enumerable.Repeat(Size, 100)];
        using (PriceMemory.Use(new PriceMemory()))
        {
            Assert.Equal(100, (await PriceMemory.ReadAsync(cloud, hundred, TestContext.Current.CancellationToken)).Count);
            await PriceMemory.ReadAsync(cloud, [Size, Size with { Size = "ecs.g7.xlarge" }], TestContext.Current.CancellationToken);
        }

        Assert.Equal(["ecs.g7.large", "ecs.g7.xlarge"], ecs.Calls.Select(c => c["InstanceType"]));

        // Another invocation must see what the prices are by then.
        await PriceMemory.ReadAsync(cloud, [Size], TestContext.Current.CancellationToken);
        Assert.Equal(3, ecs.Calls.Count);
    }

    [Fact]
    public async Task Describe_Change_HasPriceNowAfterAndAtOnce()
    {
        StubEcsHandler ecs = new StubEcsHandler()
            .On("DescribePrice", Answer.Lifecycle("DescribePrice.instance-month"), Answer.Error(400, "PriceNotFound"))
            .On("DescribeInstanceModificationPrice", Answer.Lifecycle("DescribeInstanceModificationPrice"));
        using AlibabaCloud cloud = ecs.Open();
        PriceQuery now = Size with { Unit = EcsPeriodUnit.Month };

        IReadOnlyList<PriceChange> changes = await PriceChange.ReadAsync(
            cloud, [(now, now with { Size = "ecs.none" }, Change), (null, null, null)], TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "Price now: 334.05 CNY per month (DescribePrice).",
                "Price after: unknown (DescribePrice: PriceNotFound).",
                "Charged at once: 113.88 CNY (DescribeInstanceModificationPrice).",
            ],
            changes[0].Describe());
        Assert.Empty(changes[1].Describe());
    }

    private static async Task<EcsPrice> ReadAsync(StubEcsHandler ecs, PriceQuery query)
    {
        using AlibabaCloud cloud = ecs.Open();
        return Assert.Single(await PriceMemory.ReadAsync(cloud, [query], TestContext.Current.CancellationToken));
    }
}
