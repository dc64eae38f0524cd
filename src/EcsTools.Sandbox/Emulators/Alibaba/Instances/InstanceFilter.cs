using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>The filters of DescribeInstances, combined with AND (docs/contracts/alibaba-ecs.md 3.2).</summary>
internal static class InstanceFilter
{
    private static readonly string[] States = ["Pending", "Running", "Starting", "Stopping", "Stopped"];
    private static readonly string[] Locks = ["financial", "security", "Recycling", "dedicatedhostfinancial", "refunded"];

    public static Func<Server, bool> Of(AlibabaRequestContext call)
    {
        List<Func<Server, bool>> filters = [];

        void Add(string name, Func<string, Func<Server, bool>> filter)
        {
            if (call.Text(name) is { } value)
            {
                filters.Add(filter(value));
            }
        }

        Add("InstanceName", pattern => s => Wildcard.Matches(pattern, s.Name));
        CheckWord(call, "Status", States, "InvalidStatus.NotFound");
        CheckWord(call, "InstanceChargeType", ["PostPaid", "PrePaid"], "InvalidInstanceChargeType.NotFound");
        CheckWord(call, "InstanceNetworkType", ["vpc", "classic"], "InvalidNetworkType.NotFound");
        CheckWord(call, "LockReason", Locks, "InvalidLockReason.NotFound");
        Add("Status", status => s => AlibabaWords.Status(call, s) == status);
        Add("InstanceChargeType", type => s => s.IsSubscription == (type == "PrePaid"));
        Add("InstanceNetworkType", type => _ => type == "vpc");
        Add("LockReason", reason => s => s.ProviderLocks.Contains(reason));
        Add("InstanceType", type => s => s.Size == type);
        Add("InstanceTypeFamily", family => s => InstanceText.Family(s.Size) == family);
        Add("ImageId", image => s => s.ImageId == image);
        Add("KeyPairName", name => s => s.KeyPairName == name);
        Add("ZoneId", zone => s => s.Zone == zone);
        Add("VpcId", id => s => id == call.Backend.NetworkOf(s).VpcId);
        Add("VSwitchId", id => s => id == call.Backend.NetworkOf(s).Id);
        Add("SecurityGroupId", id => s => call.Backend.GroupsOf(s).Any(g => g.Id == id));
        AddAddresses(call, filters);
        AddTags(call, filters);
        AddTimes(call, filters);
        return server => filters.TrueForAll(f => f(server));
    }

    private static void CheckWord(AlibabaRequestContext call, string name, string[] known, string code)
    {
        if (call.Text(name) is { } value && !known.Contains(value))
        {
            throw new AlibabaApiError(404, code, $"The specified {name} does not exist.");
        }
    }

    private static void AddAddresses(AlibabaRequestContext call, List<Func<Server, bool>> filters)
    {
        if (call.JsonList("PrivateIpAddresses") is { } privateIps)
        {
            filters.Add(s => privateIps.Contains(s.PrivateIp));
        }

        if (call.JsonList("PublicIpAddresses") is { } publicIps)
        {
            filters.Add(s => s is { ElasticIp: null, PublicIp: { } ip } && publicIps.Contains(ip));
        }

        if (call.JsonList("EipAddresses") is { } elasticIps)
        {
            filters.Add(s => s.ElasticIp is { } ip && elasticIps.Contains(ip.Address));
        }

        if (call.JsonList("InnerIpAddresses") is not null)
        {
            // The sandbox has no classic network.
            filters.Add(_ => false);
        }
    }

    private static void AddTags(AlibabaRequestContext call, List<Func<Server, bool>> filters)
    {
        for (int i = 1; i <= 21; i++)
        {
            string head = FormattableString.Invariant($"Tag.{i}.");
            if (call.Text(head + "Key") is not { } key)
            {
                if (call.Text(head + "Value") is not null)
                {
                    throw new AlibabaApiError(400, "InvalidTag.Mismatch", "The specified Tag.n.Key and Tag.n.Value are not match.");
                }

                continue;
            }

            if (i > 20)
            {
                throw new AlibabaApiError(400, "InvalidTagCount", "The specified tags are beyond the permitted range.");
            }

            string? value = call.Text(head + "Value");
            filters.Add(s => s.Tags.TryGetValue(key, out string? has) && (value is null || has == value));
        }
    }

    private static void AddTimes(AlibabaRequestContext call, List<Func<Server, bool>> filters)
    {
        for (int i = 1; i <= 4; i++)
        {
            string head = FormattableString.Invariant($"Filter.{i}.");
            if (call.Text(head + "Key") is not { } key)
            {
                continue;
            }

            if (!DateTimeOffset.TryParse(
                call.Text(head + "Value"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            {
                throw AlibabaErrors.Invalid(head + "Value");
            }

            filters.Add(key switch
            {
                "CreationStartTime" => s => s.CreatedAt >= time,
                "CreationEndTime" => s => s.CreatedAt <= time,
                "ExpiredStartTime" => s => s.ExpiresAt >= time,
                "ExpiredEndTime" => s => s.ExpiresAt <= time,
                _ => throw new AlibabaApiError(404, "InvalidFilterKey.NotFound", "The specified filter key does not exist."),
            });
        }
    }
}
