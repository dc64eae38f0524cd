using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One snapshot of a disk.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsSnapshot
{
    /// <summary>The cloud's id of the snapshot.</summary>
    public string Id { get; init; } = "";

    /// <summary>The snapshot's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The description.</summary>
    public string Description { get; init; } = "";

    /// <summary>The disk it was made of.</summary>
    public string DiskId { get; init; } = "";

    /// <summary>True if that is a system disk.</summary>
    public bool IsSystemDisk { get; init; }

    /// <summary>The server that had the disk, or null if the cloud does not tell.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Size of the disk in GiB.</summary>
    public int SizeGiB { get; init; }

    /// <summary>The cloud's own status text.</summary>
    public string Status { get; init; } = "";

    /// <summary>How far it is, 0 to 100.</summary>
    public int Percent { get; init; }

    /// <summary>True if a disk can be rolled back to it now.</summary>
    public bool IsUsable { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>Who read it, so that another identity with the same key is told apart; empty where the cloud does not say, and in version 0.1.</summary>
    public string AccountIdentity { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>Tags, on Huawei and OpenStack metadata; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public IReadOnlyDictionary<string, string>? Tags { get; init => field = Readable.Pairs(value); }

    /// <summary>Whether its data are encrypted; null if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public bool? IsEncrypted { get; init; }

    /// <summary>The key they are encrypted with; null if they are not, or the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? EncryptionKeyId { get; init; }

    /// <summary>The resource group (Alibaba); null for the default group, or if the cloud does not tell.</summary>
    [DefaultValue(null)]
    public string? ResourceGroupId { get; init; }

    /// <summary>Name and id, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Name.Length == 0 ? Id : Display.Line($"{Name} ({Id})");
}
