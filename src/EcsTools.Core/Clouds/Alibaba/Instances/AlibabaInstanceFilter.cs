using System.Net;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Turns a query into filters of DescribeInstances (docs/contracts/alibaba-ecs.md 3.2). The service takes one value for most of
/// them: several are left to the caller, who applies the whole query to every row anyway. Ids are not set here, since they are cut into
/// calls.</summary>
internal static class AlibabaInstanceFilter
{
    private const int MostTags = 20;
    private const int MostAddresses = 100;

    // An unknown reason would be an error instead of an empty list.
    private static readonly string[] LockReasons = ["financial", "security", "Recycling", "dedicatedhostfinancial", "refunded"];

    /// <summary>Makes the parameters.</summary>
    /// <param name="name">The name to filter by; null to leave names to the caller.</param>
    public static AlibabaParameters Build(InstanceQuery query, string? name)
    {
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("InstanceName", name)
            .Add("Status", query.Statuses.Count == 1 ? StatusWord(query.Statuses[0]) : null)
            .Add("InstanceType", Single(query.Sizes) is { } size && !NamePattern.HasWildcards(size) ? size : null)
            .Add("ZoneId", Single(query.Zones))
            .Add("VpcId", Single(query.VpcIds))
            .Add("LockReason", LockReasons.FirstOrDefault(r => r.Equals(Single(query.LockReasons), StringComparison.OrdinalIgnoreCase)))
            .Add("InstanceChargeType", ChargeWord(query.ChargeType))
            .AddPairs("Tag", query.Tags.Take(MostTags))

            // Without this the options of the metadata service come empty (docs/contracts/alibaba-ecs-lifecycle.md 11.1).
            .AddList("AdditionalAttributes", ["META_OPTIONS"]);

        // There is a filter for private and one for public addresses, combined by AND: only what cannot be public is known to be private.
        bool arePrivate = query.IpAddresses.Count is > 0 and <= MostAddresses && query.IpAddresses.All(IsPrivate);
        return arePrivate ? parameters.AddJson("PrivateIpAddresses", query.IpAddresses).Add("InstanceNetworkType", "vpc") : parameters;
    }

    private static string? Single(IReadOnlyList<string> values) => values.Count == 1 ? values[0] : null;

    private static string? StatusWord(EcsInstanceStatus status) => status
        is EcsInstanceStatus.Pending or EcsInstanceStatus.Starting or EcsInstanceStatus.Running or EcsInstanceStatus.Stopping or EcsInstanceStatus.Stopped
        ? status.ToString()
        : null;

    // A spot server is a PostPaid one too.
    private static string? ChargeWord(EcsChargeType? type) => type switch
    {
        EcsChargeType.Subscription => "PrePaid",
        EcsChargeType.PayAsYouGo or EcsChargeType.Spot => "PostPaid",
        _ => null,
    };

    private static bool IsPrivate(string address) => IPAddress.TryParse(address, out IPAddress? ip)
        && ip.GetAddressBytes() is [10, _, _, _] or [172, >= 16 and <= 31, _, _] or [192, 168, _, _];
}
