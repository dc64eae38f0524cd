using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One disk.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed class EcsDisk
{
    /// <summary>The cloud's id of the disk.</summary>
    public string Id { get; init; } = "";

    /// <summary>The disk's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The server it is attached to, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>True for the disk the server boots from.</summary>
    public bool IsSystemDisk { get; init; }

    /// <summary>Size in GiB.</summary>
    public int SizeGiB { get; init; }

    /// <summary>The cloud's name of the kind of disk.</summary>
    public string Category { get; init; } = "";

    /// <summary>The cloud's own status text.</summary>
    public string Status { get; init; } = "";

    /// <summary>Device name as the cloud tells it.</summary>
    public string Device { get; init; } = "";

    /// <summary>The image it was made from, or null.</summary>
    public string? ImageId { get; init; }

    /// <summary>Whether it goes when its server is released; null if the cloud does not tell.</summary>
    public bool? DeleteWithInstance { get; init; }

    /// <summary>Whether its content is encrypted at rest; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public bool? IsEncrypted { get; init; }

    /// <summary>The key that it is encrypted with; null if it is not encrypted or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? EncryptionKeyId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>Who read it, so that another identity with the same key is told apart; empty where the cloud does not say, and in version 0.1.</summary>
    public string AccountIdentity { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>All servers it is attached to, <see cref="InstanceId"/> among them; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public IReadOnlyList<string>? InstanceIds { get; init => field = Readable.Items(value); }

    /// <summary>The zone's id; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? Zone { get; init; }

    /// <summary>The performance level of its kind, for example PL1 (Alibaba); null if it has none.</summary>
    [DefaultValue(null)]
    public string? PerformanceLevel { get; init; }

    /// <summary>Tags, on OpenStack metadata; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public IReadOnlyDictionary<string, string>? Tags { get; init => field = Readable.Pairs(value); }

    /// <summary>The resource group (Alibaba); null for the default group, or if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? ResourceGroupId { get; init; }

    /// <summary>The enterprise project (Huawei), 0 for the default one; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? EnterpriseProjectId { get; init; }

    /// <summary>When it was attached; null if it is not, or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public DateTimeOffset? AttachedAt { get; init; }

    /// <summary>When the cloud last changed something about it; null if it does not tell.</summary>
    [DefaultValue(null)]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Name and id, for messages.</summary>
    /// <returns>The id, with the name before it if there is one.</returns>
    public override string ToString() => Name.Length == 0 ? Id : Display.Line($"{Name} ({Id})");
}
