using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiPriceTests
{
    private const string OnDemandPath = "/ratings/on-demand-resources";
    private static readonly PriceQuery Size = new(EcsPriceKind.Size) { Size = "s3.large.2", OsType = EcsOsType.Linux, Zone = "cn-north-4a" };
    private static readonly PriceQuery Disk = new(EcsPriceKind.Disk) { DiskCategory = "SSD", DiskSizeGiB = 40 };

    [Fact]
    public async Task ReadPricesAsync_OnDemand_AsksForAllInOneCall()
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", OnDemandPath, Numbered("bss.rate.on-demand"));

        IReadOnlyList<EcsPrice> prices = await ReadAsync(network, Size, Disk);

        Assert.Equal(["0.35 CNY per hour (ListOnDemandResourceRatings)", "0.06 CNY per hour (ListOnDemandResourceRatings)"], prices.Select(p => p.ToString()));
        JObject sent = Assert.Single(network.Requests).Body!;
        JObject[] expected = [.. Sample.LoadLifecycle("bss.rate.on-demand").RequestBody!["product_infos"]!.Cast<JObject>()];
        JObject[] products = [.. sent["product_infos"]!.Cast<JObject>()];
        for (int i = 0; i < expected.Length; i++)
        {
            (expected[i]["id"], expected[i]["region"]) = (products[i]["id"], "eu-de");
            Assert.True(JToken.DeepEquals(Sorted(expected[i]), Sorted(products[i])), $"{products[i]} is not {expected[i]}");
        }

        Assert.Equal((SampleNetwork.Project, 0), ((string?)sent["project_id"], (int?)sent["inquiry_precision"]));
    }

    [Fact]
    public async Task ReadPricesAsync_BillingHost_IsOfTheAccountAndNamesNoProject()
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", OnDemandPath, Numbered("bss.rate.on-demand"));

        await ReadAsync(network, Size);

        Assert.Equal("bss.myhuaweicloud.com", network.Requests[0].Uri.Host);
        Assert.DoesNotContain("x-project-id", network.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task ReadPricesAsync_KeyOfTheOtherSite_AsksTheOtherHostFromThenOn()
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", OnDemandPath, r => r.Uri.Host == "bss.myhuaweicloud.com"
            ? SampleNetwork.Json(401, """{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail"}""")
            : Numbered("bss.rate.on-demand").ToResponse());
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);

        Assert.True((await PriceMemory.ReadAsync(cloud, [Size], TestContext.Current.CancellationToken))[0].IsKnown);
        await PriceMemory.ReadAsync(cloud, [Size], TestContext.Current.CancellationToken);

        Assert.Equal(["bss.myhuaweicloud.com", "bss-intl.myhuaweicloud.com", "bss-intl.myhuaweicloud.com"], network.Requests.Select(r => r.Uri.Host));
    }

    [Fact]
    public async Task ReadPricesAsync_Period_TakesTheBestOffer()
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", "/subscribe-rate", Numbered("bss.rate.period"));

        EcsPrice price = (await ReadAsync(network, Size with { Unit = EcsPeriodUnit.Month }))[0];

        Assert.Equal((86.58m, 96.2m, 9.62m, "CNY"), (price.Amount, price.OriginalAmount, price.Discount, price.Currency));
        Assert.Equal((2, 1), ((int?)network.Requests[0].Body!["product_infos"]![0]!["period_type"], (int?)network.Requests[0].Body!["product_infos"]![0]!["period_num"]));
    }

    [Fact]
    public async Task ReadPricesAsync_Renewal_CountsThePartsOfTheServerToo()
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", "/renew-rate", Sample.LoadLifecycle("bss.rate.renew"));

        EcsPrice price = (await ReadAsync(network, new PriceQuery(EcsPriceKind.Renewal) { InstanceId = "8206f4ce-d1b7-4a59-bc3e-97e5a0d2186f", Unit = EcsPeriodUnit.Month }))[0];

        Assert.Equal("104.60 CNY for 1 month (ListRenewRateOnPeriod)", price.ToString());
        network.Requests[0].AssertIs(Sample.LoadLifecycle("bss.rate.renew"));
    }

    [Fact]
    public async Task ReadPricesAsync_OneWrongProduct_DoesNotSpoilTheOthers()
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", OnDemandPath, r => r.Body!["product_infos"]!.Any(p => (string?)p["resource_spec"] == "none.linux")
            ? SampleNetwork.Json(400, """{"error_code":"CBC.99006006","error_msg":"no product"}""")
            : Numbered("bss.rate.on-demand").ToResponse());

        IReadOnlyList<EcsPrice> prices = await ReadAsync(network, Size, Size with { Size = "none" });

        Assert.Equal((0.35m, "CBC.99006006"), (prices[0].Amount, prices[1].Reason));
        Assert.Equal(3, network.Requests.Count);
    }

    [Theory]
    [InlineData(EcsPriceKind.Change)]
    [InlineData(EcsPriceKind.Bandwidth)]
    [InlineData(EcsPriceKind.Size)]
    public async Task ReadPricesAsync_NoQuestionForIt_IsUnknownWithoutACall(EcsPriceKind kind)
    {
        SampleNetwork network = new();

        Assert.False((await ReadAsync(network, new PriceQuery(kind) { IsBilledByTraffic = true }))[0].IsKnown);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task ReadPricesAsync_OpenTelekom_SaysThatThereAreNone()
    {
        SampleNetwork network = new();
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        Assert.Equal("unknown (Open Telekom Cloud has no API for prices)", (await PriceMemory.ReadAsync(cloud, [Size], TestContext.Current.CancellationToken))[0].ToString());
        Assert.Empty(network.Requests);
    }

    private static async Task<IReadOnlyList<EcsPrice>> ReadAsync(SampleNetwork network, params PriceQuery[] queries)
    {
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.Huawei);
        return await PriceMemory.ReadAsync(cloud, queries, TestContext.Current.CancellationToken);
    }

    // The sample calls its products by words, we count them.
    private static Sample Numbered(string name) => Sample.LoadLifecycle(name).With(body =>
    {
        foreach (JToken rows in ((JObject)body).Descendants().OfType<JProperty>().Where(p => p.Name == "product_rating_results").Select(p => p.Value))
        {
            for (int i = 0; i < rows.Count(); i++)
            {
                rows[i]!["id"] = i.ToString();
            }
        }
    });

    private static JObject Sorted(JObject json) => new(json.Properties().OrderBy(p => p.Name, StringComparer.Ordinal));
}
