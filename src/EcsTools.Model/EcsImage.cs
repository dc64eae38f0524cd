using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One image a system disk can be made from.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsImage
{
    /// <summary>The cloud's id of the image.</summary>
    public string Id { get; init; } = "";

    /// <summary>The image's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The description.</summary>
    public string Description { get; init; } = "";

    /// <summary>The family of the operating system.</summary>
    public EcsOsType OsType { get; init; }

    /// <summary>The operating system in the cloud's words.</summary>
    public string OsName { get; init; } = "";

    /// <summary>For example x86_64 or arm64; empty if the cloud does not tell.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Public, Private, Shared or Marketplace.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The smallest system disk it fits on, in GiB.</summary>
    public int SizeGiB { get; init; }

    /// <summary>The cloud's own status text.</summary>
    public string Status { get; init; } = "";

    /// <summary>True if a system disk can be made from it now.</summary>
    public bool IsUsable { get; init; }

    /// <summary>True if its operating system is billed.</summary>
    public bool IsBilled { get; init; }

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

    /// <summary>Tags; where the cloud has words and no pairs (OpenStack), each is a name without a value. Null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public IReadOnlyDictionary<string, string>? Tags { get; init => field = Readable.Pairs(value); }

    /// <summary>True if its data are encrypted, so that every disk made from it is; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public bool? IsEncrypted { get; init; }

    /// <summary>The key its data are encrypted with; null if they are not, or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? EncryptionKeyId { get; init; }

    /// <summary>The resource group (Alibaba); null for the default group, or if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? ResourceGroupId { get; init; }

    /// <summary>The enterprise project (Huawei), 0 for the default one; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? EnterpriseProjectId { get; init; }

    /// <summary>When it was last changed; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Name and id, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Name.Length == 0 ? Id : Display.Line($"{Name} ({Id})");
}
