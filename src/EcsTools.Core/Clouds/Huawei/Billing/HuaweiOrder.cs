using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>An order (docs/contracts/huawei-ecs-lifecycle.md 3.2).</summary>
internal sealed record HuaweiOrder(string Id, int? Status)
{
    private const int Cancelled = 4;
    private const int Completed = 5;
    private const int Unpaid = 6;

    public bool IsCompleted => Status == Completed;

    public bool IsUnpaid => Status == Unpaid;

    public bool IsCancelled => Status == Cancelled;

    /// <summary>Reads the details of an order.</summary>
    public static HuaweiOrder Read(string id, JObject answer) => new(id, answer.Object("order_info").Integer("status"));

    /// <summary>The error of an order that was cancelled: nothing was changed and nothing paid.</summary>
    public EcsException ToError(EcsInstance instance) => new(EcsErrorId.OperationFailed, $"The order {Id} for {instance} was canceled.")
    {
        InstanceId = instance.Id,
        RecommendedAction = "Run the command again if the change is still wanted.",
    };
}
