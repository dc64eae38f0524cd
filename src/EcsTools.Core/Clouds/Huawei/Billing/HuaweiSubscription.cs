using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A resource of a subscription (docs/contracts/huawei-ecs-lifecycle.md 3.2).</summary>
/// <param name="IsMain">True for the server; its disks are parts.</param>
/// <param name="Policy">What becomes of it at its end; null if it is not told.</param>
internal sealed record HuaweiSubscription(string ResourceId, bool IsMain, int? Status, DateTimeOffset? ExpiresAt, int? Policy)
{
    private const int ToPayPerUsePolicy = 1;
    private const int RenewalPolicy = 3;
    private const int Frozen = 4;
    private const int Expired = 5;

    /// <summary>It is renewed automatically.</summary>
    public bool IsRenewed => Policy == RenewalPolicy;

    /// <summary>It becomes pay-as-you-go at its end.</summary>
    public bool BecomesPayPerUse => Policy == ToPayPerUsePolicy;

    /// <summary>Reads a row.</summary>
    /// <returns>Null without an id.</returns>
    public static HuaweiSubscription? Read(JObject row) => row.Text("resource_id") is not { } id
        ? null
        : new HuaweiSubscription(id, row.Integer("is_main_resource") == 1, row.Integer("status"), row.Time("expire_time"), row.Integer("expire_policy"));

    /// <summary>It can be renewed: it has neither ended nor been frozen (CBC.99003602).</summary>
    public EcsRequirement CheckState(DateTimeOffset now) => Status == Frozen
        ? Requirement.Failed(EcsRequirementId.State, "The subscription is frozen.", ServerLocks.AdviceOfProvider)
        : Status == Expired
            ? Requirement.Failed(EcsRequirementId.State, $"The subscription ended at {ExpiresAt:u}.", "Run Update-EcsSubscription while the provider still keeps the server.")
            : SubscriptionChecks.CheckTerm(ExpiresAt, now);
}
