using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds;

/// <summary>The requirements of a new server. All are told, not only the first that fails.</summary>
internal static class NewServerChecks
{
    /// <summary>Checks everything.</summary>
    public static IEnumerable<EcsRequirement> Check(NewServerContext context) =>
    [
        CheckName(context),
        CheckImage(context),
        CheckSize(context),
        CheckNetwork(context),
        CheckZone(context),
        CheckGroups(context),
        CheckLogin(context),
        .. UserDataRequirement.Check(context.Target with { Instance = context.Planned }, context.Rules.MostUserData, null),
        .. CheckDisks(context),
        .. CheckEncryption(context),
        .. CheckAddress(context),
        .. CheckTags(context),
        .. CheckCharge(context),
    ];

    private static EcsRequirement CheckName(NewServerContext context)
    {
        if (context.Rules.FindNameFlaw(context.Name) is { } flaw)
        {
            return Failed(EcsRequirementId.Name, flaw, "Specify another -Name.");
        }

        return context.SameName switch
        {
            { Error: { } denied } => Unknown(EcsRequirementId.Name, $"Cannot read whether a server is called {context.Name}", denied),
            { Value: [_, ..] same } => Failed(
                EcsRequirementId.Name,
                $"There is already a server called {context.Name}: {string.Join(", ", same.Select(i => i.Id))}.",
                "Specify another -Name. To create another server of that name, specify -IgnoreRequirement Name."),
            _ => Passed(EcsRequirementId.Name, $"No server is called {context.Name}."),
        };
    }

    private static EcsRequirement CheckImage(NewServerContext context)
    {
        const string Id = EcsRequirementId.Image;
        string? wanted = context.Options.ImageId;
        return (wanted, context.Image) switch
        {
            (null or "", _) => Failed(Id, "No image was specified.", "Specify an image that Get-EcsImage lists with -ImageId."),
            (_, { Error: { } denied }) => Unknown(Id, $"Cannot read the image {wanted}", denied),
            (_, { Value: null }) => Failed(Id, $"Cannot find image {wanted} for the current user.", "Specify an image that Get-EcsImage lists with -ImageId."),
            (_, { Value.IsUsable: false }) => Failed(Id, $"The image {wanted} is {context.Image.Value!.Status} and cannot be used.", "Specify another image, or wait until it can be used."),
            _ when context.SystemDiskGiB < context.Image.Value!.SizeGiB => Failed(
                Id, $"The image {wanted} needs a system disk of {context.Image.Value.SizeGiB} GiB.", $"Specify -SystemDiskSizeGiB {context.Image.Value.SizeGiB}, or omit it."),
            _ => Passed(Id, $"The image {wanted} can be used."),
        };
    }

    private static EcsRequirement CheckSize(NewServerContext context)
    {
        const string Advice = "Specify a size that Get-EcsInstanceSize lists with -Size.";
        return (context.Options.Size, context.Sizes, context.Size) switch
        {
            (null or "", _, _) => Failed(EcsRequirementId.Size, "No size was specified.", Advice),
            (_, { Error: { } denied }, _) => Unknown(EcsRequirementId.Size, "Cannot read the sizes", denied),
            (var wanted, _, null) => Failed(EcsRequirementId.Size, $"Cannot find size {wanted} in this region.", Advice),
            (var wanted, _, { IsAvailable: false }) => Failed(EcsRequirementId.Size, $"The size {wanted} is out of stock.", Advice),
            var (wanted, _, _) => Passed(EcsRequirementId.Size, $"The size {wanted} is offered."),
        };
    }

    private static EcsRequirement CheckNetwork(NewServerContext context)
    {
        const string Advice = "Specify a network that Get-EcsNetwork lists with -NetworkId.";
        return (context.Options.NetworkId, context.Networks, context.Network) switch
        {
            (null or "", _, _) => Failed(EcsRequirementId.Network, "No network was specified.", Advice),
            (_, { Error: { } denied }, _) => Unknown(EcsRequirementId.Network, "Cannot read the networks", denied),
            (var wanted, _, null) => Failed(EcsRequirementId.Network, $"Cannot find network {wanted} for the current user.", Advice),
            (var wanted, _, { FreeAddresses: 0 }) => Failed(EcsRequirementId.Network, $"The network {wanted} has no free address.", Advice),
            (var wanted, _, { Zone.Length: > 0 } network) when context.Options.Zone is { } zone && zone != network.Zone => Failed(
                EcsRequirementId.Network, $"The network {wanted} is in the zone {network.Zone}, not in {zone}.", $"Omit -Zone, or run Get-EcsNetwork -Zone {zone}."),
            var (wanted, _, _) => Passed(EcsRequirementId.Network, $"Network {wanted} exists."),
        };
    }

    private static EcsRequirement CheckZone(NewServerContext context) => (context.Zone, context.Zones) switch
    {
        (null, _) => Passed(EcsRequirementId.Zone, "The provider selects the zone."),
        (_, { Error: { } denied }) => Unknown(EcsRequirementId.Zone, "Cannot read the zones", denied),
        var (wanted, zones) => zones.Value!.FirstOrDefault(z => z.Id == wanted) switch
        {
            null => Failed(EcsRequirementId.Zone, $"Cannot find zone {wanted} in this region.", "Specify a zone that Get-EcsZone lists, or omit -Zone."),
            { IsAvailable: false } => Failed(EcsRequirementId.Zone, $"No servers can be created in the zone {wanted}.", "Specify another zone."),
            { DiskCategories.Count: > 0 } zone when context.SystemDiskCategory is { } category && !zone.DiskCategories.Contains(category) => Failed(
                EcsRequirementId.Zone, $"The zone {wanted} offers no disks of the category {category}.", $"Specify one of: {string.Join(", ", zone.DiskCategories)}."),
            _ => Passed(EcsRequirementId.Zone, $"Servers can be created in the zone {wanted}."),
        },
    };

    private static EcsRequirement CheckGroups(NewServerContext context)
    {
        const string Id = EcsRequirementId.SecurityGroup;
        IReadOnlyList<string> wanted = context.Options.SecurityGroupIds;
        if (wanted.Count == 0)
        {
            return context.Rules.NeedsSecurityGroup
                ? Failed(Id, "No security group was specified.", "Specify a group that Get-EcsSecurityGroup lists with -SecurityGroupId.")
                : Passed(Id, "The default group of the provider is used.");
        }

        if (context.Groups.Value is not { } groups)
        {
            return Unknown(Id, "Cannot read the security groups", context.Groups.Error);
        }

        if (wanted.FirstOrDefault(w => groups.All(g => g.Id != w)) is { } missing)
        {
            return Failed(Id, $"Cannot find security group {missing} for the current user.", "Specify a group that Get-EcsSecurityGroup lists.");
        }

        EcsSecurityGroup? foreign = groups.FirstOrDefault(g => wanted.Contains(g.Id) && g.VpcId.Length > 0 && context.Network is { VpcId: var vpc } && vpc != g.VpcId);
        return foreign is null ? Passed(Id, "The security groups exist.") : Failed(
            Id, $"The security group {foreign.Id} is for the servers of {foreign.VpcId}, and the network is in {context.Network!.VpcId}.", $"Run Get-EcsSecurityGroup -VpcId {context.Network.VpcId}.");
    }

    private static EcsRequirement CheckLogin(NewServerContext context)
    {
        const string Id = EcsRequirementId.Login;
        LoginOptions login = context.Options.Login;
        return login switch
        {
            { Password: not null } when context.Rules.CheckPassword is null => Failed(
                Id, $"{context.Rules.Cloud} sets no password when a server is created.", "Specify -KeyPairName, or set the password with -UserData."),
            { Password: not null } => context.Rules.CheckPassword(context),
            { PasswordInherit: true } => context.Rules.TakesImagePassword
                ? Passed(Id, "The password of the image is used.")
                : Failed(Id, $"{context.Rules.Cloud} does not keep the password of an image.", "Specify -KeyPairName or -Password."),
            { KeyPairName: not null } when context is { OsType: EcsOsType.Windows, Rules.WindowsTakesKeyPair: false } => Failed(
                Id, $"Windows servers take no key pair on {context.Rules.Cloud}.", "Specify -Password."),
            { KeyPairName: { } name } => context.KeyPair switch
            {
                { Error: { } denied } => Unknown(Id, $"Cannot read the key pair {name}", denied),
                { Value: true } => Passed(Id, $"Key pair {name} exists."),
                _ => Failed(Id, $"Cannot find key pair {name} for the current user.", "Specify a key pair that Get-EcsKeyPair lists."),
            },
            _ when context.Options.UserData is not null => UserDataRequirement.BringsLogin(),
            _ => Failed(Id, "No login was specified: no user could log in to the server.", "Specify -KeyPairName or -Password, or set up a login with -UserData."),
        };
    }

    private static IEnumerable<EcsRequirement> CheckDisks(NewServerContext context)
    {
        NewServerRules rules = context.Rules;
        if (context.Options.SystemDiskSizeGiB < rules.LeastSystemDisk)
        {
            yield return Failed(EcsRequirementId.SystemDisk, $"A system disk has at least {rules.LeastSystemDisk} GiB.", "Specify a larger -SystemDiskSizeGiB, or omit it.");
        }

        IReadOnlyList<NewDataDisk> disks = context.DataDisks;
        if (disks.Count > rules.MostDataDisks)
        {
            yield return Failed(EcsRequirementId.Disk, $"A server is created with {rules.MostDataDisks} data disks at most.", "Specify fewer data disks.");
        }

        if (disks.Any(d => d.SizeGiB < rules.LeastDataDisk))
        {
            yield return Failed(EcsRequirementId.DiskSize, $"A data disk has at least {rules.LeastDataDisk} GiB.", "Specify larger data disks.");
        }

        if (!rules.HasPerformanceLevels && (context.Options.PerformanceLevel is not null || disks.Any(d => d.PerformanceLevel is not null)))
        {
            yield return Failed(EcsRequirementId.DiskType, $"Disks of {rules.Cloud} have no performance levels.", "Specify a category only.");
        }
    }

    private static IEnumerable<EcsRequirement> CheckEncryption(NewServerContext context)
    {
        if (!context.Options.Encrypted)
        {
            yield break;
        }

        yield return context.Rules switch
        {
            { EncryptionInstead: { } instead } => Failed(EcsRequirementId.Encryption, $"{context.Rules.Cloud} encrypts no disk by request.", instead),
            { NeedsEncryptionKey: true } when context.Options.EncryptionKeyId is null => Failed(
                EcsRequirementId.Encryption, "No key was specified with which the disks are encrypted.", "Specify -EncryptionKeyId."),
            _ => Passed(EcsRequirementId.Encryption, "The disks are encrypted."),
        };
    }

    private static IEnumerable<EcsRequirement> CheckAddress(NewServerContext context)
    {
        if (context.Options.Bandwidth is not > 0)
        {
            yield break;
        }

        yield return context.Rules switch
        {
            { MostBandwidth: null } => Failed(EcsRequirementId.PublicAddress, $"{context.Rules.Cloud} creates no server with a public address.", context.Rules.PublicAddressInstead),
            { MostBandwidth: { } most } when context.Options.Bandwidth > most => Failed(
                EcsRequirementId.Bandwidth, $"A public address has {most} Mbit/s at most.", "Specify a smaller -Bandwidth."),
            { HasBandwidthBilling: false } when context.Options.Billing == EcsBandwidthBilling.ByBandwidth => Failed(
                EcsRequirementId.Bandwidth, $"{context.Rules.Cloud} bills the traffic of public addresses.", "Specify -Billing ByTraffic, or omit it."),
            _ => Passed(EcsRequirementId.PublicAddress, "The server is created with a public address."),
        };
    }

    private static IEnumerable<EcsRequirement> CheckTags(NewServerContext context)
    {
        IReadOnlyList<(string Key, string Value)> tags = NewServerTags.Read(context.Options);
        if (tags.Count > context.Rules.MostTags)
        {
            yield return Failed(EcsRequirementId.Tag, $"A server is created with {context.Rules.MostTags} tags at most.", "Specify fewer tags.");
        }

        if (tags.Select(t => context.Rules.FindTagFlaw(t.Key, t.Value)).FirstOrDefault(f => f is not null) is { } flaw)
        {
            yield return Failed(EcsRequirementId.Tag, flaw, "Specify another -Tag.");
        }
    }

    private static IEnumerable<EcsRequirement> CheckCharge(NewServerContext context)
    {
        OperationOptions options = context.Options;
        const string Id = EcsRequirementId.ChargeType;
        if (options.ChargeType == EcsChargeType.Subscription)
        {
            if (context.Rules.CheckTerm is not { } checkTerm)
            {
                yield return Failed(Id, $"{context.Rules.Cloud} has no subscriptions.", "Omit -ChargeType.");
                yield break;
            }

            yield return Passed(Id, "The server is a subscription.");
            yield return checkTerm(SubscriptionTerm.Of(options));
            yield return OrderText.CheckWhole(context.Target);
        }
        else
        {
            yield return options switch
            {
                { ChargeType: EcsChargeType.Spot } when !context.Rules.HasSpot => Failed(Id, $"{context.Rules.Cloud} has no spot instances.", "Omit -ChargeType."),
                { ChargeType: EcsChargeType.Spot, SpotPriceLimit: not null } when !context.Rules.HasSpotPriceLimit => Failed(
                    Id, $"{context.Rules.Cloud} takes no limit for the price of a spot instance.", "Omit -SpotPriceLimit."),
                { ChargeType: EcsChargeType.Spot } => Warned(Id, "The server is a spot instance: the provider can take it back at any time."),
                _ => Passed(Id, "The server is pay-as-you-go."),
            };
        }
    }
}
