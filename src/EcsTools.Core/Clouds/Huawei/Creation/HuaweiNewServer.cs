using System.Globalization;
using System.Text.RegularExpressions;

using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What the creation of a server takes and how it is asked (docs/contracts/huawei-ecs-lifecycle.md 9.1).</summary>
internal static class HuaweiNewServer
{
    private const int MostTags = 10;
    private const int LongestKey = 36;
    private const int LongestValue = 43;
    private const string UsualCategory = "SSD";
    private const string AddressType = "5_bgp";

    /// <summary>What a cloud takes.</summary>
    public static NewServerRules RulesOf(HuaweiVariant variant) => new()
    {
        Cloud = variant.Name,
        FindNameFlaw = name => name.Length >= 1 && name.Length <= variant.LongestServerName && Regex.IsMatch(name, @"\A[\w.-]+\z", RegexOptions.None, TextPattern.Limit)
            ? null
            : $"A server's name has 1 to {variant.LongestServerName} characters: letters, digits, and - _ . only.",
        FindTagFlaw = FindTagFlaw,
        MostTags = MostTags,
        MostUserData = 32 * 1024,
        LeastSystemDisk = 1,
        LeastDataDisk = 10,
        MostDataDisks = 23,
        FindUsualCategory = _ => UsualCategory,
        NeedsEncryptionKey = true,
        MostBandwidth = variant.MostBandwidth,
        HasBandwidthBilling = variant.ChangesBandwidthBilling,
        CheckTerm = variant.HasOrders ? HuaweiPeriods.CheckPurchase : null,
        HasSpot = variant.HasOrders,
        WindowsTakesKeyPair = true,
        CheckPassword = CheckPassword,
    };

    /// <summary>The body of a request for one server.</summary>
    /// <param name="userId">The user, who must be named with a key pair; null if it is not known.</param>
    public static (bool IsOrder, JObject Server) Describe(StepTarget target, HuaweiVariant variant, string? userId)
    {
        OperationOptions options = target.Options;
        JObject server = new()
        {
            ["name"] = target.Instance.Name,
            ["imageRef"] = options.ImageId,
            ["flavorRef"] = options.Size,
            ["vpcid"] = Read(target, StepFactKeys.VpcId),
            ["nics"] = new JArray(new JObject { ["subnet_id"] = options.NetworkId }),
            ["root_volume"] = Disk(options.SystemDiskCategory ?? UsualCategory, int.Parse(Read(target, StepFactKeys.DiskSize)!, CultureInfo.InvariantCulture), options),
            ["count"] = 1,
        };
        Put(server, "description", options.NewDescription);
        Put(server, "availability_zone", options.Zone);
        Put(server, "user_data", options.UserData?.Encode());
        if (options.SecurityGroupIds.Count > 0)
        {
            server["security_groups"] = new JArray(options.SecurityGroupIds.Select(id => new JObject { ["id"] = id }));
        }

        if (options.DataDisks.Count > 0)
        {
            server["data_volumes"] = new JArray(options.DataDisks.Select(NewDataDisk.Parse).Select(d => Disk(d.Category ?? options.SystemDiskCategory ?? UsualCategory, d.SizeGiB, options)));
        }

        AddLogin(server, target, userId);
        AddAddress(server, options);
        AddTags(server, options, variant);
        return (AddCharge(server, options), server);
    }

    private static JObject Disk(string category, int size, OperationOptions options)
    {
        JObject disk = new() { ["volumetype"] = category, ["size"] = size };
        if (options.Encrypted)
        {
            disk["metadata"] = new JObject { ["__system__encrypted"] = "1", ["__system__cmkid"] = options.EncryptionKeyId };
        }

        return disk;
    }

    private static void AddLogin(JObject server, StepTarget target, string? userId)
    {
        LoginOptions login = target.Options.Login;
        JObject metadata = [];
        if (login.KeyPairName is { } name)
        {
            server["key_name"] = name;
            Put(metadata, "op_svc_userid", userId);
        }

        if (login.Password is { } password)
        {
            server["adminPass"] = SecretText.Reveal(password);
            if (Read(target, StepFactKeys.OsType) == nameof(EcsOsType.Windows))
            {
                metadata["admin_pass"] = SecretText.Reveal(password);
            }
        }

        if (metadata.Count > 0)
        {
            server["metadata"] = metadata;
        }
    }

    private static void AddAddress(JObject server, OperationOptions options)
    {
        if (options.Bandwidth is > 0 and { } mbps)
        {
            server["publicip"] = new JObject
            {
                ["eip"] = new JObject
                {
                    ["iptype"] = AddressType,
                    ["bandwidth"] = new JObject
                    {
                        ["size"] = mbps,
                        ["sharetype"] = "PER",
                        ["chargemode"] = options.Billing == EcsBandwidthBilling.ByBandwidth ? "bandwidth" : "traffic",
                    },
                },
            };
        }
    }

    // One of the clouds takes objects, the other texts with a dot between key and value.
    private static void AddTags(JObject server, OperationOptions options, HuaweiVariant variant)
    {
        (string Key, string Value)[] tags = [.. NewServerTags.Read(options)];
        if (tags.Length == 0)
        {
            return;
        }

        server[variant.HasOrders ? "server_tags" : "tags"] = variant.HasOrders
            ? new JArray(tags.Select(t => new JObject { ["key"] = t.Key, ["value"] = t.Value }))
            : new JArray(tags.Select(t => $"{t.Key}.{t.Value}"));
    }

    // Unasked, an order is left unpaid.
    private static bool AddCharge(JObject server, OperationOptions options)
    {
        if (options.ChargeType == EcsChargeType.Subscription)
        {
            SubscriptionTerm term = SubscriptionTerm.Of(options);
            server["extendparam"] = new JObject
            {
                ["chargingMode"] = "prePaid",
                ["periodType"] = term.Unit == EcsPeriodUnit.Year ? "year" : "month",
                ["periodNum"] = term.Count,
                ["isAutoRenew"] = "false",
                ["isAutoPay"] = options.AutoPay ? "true" : "false",
            };
            return true;
        }

        if (options.ChargeType == EcsChargeType.Spot)
        {
            server["extendparam"] = new JObject { ["chargingMode"] = 0, ["marketType"] = "spot" };
        }

        return false;
    }

    private static EcsRequirement CheckPassword(NewServerContext context)
    {
        bool isWindows = context.OsType == EcsOsType.Windows;
        return HuaweiPassword.FindFlaw(context.Options.Login.Password!, isWindows, HuaweiPassword.RebuildSpecials) is { } flaw
            ? Requirement.Failed(EcsRequirementId.Login, flaw, "Specify a password that meets the policy.")
            : !isWindows && context.Options.UserData is not null
                ? Requirement.Failed(EcsRequirementId.Login, "On Linux the provider ignores a password where there is user data.", "Specify -KeyPairName, or set the password with -UserData.")
            : Requirement.Passed(EcsRequirementId.Login, "The password meets the provider's policy.");
    }

    private static string? FindTagFlaw(string key, string value) =>
        key.Length is 0 or > LongestKey || value.Length > LongestValue || !(key + value).All(c => c is '-' or '_' || (c < 128 && char.IsLetterOrDigit(c)))
            ? $"The key of a tag has 1 to {LongestKey} characters, its value at most {LongestValue}: letters, digits, - and _ only."
            : key.StartsWith("_sys_", StringComparison.Ordinal) ? $"The key of the tag '{key}' begins with a prefix that the provider reserves." : null;

    private static string? Read(StepTarget target, string fact) => target.Before.TryGetValue(fact, out string? value) && value.Length > 0 ? value : null;

    private static void Put(JObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
