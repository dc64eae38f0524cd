using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

public sealed class PlanComparisonTests
{
    [Theory]
    [InlineData("same", "")]
    [InlineData("id", "server")]
    [InlineData("name", "server")]
    [InlineData("account", "account")]
    [InlineData("kind", "operation")]
    [InlineData("end", "end state")]
    [InlineData("backup", "backup")]
    [InlineData("option", "options")]
    [InlineData("loss", "losses")]
    [InlineData("step", "steps")]
    [InlineData("requirement", "requirements")]
    [InlineData("detail", "")]
    [InlineData("created", "")]
    [InlineData("fingerprint", "server's image, disk, lock, or protection")]
    public void FindDifferences_OneThingChanged_NamesIt(string what, string expected)
    {
        string[] differences = [.. PlanComparison.FindDifferences(Make(""), Make(what))];

        Assert.Equal(expected.Length == 0 ? [] : [expected], differences);
    }

    [Theory]
    [InlineData("The order costs 12.50 CNY.", "The order costs 12.50 CNY.", false)]
    [InlineData("The order costs 12.50 CNY.", "The order costs 12.49 CNY.", false)]
    [InlineData("The order costs 12.50 CNY.", "The order costs 12.51 CNY.", true)]
    [InlineData("The order costs 12.50 CNY.", "The order costs 12.50 EUR.", true)]
    [InlineData("The order costs 1,250 CNY.", "The order costs 1,350 CNY.", true)]
    [InlineData("Price now: 0.82 CNY per hour (DescribePrice).", "Price now: 0.90 CNY per hour (DescribePrice).", false)]
    [InlineData("Price now: 0.82 CNY per hour (DescribePrice).", "Price now: unknown (DescribePrice: NoPermission.Price).", false)]
    [InlineData("Price after: 1.64 CNY per hour (DescribePrice).", "Price after: 1.65 CNY per hour (DescribePrice).", true)]
    [InlineData("Price after: 1.64 CNY per hour (DescribePrice).", "Price after: unknown (DescribePrice: NoPermission.Price).", true)]
    [InlineData("Price after: unknown (DescribePrice: Throttling.User).", "Price after: unknown (DescribePrice: Throttling.User).", false)]
    [InlineData("Refunded at once: 80.00 CNY (X).", "Refunded at once: 79.00 CNY (X).", true)]
    [InlineData("Refunded at once: 80.00 CNY (X).", "Refunded at once: 81.00 CNY (X).", false)]
    [InlineData("Refunded at once: 80.00 CNY (X).", "Refunded at once: 80.0 CNY (X).", false)]
    [InlineData("The order costs 12.50 CNY.", "The order costs 12.5 CNY.", false)]
    [InlineData("The order costs 12.50 CNY for 2 months.", "The order costs 12.40 CNY for 3 months.", true)]
    [InlineData("Price now: 0.82 CNY per hour (DescribePrice).", "The order costs 12.50 CNY.", true)]
    [InlineData("Bandwidth: Price now: 0.30 CNY per hour (X).", "Bandwidth: Price now: 0.40 CNY per hour (X).", false)]
    [InlineData("Bandwidth: Price after: 0.30 CNY per hour (X).", "Bandwidth: Price after: 0.40 CNY per hour (X).", true)]
    [InlineData("Price after: 1.60 CNY per hour (X).", "Bandwidth: Price after: 0.40 CNY per hour (X).", true)] // of something else
    [InlineData("The image is kept.", "", false)]
    [InlineData("", "The image is kept.", true)]
    public void FindDifferences_Cost_MayNotBeHigher(string approved, string now, bool isDearer) =>
        Assert.Equal(isDearer ? ["cost"] : [], PlanComparison.FindDifferences(Make("", approved), Make("", now)).ToArray());

    private static EcsPlan Make(string what, string cost = "The image is kept.") => new()
    {
        Kind = what == "kind" ? OperationKind.Release : OperationKind.OsReinstall,
        Instance = new EcsInstance { Id = what == "id" ? "i-2" : "i-1", Name = what == "name" ? "db-02" : "db-01", AccountKey = what == "account" ? "Alibaba/2/r" : "Alibaba/1/r" },
        Steps = what == "step" ? ["Stop.", "Wipe."] : ["Wipe."],
        Losses = what == "loss" ? ["All."] : ["All.", "More."],
        Costs = cost.Length == 0 ? [] : [cost],
        Backup = what == "backup" ? "None." : "Image.",
        EndState = what == "end" ? EcsEndState.Stopped : EcsEndState.Running,
        Requirements = [new("Quota", what == "requirement" ? EcsRequirementOutcome.Warning : EcsRequirementOutcome.Passed, what == "detail" ? "Room for 2." : "Room for 3.", null)],
        Options = new Dictionary<string, string> { ["RetryCount"] = what == "option" ? "0" : "1" },
        Fingerprint = what == "fingerprint" ? "b" : "a",
        CreatedAt = what == "created" ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue,
    };
}
