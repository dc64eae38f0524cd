namespace EcsTools.Core.Clouds;

/// <summary>What orders say on every cloud that has them.</summary>
internal static class OrderText
{
    /// <summary>What the order means for the costs.</summary>
    public static string DescribeDifference(StepTarget target) => target.Options.AutoPay
        ? "An order for the difference in price is placed and paid at once."
        : "An order for the difference in price is placed and left unpaid: it takes effect when it is paid in the console.";

    /// <summary>The order is paid at once; otherwise a warning.</summary>
    public static EcsRequirement CheckPayment(StepTarget target) => target.Options.AutoPay
        ? Requirement.Passed(EcsRequirementId.Payment, "The difference in price is paid at once.")
        : Requirement.Warned(
            EcsRequirementId.Payment,
            "The subscription is changed by an order, which takes effect when it is paid in the console.",
            "To pay it at once, specify -AutoPay.");

    /// <summary>What becomes of an order for the whole price of a term.</summary>
    public static string DescribeWhole(StepTarget target) => target.Options.AutoPay
        ? "An order is placed and paid at once."
        : "An order is placed and left unpaid: it takes effect when it is paid in the console.";

    /// <summary>The order for the whole price of a term is paid at once; otherwise a warning.</summary>
    public static EcsRequirement CheckWhole(StepTarget target) => target.Options.AutoPay
        ? Requirement.Passed(EcsRequirementId.Payment, "The order is paid at once.")
        : Requirement.Warned(
            EcsRequirementId.Payment,
            "The order is left unpaid: nothing changes until it is paid in the console, and until then other changes of the server may be refused.",
            "To pay it at once, specify -AutoPay.");
}
