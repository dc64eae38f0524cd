using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Orders by which subscriptions are changed (docs/contracts/huawei-ecs-lifecycle.md 3.3): one that is not paid leaves the job
/// PENDING_PAYMENT for good.</summary>
internal static class HuaweiOrders
{
    /// <summary>Tells whether a change of OS may make an order that has to be paid: to a system that is billed.</summary>
    public static bool MayCost(StepTarget target, HuaweiImage? image, HuaweiVariant variant) =>
        variant.HasOrders && target.Instance.ChargeType == EcsChargeType.Subscription && image?.IsBilled == true && HuaweiLicense.Find(target) != LicenseKind.Byol;

    /// <summary>The order is paid at once; otherwise a warning, which is shown before the server is stopped.</summary>
    public static EcsRequirement CheckPayment(StepTarget target) => target.Options.AutoPay
        ? Passed(EcsRequirementId.Payment, "A difference in price is paid at once.")
        : Warned(
            EcsRequirementId.Payment,
            "The subscription is changed by an order; if it has to be paid, nothing happens until it is paid in the console, and the server stays stopped.",
            "To pay a difference in price at once, specify -AutoPay.");

    /// <summary>The order for a change of a disk is paid at once; otherwise nothing changes until it is paid.</summary>
    public static EcsRequirement CheckDiskPayment(StepTarget target) => target.Options.AutoPay
        ? Passed(EcsRequirementId.Payment, "The order is paid at once.")
        : Warned(
            EcsRequirementId.Payment,
            "The disk is a subscription: an order is placed, and the disk does not change until it is paid in the provider's console.",
            "To pay the order at once, specify -AutoPay.");

    /// <summary>What the order for a change of a disk means for the costs.</summary>
    public static string DescribeDiskCost(StepTarget target) =>
        $"An order for the difference in price is placed and {(target.Options.AutoPay ? "paid at once" : "left unpaid")}.";

    /// <summary>What the order means for the costs.</summary>
    public static string DescribeCost(StepTarget target) => target.Options.AutoPay
        ? "The subscription is changed by an order, and a difference in price is paid at once."
        : "The subscription is changed by an order. Until it is paid in the console the job stays PENDING_PAYMENT and nothing happens.";
}
