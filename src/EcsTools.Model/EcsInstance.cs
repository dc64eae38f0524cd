using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One server as the cloud described it when it was read.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsInstance
{
    /// <summary>The cloud's id of the server.</summary>
    public string Id { get; init; } = "";

    /// <summary>The server's name; names need not be unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the server is doing.</summary>
    public EcsInstanceStatus Status { get; init; }

    /// <summary>The size (Alibaba: instance type; Huawei, OTC, OpenStack: flavour).</summary>
    public string Size { get; init; } = "";

    /// <summary>The first public IPv4 address, or null.</summary>
    public string? PublicIp { get; init; }

    /// <summary>The first private IPv4 address, or null.</summary>
    public string? PrivateIp { get; init; }

    /// <summary>The name of the account the object came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>Cloud, identity service (OpenStack), account or project id, and region: where the object may be acted on.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>Who read it, so that another identity with the same key is told apart; empty where the cloud does not say, and in version 0.1.</summary>
    public string AccountIdentity { get; init; } = "";

    /// <summary>The cloud.</summary>
    public EcsCloud Cloud { get; init; }

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>The zone's id.</summary>
    public string Zone { get; init; } = "";

    /// <summary>The description somebody gave it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Virtual CPUs; 0 if the cloud does not tell.</summary>
    public int Vcpu { get; init; }

    /// <summary>Memory in MiB; 0 if the cloud does not tell.</summary>
    public int MemoryMiB { get; init; }

    /// <summary>The family of the operating system.</summary>
    public EcsOsType OsType { get; init; }

    /// <summary>The operating system or the image's name, as far as the cloud tells.</summary>
    public string OsName { get; init; } = "";

    /// <summary>The image the present system disk was made from.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The id of the system disk as far as the list tells it, or null.</summary>
    public string? SystemDiskId { get; init; }

    /// <summary>The key pair the server has, or null.</summary>
    public string? KeyPairName { get; init; }

    /// <summary>How the server is paid for.</summary>
    public EcsChargeType ChargeType { get; init; }

    /// <summary>When the subscription ends; null for everything else.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the server was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last started, as exactly as the cloud tells (Alibaba: whole minutes).</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The VPC's id; at OpenStack the name of the network.</summary>
    public string VpcId { get; init; } = "";

    /// <summary>The network that it is attached to, as <c>-NetworkId</c> takes it; null if the cloud's list does not tell.</summary>
    public string? NetworkId { get; init; }

    /// <summary>All public IPv4 addresses.</summary>
    public IReadOnlyList<string> PublicIps { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>All private IPv4 addresses.</summary>
    public IReadOnlyList<string> PrivateIps { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = Readable.Pairs(value); } = Readable.NoPairs<string>();

    /// <summary>Reasons for which the provider or an owner has locked the server; empty if it is free.</summary>
    public IReadOnlyList<string> LockReasons { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>True if the cloud refuses its release until protection is switched off.</summary>
    public bool DeletionProtection { get; init; }

    /// <summary>True if it stands on a dedicated host.</summary>
    public bool IsOnDedicatedHost { get; init; }

    /// <summary>True if it appeared while a reinstallation of ours ran and is probably the cloud's temporary server.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>Until when the guest, freshly reinstalled, still takes its key or password, so that stopping it would spoil the login; null if
    /// nothing of that kind is known (Huawei Cloud, Open Telekom Cloud, OpenStack; docs/contracts/huawei-ecs.md 3.6).</summary>
    public DateTimeOffset? SettlesUntil { get; init; }

    /// <summary>How many reinstallations of ours have failed in a row and left the server as it is, by the journal of this machine.</summary>
    public int FailedReinstalls { get; init; }

    /// <summary>The system disk it had before these, as far as they knew it; null if it has one, or if nothing of it has to be kept.</summary>
    internal EcsDisk? LostDisk { get; init; }

    /// <summary>Alibaba: KeepCharging, StopCharging or Not-applicable; null elsewhere.</summary>
    public string? StoppedMode { get; init; }

    /// <summary>The cloud's own status text.</summary>
    public string ProviderStatus { get; init; } = "";

    /// <summary>What the cloud is doing to the server just now (task state), or null.</summary>
    public string? TaskState { get; init; }

    /// <summary>The cloud's own words for what went wrong with the server, or null.</summary>
    public string? Fault { get; init; }

    /// <summary>All IPv6 addresses; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public IReadOnlyList<string>? Ipv6Addresses { get; init => field = Readable.Items(value); }

    /// <summary>The ids of its security groups, each once; null if the cloud does not tell (OpenStack tells names only).</summary>
    [DefaultValue(null)]
    public IReadOnlyList<string>? SecurityGroupIds { get; init => field = Readable.Items(value); }

    /// <summary>The names of its security groups, each once; null if the cloud does not tell (Alibaba tells ids only).</summary>
    [DefaultValue(null)]
    public IReadOnlyList<string>? SecurityGroupNames { get; init => field = Readable.Items(value); }

    /// <summary>The host name the cloud gave the guest; the guest may have changed it. Null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? HostName { get; init; }

    /// <summary>The ids of the disks attached to it, as far as the list tells them; null if it does not (Alibaba).</summary>
    [DefaultValue(null)]
    public IReadOnlyList<string>? DiskIds { get; init => field = Readable.Items(value); }

    /// <summary>Those tags that the cloud itself has set (<c>_sys_</c>, <c>acs:</c>), which are nobody's to copy or delete; null if it does not tell tags.</summary>
    [DefaultValue(null)]
    public IReadOnlyDictionary<string, string>? SystemTags { get; init => field = Readable.Pairs(value); }

    /// <summary>The resource group (Alibaba); null for the default group, or if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? ResourceGroupId { get; init; }

    /// <summary>The enterprise project (Huawei), 0 for the default one; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? EnterpriseProjectId { get; init; }

    /// <summary>When the cloud releases it by itself; null if it does not, or does not tell.</summary>
    [DefaultValue(null)]
    public DateTimeOffset? AutoReleaseTime { get; init; }

    /// <summary>When the cloud last changed something about it; null if it does not tell (Alibaba).</summary>
    [DefaultValue(null)]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether the metadata service answers the guest: enabled or disabled (Alibaba); null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? MetadataHttpEndpoint { get; init; }

    /// <summary>Whether the metadata service demands tokens: required or optional (Alibaba); null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? MetadataHttpTokens { get; init; }

    /// <summary>Number of GPUs; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public int? GpuCount { get; init; }

    /// <summary>The kind of GPU; null if there is none or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? GpuModel { get; init; }

    /// <summary>The outbound bandwidth of its public address in Mbit/s; null if it has none or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public int? BandwidthMbps { get; init; }

    /// <summary>The inbound bandwidth of its public address in Mbit/s; null if it has none or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public int? InboundBandwidthMbps { get; init; }

    /// <summary>What of the public bandwidth is billed; null if there is none or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public EcsBandwidthBilling? BandwidthBilling { get; init; }

    /// <summary>The id of the elastic address (EIP) that is its public address; null if it has none or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? ElasticIpId { get; init; }

    /// <summary>Name and id, for messages.</summary>
    /// <returns>For example <c>web-01 (i-bp1...)</c>.</returns>
    public override string ToString() => Name.Length == 0 ? Id : Display.Line($"{Name} ({Id})");
}
