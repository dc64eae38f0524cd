using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Orders by which subscriptions are changed (docs/contracts/alibaba-ecs-lifecycle.md 0.2).</summary>
internal static class AlibabaOrders
{
    /// <summary>What a downgrade of a subscription means for the costs.</summary>
    public const string Refund = "An order is placed, and the difference in price is refunded to the original payment; vouchers are not returned.";

    // So long an order may take that was paid (docs/contracts/alibaba-ecs.md 3.12: five to ten seconds); after it, it is probably unpaid.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>Reads what the answer to a change tells of its order; a text or a number.</summary>
    public static StepHandle ReadHandle(JObject answer) => new()
    {
        RequestId = answer.Text("RequestId"),
        Facts = answer.Text("OrderId") is { } order ? new Dictionary<string, string> { [StepFactKeys.OrderId] = order } : [],
    };

    /// <summary>Judges a change that was accepted and is not seen yet.</summary>
    /// <param name="instance">The server as read.</param>
    /// <param name="activity">What the cloud is doing.</param>
    public static StepObservation Await(SentStep sent, EcsInstance instance, string activity) =>
        sent.Receive(StepFactKeys.OrderId) is { } order && sent.Age > Grace ? Unpaid(sent.Target, instance, order) : AlibabaChecks.Pending(instance, activity);

    private static StepObservation Unpaid(StepTarget target, EcsInstance instance, string order) => new(ObservedState.Unknown, instance)
    {
        Error = new EcsException(EcsErrorId.OperationInProgress, $"The order {order} for {target.Instance} has not been carried out; it is probably unpaid.")
        {
            InstanceId = target.Instance.Id,
            RecommendedAction = "Pay or cancel the order in the provider's console, and then run Resume-EcsOperation. To pay orders at once, specify -AutoPay.",
        },
    };
}
