using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>How a subscription is renewed at its end (docs/contracts/alibaba-ecs-lifecycle.md 3.3).</summary>
/// <param name="Months">The months of each renewal; null for another unit, or if it is not told.</param>
internal sealed record AlibabaAutoRenewal(string InstanceId, bool IsOn, int? Months)
{
    /// <summary>Reads a row of DescribeInstanceAutoRenewAttribute.</summary>
    /// <returns>Null without an id.</returns>
    public static AlibabaAutoRenewal? Read(JObject row)
    {
        int? duration = row.Integer("Duration");
        return row.Text("InstanceId") is not { } id ? null : new AlibabaAutoRenewal(
            id,
            row.Text("RenewalStatus") is { } status ? status == "AutoRenewal" : row.Flag("AutoRenewEnabled") == true,
            row.Text("PeriodUnit")?.ToLowerInvariant() switch
            {
                "year" => 12 * duration,
                "week" => null,
                _ => duration,
            });
    }
}
