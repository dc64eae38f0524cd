using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads one server of DescribeInstances (docs/contracts/alibaba-ecs.md 3.2). Fields that are missing or of another kind are left
/// at their default.</summary>
internal static class AlibabaInstanceReader
{
    // Keys of tags that the cloud keeps for itself.
    public static readonly string[] SystemTagPrefixes = ["acs:", "aliyun"];

    /// <summary>Reads a server.</summary>
    /// <returns>The server, or null if it has no id.</returns>
    public static EcsInstance? Read(JsonRow json, AlibabaApi api)
    {
        if (json.Text("InstanceId") is not { } id)
        {
            return null;
        }

        string status = json.Text("Status") ?? "";
        EcsChargeType charge = ReadChargeType(json);
        List<string> publicIps = ReadPublicIps(json);
        List<string> privateIps = ReadPrivateIps(json);
        IReadOnlyDictionary<string, string>? tags = FindTags(json);
        Bandwidth bandwidth = ReadBandwidth(json);
        JsonRow? metadata = json.Object("MetadataOptions");
        return new EcsInstance
        {
            Id = id,
            Name = json.Text("InstanceName") ?? "",
            Status = ReadStatus(status),
            ProviderStatus = status,
            Size = json.Text("InstanceType") ?? "",
            PublicIp = publicIps.FirstOrDefault(),
            PublicIps = publicIps,
            PrivateIp = privateIps.FirstOrDefault(),
            PrivateIps = privateIps,
            Account = api.Connection.AccountName,
            AccountKey = api.AccountKey,
            AccountIdentity = api.Identity,
            Cloud = EcsCloud.Alibaba,
            Region = json.Text("RegionId") ?? api.Connection.Region,
            Zone = json.Text("ZoneId") ?? "",
            Description = json.Text("Description") ?? "",
            Vcpu = json.Integer("Cpu") ?? 0,
            MemoryMiB = json.Integer("Memory") ?? 0,
            OsType = ReadOsType(json.Text("OSType")),
            OsName = json.Text("OSNameEn") ?? json.Text("OSName") ?? "",
            ImageId = json.Text("ImageId") ?? "",
            KeyPairName = json.Text("KeyPairName"),
            ChargeType = charge,
            ExpiresAt = charge == EcsChargeType.Subscription ? json.Time("ExpiredTime") : null,
            CreatedAt = json.Time("CreationTime"),
            StartedAt = json.Time("StartTime"),
            VpcId = json.Object("VpcAttributes").Text("VpcId") ?? "",
            NetworkId = json.Object("VpcAttributes").Text("VSwitchId") is { Length: > 0 } network ? network : null,
            Tags = tags ?? new Dictionary<string, string>(),
            SystemTags = tags is null ? null : SystemTags.Of(tags, SystemTagPrefixes),
            LockReasons = [.. json.Object("OperationLocks").Objects("LockReason").Select(l => l.Text("LockReason")).OfType<string>()],
            DeletionProtection = json.Flag("DeletionProtection") ?? false,
            IsOnDedicatedHost = json.Object("DedicatedHostAttribute").Text("DedicatedHostId") is not null,
            StoppedMode = json.Text("StoppedMode"),
            Ipv6Addresses = ReadIpv6Addresses(json),
            SecurityGroupIds = json.Object("SecurityGroupIds") is { } groups ? [.. groups.Texts("SecurityGroupId").Distinct()] : null,
            HostName = json.Text("HostName"),
            ResourceGroupId = json.Text("ResourceGroupId"),
            AutoReleaseTime = json.Time("AutoReleaseTime"),
            MetadataHttpEndpoint = metadata.Text("HttpEndpoint"),
            MetadataHttpTokens = metadata.Text("HttpTokens"),
            GpuCount = json.Integer("GPUAmount"),
            GpuModel = json.Text("GPUSpec"),
            BandwidthMbps = bandwidth.Outbound,
            InboundBandwidthMbps = bandwidth.Inbound,
            BandwidthBilling = bandwidth.Billing,
            ElasticIpId = json.Object("EipAddress").Text("AllocationId"),
        };
    }

    /// <summary>Reads the family of the operating system of a server or an image.</summary>
    /// <param name="type">What the cloud says.</param>
    public static EcsOsType ReadOsType(string? type) => type?.ToLowerInvariant() switch
    {
        "linux" => EcsOsType.Linux,
        "windows" => EcsOsType.Windows,
        _ => EcsOsType.Unknown,
    };

    /// <summary>Reads the tags of anything; none if it does not tell any.</summary>
    public static IReadOnlyDictionary<string, string> ReadTags(JObject json) => FindTags(json) ?? new Dictionary<string, string>();

    /// <summary>Reads the tags of anything; null if it does not tell tags.</summary>
    public static IReadOnlyDictionary<string, string>? FindTags(JObject json) => json.Object("Tags") is not { } told ? null : ReadTags(
        told.Objects("Tag").Select(t => (t.Text("TagKey") ?? t.Text("Key"), t.Text("TagValue") ?? t.Text("Value"))));

    private static IReadOnlyDictionary<string, string>? FindTags(JsonRow json) => json.Object("Tags") is not { } told ? null : ReadTags(
        told.Objects("Tag").Select(t => (t.Text("TagKey") ?? t.Text("Key"), t.Text("TagValue") ?? t.Text("Value"))));

    // Requests say Key, most answers TagKey (docs/contracts/alibaba-ecs.md 8, no. 34).
    private static Dictionary<string, string> ReadTags(IEnumerable<(string? Key, string? Value)> told)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach ((string? key, string? value) in told)
        {
            if (key is not null)
            {
                tags[key] = value ?? "";
            }
        }

        return tags;
    }

    // The API knows five states; a word that is none of them stays to be read in ProviderStatus.
    private static EcsInstanceStatus ReadStatus(string status) => status.ToLowerInvariant() switch
    {
        "pending" => EcsInstanceStatus.Pending,
        "starting" => EcsInstanceStatus.Starting,
        "running" => EcsInstanceStatus.Running,
        "stopping" => EcsInstanceStatus.Stopping,
        "stopped" => EcsInstanceStatus.Stopped,
        _ => EcsInstanceStatus.Unknown,
    };

    private static EcsChargeType ReadChargeType(JsonRow json) => json.Text("InstanceChargeType") switch
    {
        "PrePaid" => EcsChargeType.Subscription,
        "PostPaid" when json.Text("SpotStrategy") is null or "NoSpot" => EcsChargeType.PayAsYouGo,
        "PostPaid" => EcsChargeType.Spot,
        _ => EcsChargeType.Unknown,
    };

    // The fields of the server itself tell of a static address only; inbound it can be -1 (docs/contracts/alibaba-ecs-lifecycle.md 1.4, 1.7).
    private static Bandwidth ReadBandwidth(JsonRow json) =>
        json.Object("EipAddress") is { } elastic && elastic.Text("AllocationId") is not null
            ? new Bandwidth(elastic.Integer("Bandwidth"), null, ReadBilling(elastic))
        : json.Integer("InternetMaxBandwidthOut") is > 0 and { } outbound
            ? new Bandwidth(outbound, json.Integer("InternetMaxBandwidthIn") is > 0 and { } inbound ? inbound : null, ReadBilling(json))
            : new Bandwidth(null, null, null);

    private static EcsBandwidthBilling? ReadBilling(JsonRow json) => json.Text("InternetChargeType") switch
    {
        "PayByTraffic" => EcsBandwidthBilling.ByTraffic,
        "PayByBandwidth" => EcsBandwidthBilling.ByBandwidth,
        _ => null,
    };

    private static List<string> ReadPublicIps(JsonRow json)
    {
        List<string> found = [];
        AddEach(found, json.Object("PublicIpAddress").Texts("IpAddress"));
        Add(found, json.Object("EipAddress").Text("IpAddress"));
        return found;
    }

    // The primary interface tells it best; older answers have neither its sets nor its type, and others no interface at all
    // (docs/contracts/alibaba-ecs-lifecycle.md 11.1).
    private static List<string> ReadPrivateIps(JsonRow json)
    {
        List<JsonRow> interfaces = [.. Interfaces(json)];
        if (interfaces.Count > 1)
        {
            interfaces = [.. interfaces.OrderBy(n => n.Text("Type") is "Primary" ? 0 : 1)];
        }

        List<string> found = [];
        Add(found, interfaces.FirstOrDefault().Text("PrimaryIpAddress"));
        AddEach(found, json.Object("VpcAttributes").Object("PrivateIpAddress").Texts("IpAddress"));
        AddEach(found, json.Object("InnerIpAddress").Texts("IpAddress"));
        foreach (JsonRow card in interfaces)
        {
            Add(found, card.Text("PrimaryIpAddress"));
            AddEach(found, card.Object("PrivateIpSets").Objects("PrivateIpSet").Select(s => s.Text("PrivateIpAddress")));
        }

        return found;
    }

    private static void AddEach(List<string> found, IEnumerable<string?> addresses)
    {
        foreach (string? address in addresses)
        {
            Add(found, address);
        }
    }

    // A server has few: each comes out once.
    private static void Add(List<string> found, string? address)
    {
        if (!string.IsNullOrEmpty(address) && !found.Contains(address!))
        {
            found.Add(address!);
        }
    }

    // Nowhere else are they told.
    private static IReadOnlyList<string>? ReadIpv6Addresses(JsonRow json)
    {
        JsonRow[] sets = [.. Interfaces(json).Select(n => n.Object("Ipv6Sets")).OfType<JsonRow>()];
        return sets.Length == 0 ? null : [.. sets.SelectMany(s => s.Objects("Ipv6Set")).Select(s => s.Text("Ipv6Address")).OfType<string>().Distinct()];
    }

    private static IEnumerable<JsonRow> Interfaces(JsonRow json) => json.Object("NetworkInterfaces").Objects("NetworkInterface");

    private readonly record struct Bandwidth(int? Outbound, int? Inbound, EcsBandwidthBilling? Billing);
}
