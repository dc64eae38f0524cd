using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The recycle bin for released servers (docs/contracts/huawei-ecs-lifecycle.md 9.3).</summary>
/// <param name="ThresholdDays">Only servers older than this go to it; null if the cloud does not tell.</param>
/// <param name="RetentionHours">How long they stay in it; null if the cloud does not tell.</param>
internal sealed record HuaweiRecycleBin(bool IsOn, int? ThresholdDays, int? RetentionHours)
{
    public static HuaweiRecycleBin Read(JObject json)
    {
        JObject? policy = json.Object("policy");
        return new HuaweiRecycleBin(
            string.Equals(json.Text("switch"), "on", StringComparison.OrdinalIgnoreCase), policy.Integer("recycle_threshold_day"), policy.Integer("retention_hour"));
    }

    /// <summary>Tells whether a server would go to it; where its age is not known, that is assumed.</summary>
    public bool Takes(EcsInstance instance, DateTimeOffset now) => IsOn && !(instance.CreatedAt is { } created && ThresholdDays is { } days && now - created < TimeSpan.FromDays(days));
}
