using System.Globalization;

using EcsTools.Core.Contracts;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>What RunInstances takes and how it is asked (docs/contracts/alibaba-ecs-lifecycle.md 9.1).</summary>
internal static class AlibabaNewServer
{
    // Of the twenty tags of a server one tells the operation that creates it.
    private const int MostTags = 19;
    private const int LongestName = 128;
    private const string UsualCategory = "cloud_essd";
    private static readonly string[] ReservedBeginnings = ["aliyun", "acs:", "http://", "https://"];

    /// <summary>What the service takes.</summary>
    public static NewServerRules Rules { get; } = new()
    {
        Cloud = "Alibaba Cloud",
        FindNameFlaw = FindNameFlaw,
        FindTagFlaw = FindTagFlaw,
        MostTags = MostTags,
        MostUserData = 32 * 1024,
        LeastSystemDisk = 20,
        LeastDataDisk = 1,
        MostDataDisks = 16,

        // Since January 2026 the service's own default depends on what is sold where: it is always sent where the zone tells what it has.
        FindUsualCategory = zone => zone?.DiskCategories.Contains(UsualCategory) == true ? UsualCategory : null,
        NeedsSecurityGroup = true,
        HasPerformanceLevels = true,
        MostBandwidth = 100,
        HasBandwidthBilling = true,
        CheckTerm = AlibabaTerms.CheckTerm,
        HasSpot = true,
        TakesImagePassword = true,
        HasSpotPriceLimit = true,
        CheckPassword = context =>
        {
            (EcsRequirementOutcome outcome, string detail) = AlibabaPasswordPolicy.Check(SecretText.Reveal(context.Options.Login.Password!), context.OsType);
            return new(EcsRequirementId.Login, outcome, detail, outcome == EcsRequirementOutcome.Passed ? null : "Specify a password that meets the policy.");
        },
    };

    /// <summary>The parameters of a request, without how many servers it is for.</summary>
    public static AlibabaParameters Describe(StepTarget target)
    {
        OperationOptions options = target.Options;
        string? category = AlibabaChecks.Before(target, StepFactKeys.DiskType);
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("ImageId", options.ImageId)
            .Add("InstanceType", options.Size)
            .Add("VSwitchId", options.NetworkId)
            .Add("ZoneId", options.Zone)
            .Add("InstanceName", target.Instance.Name)
            .Add("Description", options.NewDescription)
            .Add("SystemDisk.Category", category)
            .Add("SystemDisk.Size", AlibabaChecks.Planned(target, StepFactKeys.DiskSize))
            .Add("SystemDisk.PerformanceLevel", options.PerformanceLevel)
            .Add("SystemDisk.Encrypted", options.Encrypted ? true : null)
            .Add("SystemDisk.KMSKeyId", options.EncryptionKeyId)
            .Add("KeyPairName", options.Login.KeyPairName)
            .Add("Password", options.Login.Password is { } password ? SecretText.Reveal(password) : null)
            .Add("PasswordInherit", options.Login.PasswordInherit ? true : null)
            .Add("UserData", options.UserData?.Encode());
        parameters = options.SecurityGroupIds.Count == 1
            ? parameters.Add("SecurityGroupId", options.SecurityGroupIds[0])
            : parameters.AddList("SecurityGroupIds", options.SecurityGroupIds);
        return AddTags(AddCharge(AddAddress(AddDisks(parameters, options, category), options), options), target);
    }

    private static AlibabaParameters AddDisks(AlibabaParameters parameters, OperationOptions options, string? usualCategory)
    {
        foreach ((NewDataDisk disk, int index) in options.DataDisks.Select((d, i) => (NewDataDisk.Parse(d), i + 1)))
        {
            string name = FormattableString.Invariant($"DataDisk.{index}.");
            parameters.Add(name + "Category", disk.Category ?? usualCategory)
                .Add(name + "Size", disk.SizeGiB)
                .Add(name + "PerformanceLevel", disk.PerformanceLevel)
                .Add(name + "Encrypted", options.Encrypted ? true : null)
                .Add(name + "KMSKeyId", options.EncryptionKeyId);
        }

        return parameters;
    }

    // More than 0 Mbit/s gives a static public address.
    private static AlibabaParameters AddAddress(AlibabaParameters parameters, OperationOptions options) => options.Bandwidth is not > 0 ? parameters : parameters
        .Add("InternetMaxBandwidthOut", options.Bandwidth)
        .Add("InternetChargeType", options.Billing == EcsBandwidthBilling.ByBandwidth ? "PayByBandwidth" : "PayByTraffic");

    // Unasked, the service would pay the order of a subscription.
    private static AlibabaParameters AddCharge(AlibabaParameters parameters, OperationOptions options) => options.ChargeType switch
    {
        EcsChargeType.Subscription => parameters
            .Add("InstanceChargeType", "PrePaid")
            .AddTerm("Period", "PeriodUnit", SubscriptionTerm.Of(options))
            .Add("AutoPay", options.AutoPay)
            .Add("AutoRenew", false),
        EcsChargeType.Spot => parameters
            .Add("InstanceChargeType", "PostPaid")
            .Add("SpotStrategy", options.SpotPriceLimit is null ? "SpotAsPriceGo" : "SpotWithPriceLimit")
            .Add("SpotPriceLimit", options.SpotPriceLimit?.ToString(CultureInfo.InvariantCulture)),
        _ => parameters.Add("InstanceChargeType", "PostPaid"),
    };

    private static AlibabaParameters AddTags(AlibabaParameters parameters, StepTarget target)
    {
        IEnumerable<KeyValuePair<string, string?>> own = target.OperationId.Length == 0 ? [] : new[] { new KeyValuePair<string, string?>(BackupNaming.OperationTag, target.OperationId) };
        return parameters.AddPairs("Tag", NewServerTags.Read(target.Options).Select(t => new KeyValuePair<string, string?>(t.Key, t.Value)).Concat(own));
    }

    private static string? FindNameFlaw(string name) =>
        name.Length is < 2 or > LongestName || !char.IsLetter(name[0]) || ReservedBeginnings.Skip(2).Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase))
            ? $"A server's name has 2 to {LongestName} characters, begins with a letter and is not an IP address."
        : name.IndexOfAny(['[', ']']) < 0 ? null
        : "The provider reads brackets in a name as a number to insert.";

    private static string? FindTagFlaw(string key, string value) =>
        key.Length is 0 or > 128 || value.Length > 128 ? "The key of a tag has 1 to 128 characters, its value at most 128."
        : ReservedBeginnings.Any(p => key.StartsWith(p, StringComparison.OrdinalIgnoreCase)) ? $"The key of the tag '{key}' begins with a prefix that the provider reserves."
        : null;
}
