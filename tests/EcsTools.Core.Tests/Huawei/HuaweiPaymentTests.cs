using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Huawei;

public sealed class HuaweiPaymentTests
{
    [Theory]
    [InlineData(EcsCloud.Huawei, OperationKind.SystemDiskSwitch, EcsChargeType.Subscription, true, "true")]
    [InlineData(EcsCloud.Huawei, OperationKind.SystemDiskSwitch, EcsChargeType.Subscription, false, null)]
    [InlineData(EcsCloud.Huawei, OperationKind.SystemDiskSwitch, EcsChargeType.PayAsYouGo, true, null)]
    [InlineData(EcsCloud.Huawei, OperationKind.OsReinstall, EcsChargeType.Subscription, true, null)]
    [InlineData(EcsCloud.OpenTelekom, OperationKind.SystemDiskSwitch, EcsChargeType.Subscription, true, null)]
    public async Task SendAsync_AutoPay_IsSentWhereThereIsAnOrder(EcsCloud provider, OperationKind kind, EcsChargeType charge, bool autoPay, string? sent)
    {
        SampleNetwork network = HuaweiRebuildTests.Network()
            .Answer("POST", "/changeos", Sample.Load("ecs.reinstall.v2.keypair"))
            .Answer("POST", "/reinstallos", Sample.Load("ecs.reinstall.v2.keypair"));
        using HuaweiCloud cloud = network.OpenByKey(provider);

        await Step(cloud).SendAsync(Target(kind, charge, autoPay), TestContext.Current.CancellationToken);

        JToken fields = Assert.Single(network.Writes).Body!.Properties().Single().Value;
        Assert.Equal((sent, sent is null ? (JTokenType?)null : JTokenType.String), ((string?)fields["isAutoPay"], fields["isAutoPay"]?.Type));
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, EcsChargeType.Subscription, LicenseKind.System, false, EcsRequirementOutcome.Warning)]
    [InlineData(EcsCloud.Huawei, EcsChargeType.Subscription, LicenseKind.System, true, EcsRequirementOutcome.Passed)]
    [InlineData(EcsCloud.Huawei, EcsChargeType.Subscription, LicenseKind.Byol, false, null)]
    [InlineData(EcsCloud.Huawei, EcsChargeType.PayAsYouGo, LicenseKind.System, false, null)]
    [InlineData(EcsCloud.OpenTelekom, EcsChargeType.Subscription, LicenseKind.System, false, null)]
    public async Task PreviewAsync_BilledImage_TellsOfTheOrder(
        EcsCloud provider, EcsChargeType charge, LicenseKind license, bool autoPay, EcsRequirementOutcome? outcome)
    {
        using HuaweiCloud cloud = HuaweiRebuildTests.Network().OpenByKey(provider);

        StepPreview preview = await PreviewAsync(cloud, Target(OperationKind.SystemDiskSwitch, charge, autoPay, license));

        Assert.Equal(outcome, preview.Requirements.SingleOrDefault(r => r.Id == EcsRequirementId.Payment)?.Outcome);
        Assert.Equal(outcome is not null, preview.Costs.Any(c => c.Contains("order")));
    }

    [Theory]
    [InlineData(OperationKind.SystemDiskSwitch, SampleNetwork.Ubuntu)]
    [InlineData(OperationKind.OsReinstall, null)]
    public async Task PreviewAsync_NothingDearer_DemandsNoPayment(OperationKind kind, string? image)
    {
        using HuaweiCloud cloud = HuaweiRebuildTests.Network().OpenByKey(EcsCloud.Huawei);
        StepTarget target = Target(kind, EcsChargeType.Subscription, autoPay: false);

        StepPreview preview = await PreviewAsync(cloud, target with { Options = target.Options with { ImageId = image } });

        Assert.DoesNotContain(preview.Requirements, r => r.Id == EcsRequirementId.Payment);
    }

    private static StepTarget Target(OperationKind kind, EcsChargeType charge, bool autoPay, LicenseKind? license = LicenseKind.System)
    {
        StepTarget target = HuaweiStepFixture.Target("stopped", new OperationOptions
        {
            Kind = kind,
            ImageId = kind == OperationKind.SystemDiskSwitch ? SampleNetwork.RedHat : null,
            License = kind == OperationKind.SystemDiskSwitch ? license : null,
            AutoPay = autoPay,
        });
        return target with { Instance = target.Instance with { ChargeType = charge } };
    }

    private static async Task<StepPreview> PreviewAsync(HuaweiCloud cloud, StepTarget target) =>
        (await Step(cloud).PreviewAsync([target], TestContext.Current.CancellationToken))[0];

    private static ICloudStep Step(HuaweiCloud cloud) => cloud.FindStep(StepKind.RebuildSystemDisk)!;
}
