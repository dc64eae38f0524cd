using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaSubscriptionTests
{
    private static readonly DateTimeOffset End = new(2026, 12, 1, 16, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(EcsChargeType.Subscription, EcsRequirementOutcome.Passed)]
    [InlineData(EcsChargeType.PayAsYouGo, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.Spot, EcsRequirementOutcome.Failed)]
    [InlineData(EcsChargeType.Unknown, EcsRequirementOutcome.Unknown)]
    public async Task PreviewAsync_Renewal_NeedsASubscription(EcsChargeType charge, EcsRequirementOutcome outcome)
    {
        using AlibabaStepFixture bench = Bench(StepKind.RenewSubscription, charge);

        Assert.Equal(outcome, (await bench.CheckAsync(Renew(1), EcsRequirementId.ChargeType)).Outcome);
    }

    [Theory]
    [InlineData(1, EcsPeriodUnit.Month, EcsRequirementOutcome.Passed)]
    [InlineData(9, EcsPeriodUnit.Month, EcsRequirementOutcome.Passed)]
    [InlineData(10, EcsPeriodUnit.Month, EcsRequirementOutcome.Failed)]
    [InlineData(12, EcsPeriodUnit.Month, EcsRequirementOutcome.Passed)]
    [InlineData(1, EcsPeriodUnit.Year, EcsRequirementOutcome.Passed)]
    [InlineData(2, EcsPeriodUnit.Year, EcsRequirementOutcome.Warning)]
    [InlineData(6, EcsPeriodUnit.Year, EcsRequirementOutcome.Failed)]
    [InlineData(2, EcsPeriodUnit.Week, EcsRequirementOutcome.Warning)]
    [InlineData(5, EcsPeriodUnit.Week, EcsRequirementOutcome.Failed)]
    [InlineData(1, EcsPeriodUnit.Hour, EcsRequirementOutcome.Failed)]
    public async Task PreviewAsync_Renewal_TakesTermsThatExist(int count, EcsPeriodUnit unit, EcsRequirementOutcome outcome)
    {
        using AlibabaStepFixture bench = Bench(StepKind.RenewSubscription);

        Assert.Equal(outcome, (await bench.CheckAsync(Renew(count, unit), EcsRequirementId.Term)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_RenewalWithoutAutoPay_IsRefusedBecauseThereIsNoOrderToPayLater()
    {
        using AlibabaStepFixture bench = Bench(StepKind.RenewSubscription);
        OperationOptions options = Renew(1) with { AutoPay = false };

        Assert.Equal(EcsRequirementOutcome.Failed, (await bench.CheckAsync(options, EcsRequirementId.Payment)).Outcome);
        await Assert.ThrowsAsync<EcsException>(() => bench.SendAsync(options));
        Assert.Empty(bench.Ecs.Writes);
    }

    [Fact]
    public async Task PreviewAsync_Renewal_TellsWhatIsCharged()
    {
        using AlibabaStepFixture bench = Bench(StepKind.RenewSubscription);
        bench.Ecs.On("DescribeRenewalPrice", Answer.Lifecycle("DescribeRenewalPrice"));

        Assert.Equal(["Charged at once: 437.00 CNY for 1 month (DescribeRenewalPrice)."], (await bench.PreviewAsync(Renew(1))).Costs);
    }

    [Fact]
    public async Task SendAsync_Renewal_IsRepeatedWithItsTokenOnly()
    {
        using AlibabaStepFixture bench = Bench(StepKind.RenewSubscription);
        bench.Ecs.On("RenewInstance", Answer.Cut, Answer.Lifecycle("RenewInstance"));

        StepHandle handle = await bench.SendAsync(Renew(1, EcsPeriodUnit.Year), ("expiresAt", End.ToString("O")));

        Assert.Equal("204135153880006", handle.Facts[StepFactKeys.OrderId]);
        Assert.Equal([AlibabaStepFixture.Token, AlibabaStepFixture.Token], bench.Ecs.Calls.Select(c => c["ClientToken"]));
        Assert.Equal(("i-1", "12", "Month"), (bench.Ecs.Calls[0]["InstanceId"], bench.Ecs.Calls[0]["Period"], bench.Ecs.Calls[0]["PeriodUnit"]));
    }

    [Theory]
    [InlineData("2027-01-01T16:00Z", true, 5, nameof(ObservedState.TookEffect))]
    [InlineData("2026-12-01T16:00Z", true, 5, nameof(ObservedState.Pending))]
    [InlineData("2026-12-01T16:00Z", true, 600, nameof(ObservedState.Unknown))]
    [InlineData("2026-12-01T16:00Z", false, 5, nameof(ObservedState.Unknown))]
    [InlineData("2027-01-01T16:00Z", false, 5, nameof(ObservedState.TookEffect))]
    public async Task ObserveAsync_Renewal_JudgesByTheEndOfTheTerm(string end, bool isAccepted, int age, string state)
    {
        using AlibabaStepFixture bench = Bench(StepKind.RenewSubscription);
        bench.Ecs.On("DescribeInstances", Instance(end, "PrePaid"));
        StepHandle? handle = isAccepted ? new StepHandle { Facts = Facts(StepFactKeys.OrderId, "42") } : null;

        StepObservation seen = await bench.LookAsync(Renew(1), handle, age, ("expiresAt", End.ToString("O")));

        Assert.Equal(state, seen.State.ToString());
        Assert.Equal(isAccepted && state == nameof(ObservedState.Unknown), seen.Error?.Message.Contains("42") == true);
    }

    [Theory]
    [InlineData(EcsAutoRenew.On, "AutoRenewal", "3", "Month")]
    [InlineData(EcsAutoRenew.Off, "Normal", null, null)]
    public async Task SendAsync_AutoRenewal_AlwaysTellsTheStatus(EcsAutoRenew wanted, string status, string? duration, string? unit)
    {
        using AlibabaStepFixture bench = Bench(StepKind.SetAutoRenewal);
        bench.Ecs.On("ModifyInstanceAutoRenewAttribute", Answer.Lifecycle("ModifyInstanceAutoRenewAttribute"));

        await bench.SendAsync(new OperationOptions { Kind = OperationKind.AutoRenewChange, AutoRenew = wanted, Period = wanted == EcsAutoRenew.On ? 3 : null });

        Assert.Equal(("i-1", status, duration, unit), (
            bench.Ecs.Calls[0]["InstanceId"], bench.Ecs.Calls[0]["RenewalStatus"], bench.Ecs.Calls[0]["Duration"], bench.Ecs.Calls[0]["PeriodUnit"]));
    }

    [Theory]
    [InlineData(EcsAutoRenew.On, 1, true)]
    [InlineData(EcsAutoRenew.On, 2, false)]
    [InlineData(EcsAutoRenew.Off, null, false)]
    public async Task PreviewAsync_AutoRenewal_KnowsWhatIsDone(EcsAutoRenew wanted, int? period, bool isDone)
    {
        using AlibabaStepFixture bench = Bench(StepKind.SetAutoRenewal);
        bench.Ecs.On("DescribeInstanceAutoRenewAttribute", Answer.Ok(SampleFiles.ReadText("alibaba-lifecycle", "DescribeInstanceAutoRenewAttribute").Replace("i-bp1a2b3c4d5e6f7g8p01", "i-1")));

        StepPreview preview = await bench.PreviewAsync(new OperationOptions { Kind = OperationKind.AutoRenewChange, AutoRenew = wanted, Period = period });

        Assert.Equal(isDone, preview.AlreadyDone is not null);
    }

    [Fact]
    public async Task PreviewAsync_AutoRenewalOfASubscriptionThatHasEnded_IsRefused()
    {
        using AlibabaStepFixture bench = Bench(StepKind.SetAutoRenewal);
        bench.Ecs.On("DescribeInstanceAutoRenewAttribute", Answer.Ok(SampleFiles.ReadText("alibaba-lifecycle", "DescribeInstanceAutoRenewAttribute").Replace("i-bp1a2b3c4d5e6f7g8p01", "i-1")));
        bench.Server = bench.Server with { ExpiresAt = End.AddYears(-1) };

        OperationOptions options = new() { Kind = OperationKind.AutoRenewChange, AutoRenew = EcsAutoRenew.Off };

        Assert.Equal(EcsRequirementOutcome.Failed, (await bench.CheckAsync(options, EcsRequirementId.State)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_AutoRenewalOfPayAsYouGo_AsksNothingThatWouldBeRefused()
    {
        using AlibabaStepFixture bench = Bench(StepKind.SetAutoRenewal, EcsChargeType.PayAsYouGo);

        StepPreview preview = await bench.PreviewAsync(new OperationOptions { Kind = OperationKind.AutoRenewChange, AutoRenew = EcsAutoRenew.On });

        Assert.Contains(preview.Requirements, r => r is { Id: EcsRequirementId.ChargeType, Outcome: EcsRequirementOutcome.Failed });
        Assert.Empty(bench.Ecs.Calls);
    }

    [Theory]
    [InlineData(EcsChargeType.Subscription, true, "PrePaid", "true", "2", null)]
    [InlineData(EcsChargeType.Subscription, false, "PrePaid", "false", "2", null)]
    [InlineData(EcsChargeType.PayAsYouGo, false, "PostPaid", "false", null, "true")]
    public async Task SendAsync_ChargeType_SaysEverythingThatWouldOtherwiseBuy(
        EcsChargeType wanted, bool autoPay, string sent, string pays, string? period, string? detail)
    {
        using AlibabaStepFixture bench = Bench(StepKind.ChangeChargeType);
        bench.Ecs.On("ModifyInstanceChargeType", Answer.Lifecycle("ModifyInstanceChargeType.to-prepaid"));

        await bench.SendAsync(Convert(wanted, autoPay));

        Assert.Equal(("[\"i-1\"]", sent, pays, period, detail, AlibabaStepFixture.Token), (
            bench.Ecs.Calls[0]["InstanceIds"],
            bench.Ecs.Calls[0]["InstanceChargeType"],
            bench.Ecs.Calls[0]["AutoPay"],
            bench.Ecs.Calls[0]["Period"],
            bench.Ecs.Calls[0]["IsDetailFee"],
            bench.Ecs.Calls[0]["ClientToken"]));
    }

    [Fact]
    public async Task SendAsync_ChargeTypeWithinFiveMinutes_WaitsThemOut()
    {
        using AlibabaStepFixture bench = Bench(StepKind.ChangeChargeType, EcsChargeType.PayAsYouGo);
        bench.Ecs.On(
            "ModifyInstanceChargeType",
            Answer.Error(400, "Throttling", "Request was denied due to request throttling, please try again after 5 minutes."),
            Answer.Lifecycle("ModifyInstanceChargeType.to-prepaid"));

        await bench.SendAsync(Convert(EcsChargeType.Subscription, autoPay: true));

        Assert.Equal(2, bench.Ecs.Calls.Count);
        Assert.Equal(TimeSpan.FromMinutes(1), bench.Ecs.Clock.Elapsed);
    }

    [Theory]
    [InlineData("stopcharging", EcsRequirementId.State)]
    [InlineData("autorelease", EcsRequirementId.State)]
    [InlineData("financial", EcsRequirementId.Lock)]
    [InlineData("expired", EcsRequirementId.Lock)]
    [InlineData("spot", EcsRequirementId.ChargeType)]
    public async Task PreviewAsync_ChargeTypeThatTheCloudRefuses_FailsBeforeAnythingIsSent(string what, string id)
    {
        using AlibabaStepFixture bench = Bench(StepKind.ChangeChargeType, what == "expired" ? EcsChargeType.Subscription : EcsChargeType.PayAsYouGo);
        bench.Ecs.On("DescribeDisks", Answer.Ok("""{"Disks":{"Disk":[]}}"""));
        bench.Server = what switch
        {
            "stopcharging" => bench.Server with { Status = EcsInstanceStatus.Stopped, StoppedMode = "StopCharging" },
            "autorelease" => bench.Server with { AutoReleaseTime = End },
            "financial" => bench.Server with { LockReasons = ["financial"] },
            "expired" => bench.Server with { ExpiresAt = End.AddYears(-1) },
            _ => bench.Server with { ChargeType = EcsChargeType.Spot },
        };

        EcsChargeType wanted = what == "expired" ? EcsChargeType.PayAsYouGo : EcsChargeType.Subscription;
        Assert.Equal(EcsRequirementOutcome.Failed, (await bench.CheckAsync(Convert(wanted, autoPay: false), id)).Outcome);
    }

    [Fact]
    public async Task PreviewAsync_ToSubscription_SumsSizeAndSystemDisk()
    {
        using AlibabaStepFixture bench = Bench(StepKind.ChangeChargeType, EcsChargeType.PayAsYouGo);
        bench.Ecs
            .On("DescribeDisks", Answer.Ok("""{"Disks":{"Disk":[{"DiskId":"d-1","InstanceId":"i-1","Type":"system","Category":"cloud_essd","PerformanceLevel":"PL0","Size":40}]}}"""))
            .On("DescribePrice", call => (call["ResourceType"], call["PriceUnit"], call["DataDisk.1.Size"]) switch
            {
                ("disk", _, _) => Answer.Lifecycle("DescribePrice.disk"),
                (_, "Hour", _) => Answer.Lifecycle("DescribePrice.instance-hour"),
                (_, _, null) => Answer.Lifecycle("DescribePrice.instance-month"),
                _ => Answer.Ok(SampleFiles.ReadText("alibaba-lifecycle", "DescribePrice.instance-month").Replace("systemDisk", "dataDisk")),
            });

        StepPreview paid = await bench.PreviewAsync(Convert(EcsChargeType.Subscription, autoPay: true));

        Assert.Equal(
            [
                "Price now: 1.24 CNY per hour (DescribePrice).",
                "Price after: 371.45 CNY per 2 months (DescribePrice).",
                "Charged at once: 371.45 CNY for 2 months (DescribePrice).",
                "An order is placed and paid at once.",
            ],
            paid.Costs);
    }

    private static AlibabaStepFixture Bench(StepKind kind, EcsChargeType charge = EcsChargeType.Subscription)
    {
        AlibabaStepFixture bench = new(kind);
        bench.Server = bench.Server with
        {
            ChargeType = charge,
            ExpiresAt = charge == EcsChargeType.Subscription ? End : null,
            Status = EcsInstanceStatus.Running,
            OsType = EcsOsType.Linux,
        };
        return bench;
    }

    private static Answer Instance(string end, string charge) => Answer.Ok(new JObject
    {
        ["Instances"] = new JObject
        {
            ["Instance"] = new JArray(new JObject { ["InstanceId"] = "i-1", ["Status"] = "Running", ["InstanceChargeType"] = charge, ["ExpiredTime"] = end }),
        },
    }.ToString());

    private static Dictionary<string, string> Facts(string name, string value) => new() { [name] = value };

    private static OperationOptions Renew(int count, EcsPeriodUnit unit = EcsPeriodUnit.Month) =>
        new() { Kind = OperationKind.SubscriptionRenew, Period = count, PeriodUnit = unit, AutoPay = true };

    private static OperationOptions Convert(EcsChargeType wanted, bool autoPay) => new()
    {
        Kind = OperationKind.ChargeTypeChange,
        ChargeType = wanted,
        AutoPay = autoPay,
        Period = wanted == EcsChargeType.Subscription ? 2 : null,
    };
}
