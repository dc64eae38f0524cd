using System.Globalization;

using EcsTools.Sandbox.Emulators.Alibaba.Disks;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>RunInstances (docs/contracts/alibaba-ecs-lifecycle.md 9 and 15): all servers or none, and none before the answer.</summary>
internal static class CreationOperations
{
    private const int MostTags = 20;
    private const int MostUserData = 32 * 1024;
    private const int LeastSystemDisk = 20;
    private const int MostDataDisks = 16;

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("RunInstances", IsWrite: true, RunInstances)
        {
            NeedsRegion = true,
            HasDryRun = true,
            TokenMismatch = () => new AlibabaApiError(400, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
    ];

    private static void RunInstances(AlibabaRequestContext call, ResponseWriter response)
    {
        int amount = call.Number("Amount") ?? 1;
        if (amount is < 1 or > 100)
        {
            throw AlibabaErrors.Invalid("Amount");
        }

        Network network = FindNetwork(call);
        IReadOnlyList<string> groups = FindGroups(call, network);
        Image image = call.Backend.FindImage(call.Required("ImageId")) is { IsUsable: true } found
            ? found
            : throw new AlibabaApiError(404, "InvalidImageId.NotFound", "The specified ImageId does not exist.");
        Size size = FindSize(call);
        RebuildLogin login = ReadLogin(call, image);
        CheckUserData(call);
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        call.ReadTags(tags);
        if (call.Text(FormattableString.Invariant($"Tag.{MostTags + 1}.Key")) is not null)
        {
            throw new AlibabaApiError(400, "NumberExceed.Tags", "The maximum number of Tags is exceeded.");
        }

        (bool isPrepaid, bool isSpot) = ReadCharge(call);
        int bandwidth = ReadBandwidth(call);
        _ = ReadDisks(call, image);
        if (network.FreeAddresses < amount)
        {
            throw new AlibabaApiError(400, "QuotaExceeded.PrivateIpAddress", "The number of private IP addresses in the specified VSwitch has reached the quota limit.");
        }

        if (call.Flag("DryRun"))
        {
            throw AlibabaErrors.DryRunPassed();
        }

        List<(ServerCreation Creation, Server Server)> made = [];
        for (int i = 0; i < amount; i++)
        {
            ServerCreation creation = new(call.Backend, image, size, network)
            {
                Id = call.Backend.NewShortId("i-"),
                Name = NameOf(call, i),
                Description = call.Text("Description") ?? "",
                Zone = call.Text("ZoneId"),
                SecurityGroupIds = groups,
                KeyPairName = image.IsWindows ? null : login.KeyPairName,
                Password = login.Password,
                BandwidthOut = bandwidth,
                IsBilledByBandwidth = call.Text("InternetChargeType") == "PayByBandwidth",
                IsSpot = isSpot,
                ExpiresAt = isPrepaid ? Expiry(call) : null,
                Tags = tags,
                Disks = ReadDisks(call, image),
            };
            made.Add((creation, creation.Make()));
        }

        decimal perHour = made.Sum(m => PriceOf(m.Creation));
        decimal price = isPrepaid ? PriceList.ForTerm(perHour, call.Text("PeriodUnit") ?? "Month", call.Number("Period") ?? 1) : perHour;
        bool failsLate = call.Undocumented.CreationVanishes;
        if (isPrepaid)
        {
            Order order = call.Backend.Orders.Place(
                made[0].Server, 1, price, call.Flag("AutoPay", byDefault: true), () => made.ForEach(m => m.Creation.Begin(m.Server, failsLate)));
            response.Text("OrderId", order.Id);
        }
        else
        {
            made.ForEach(m => m.Creation.Begin(m.Server, failsLate));
        }

        response.Money("TradePrice", price);
        response.Texts("InstanceIdSets", "InstanceIdSet", [.. made.Select(m => m.Server.Id)]);
    }

    private static decimal PriceOf(ServerCreation creation) =>
        PriceList.SizePerHour(creation.Size) + creation.Disks.Sum(d => PriceList.DiskPerHour(d.Category, d.SizeGiB));

    private static string NameOf(AlibabaRequestContext call, int index)
    {
        string name = call.Text("InstanceName") ?? "iZsandbox";
        return call.Flag("UniqueSuffix") ? name + (index + 1).ToString("000", CultureInfo.InvariantCulture) : name;
    }

    private static Network FindNetwork(AlibabaRequestContext call)
    {
        Network network = call.Backend.Networks.Find(call.Required("VSwitchId"))
            ?? throw new AlibabaApiError(404, "InvalidVSwitchId.NotFound", "The specified VSwitchId does not exist.");
        return call.Text("ZoneId") is { } zone && zone != network.Zone
            ? throw new AlibabaApiError(400, "InvalidParameter.Mismatch", "The specified parameter ZoneId and VSwitchId are not match.")
            : network;
    }

    private static IReadOnlyList<string> FindGroups(AlibabaRequestContext call, Network network)
    {
        IReadOnlyList<string> several = call.RepeatList("SecurityGroupIds");
        string? one = call.Text("SecurityGroupId");
        if (one is not null && several.Count > 0)
        {
            throw new AlibabaApiError(400, "InvalidSecurityGroupId.SingleIdAndMultiIdConflict", "SecurityGroupId and SecurityGroupIds cannot both be specified.");
        }

        IReadOnlyList<string> ids = one is null ? several : [one];
        if (ids.Count == 0)
        {
            throw AlibabaErrors.Missing("SecurityGroupId");
        }

        foreach (string id in ids)
        {
            SecurityGroup group = call.Backend.SecurityGroups.Find(id)
                ?? throw new AlibabaApiError(404, "InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId does not exist.");
            if (group.VpcId != network.VpcId)
            {
                throw new AlibabaApiError(403, "OperationDenied.InconsistentNetwork", "The specified security group and vswitch are not in the same vpc.");
            }
        }

        return ids;
    }

    private static Size FindSize(AlibabaRequestContext call) => call.Backend.Sizes.Find(call.Required("InstanceType")) switch
    {
        null => throw new AlibabaApiError(403, "InvalidInstanceType.ValueNotSupported", "The specified InstanceType does not exist or beyond the permitted range."),
        { IsInStock: false } => throw AlibabaErrors.NoStock(),
        var size => size,
    };

    private static RebuildLogin ReadLogin(AlibabaRequestContext call, Image image)
    {
        if (call.Flag("PasswordInherit") && call.Text("Password") is not null)
        {
            throw new AlibabaApiError(400, "InvalidPasswordParam.Mismatch", "The input parameter Password should be null when PasswordInherit is true.");
        }

        if (call.Text("KeyPairName") is { } name && !call.Backend.KeyPairs.ContainsKey(name))
        {
            throw new AlibabaApiError(404, "InvalidKeyPairName.NotFound", "The specified KeyPairName does not exist in our records.");
        }

        return RebuildLogin.Read(call, image.IsWindows);
    }

    private static void CheckUserData(AlibabaRequestContext call)
    {
        if (call.Text("UserData") is not { } text)
        {
            return;
        }

        try
        {
            if (Convert.FromBase64String(text).Length > MostUserData)
            {
                throw new AlibabaApiError(400, "InvalidUserData.SizeExceeded", "The specified parameter UserData exceeds the size.");
            }
        }
        catch (FormatException)
        {
            throw new AlibabaApiError(403, "InvalidUserData.Base64FormatInvalid", "The specified parameter UserData is not in valid base64.");
        }
    }

    private static (bool IsPrepaid, bool IsSpot) ReadCharge(AlibabaRequestContext call)
    {
        bool isPrepaid = call.Text("InstanceChargeType") switch
        {
            null or "PostPaid" => false,
            "PrePaid" => true,
            _ => throw new AlibabaApiError(400, "InvalidInstanceChargeType.NotFound", "The InstanceChargeType does not exist in our records."),
        };
        bool isSpot = (call.Text("SpotStrategy") ?? "NoSpot") switch
        {
            "NoSpot" => false,
            "SpotAsPriceGo" => true,
            "SpotWithPriceLimit" => call.Text("SpotPriceLimit") is not null ? true : throw AlibabaErrors.Missing("SpotPriceLimit"),
            _ => throw AlibabaErrors.Invalid("SpotStrategy"),
        };
        if (isPrepaid && isSpot)
        {
            throw AlibabaErrors.Invalid("SpotStrategy");
        }

        if (isPrepaid && call.Number("Period") is null)
        {
            throw AlibabaErrors.Missing("Period");
        }

        return !isPrepaid && call.Text("AutoPay") is not null && !call.Flag("AutoPay")
            ? throw new AlibabaApiError(400, "InvalidAutoPay.PostPaidUnsupported", "PostPaid does not support AutoPay=false.")
            : (isPrepaid, isSpot);
    }

    private static DateTimeOffset Expiry(AlibabaRequestContext call) => call.Text("PeriodUnit") == "Week"
        ? call.Backend.Now.AddDays(7 * call.Number("Period")!.Value)
        : call.Backend.Now.AddMonths(call.Number("Period")!.Value);

    private static int ReadBandwidth(AlibabaRequestContext call) => call.Number("InternetMaxBandwidthOut") switch
    {
        null => 0,
        < 0 or > 100 => throw new AlibabaApiError(400, "InvalidParameter.InternetMaxBandwidthOut", "The specified InternetMaxBandwidthOut is not valid."),
        { } mbps => mbps,
    };

    // New objects on every call: each server has disks of its own.
    private static IReadOnlyList<Disk> ReadDisks(AlibabaRequestContext call, Image image)
    {
        int size = call.Number("SystemDisk.Size") ?? Math.Max(40, image.SizeGiB);
        if (size < Math.Max(LeastSystemDisk, image.SizeGiB))
        {
            throw new AlibabaApiError(404, "InvalidSystemDiskSize.LessThanImageSize", "The specified SystemDisk.Size is less than the size of the image.");
        }

        List<Disk> disks = [NewDisk(call, "SystemDisk.", size, image.Id)];
        for (int i = 1; call.Number(FormattableString.Invariant($"DataDisk.{i}.Size")) is { } data; i++)
        {
            disks.Add(i <= MostDataDisks ? NewDisk(call, FormattableString.Invariant($"DataDisk.{i}."), data, null)
                : throw new AlibabaApiError(403, "InstanceDiskNumLimitExceed", "The number of the disk exceeds the limit."));
        }

        return disks;
    }

    private static Disk NewDisk(AlibabaRequestContext call, string prefix, int size, string? imageId)
    {
        string category = call.Text(prefix + "Category") ?? "cloud_efficiency";
        if (category is not ("cloud_essd" or "cloud_auto" or "cloud_efficiency" or "cloud_ssd"))
        {
            throw imageId is null
                ? new AlibabaApiError(400, "InvalidDataDiskCategory.ValueNotSupported", "The specified DataDisk.Category is not supported.")
                : new AlibabaApiError(400, "InvalidSystemDiskCategory.ValueNotSupported", "The specified SystemDisk.Category is not supported.");
        }

        return new Disk
        {
            Id = call.Backend.NewShortId("d-"),
            IsSystem = imageId is not null,
            SizeGiB = size,
            Category = category,
            PerformanceLevel = category == "cloud_essd" ? call.Text(prefix + "PerformanceLevel") ?? "PL1" : null,
            ImageId = imageId,
            EncryptionKeyId = call.Flag(prefix + "Encrypted") ? call.Text(prefix + "KMSKeyId") ?? call.Backend.EncryptionKeys.ServiceKeyId : null,
            CreatedAt = call.Backend.Now,
        };
    }
}
