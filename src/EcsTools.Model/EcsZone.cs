using System.ComponentModel;

namespace EcsTools.Model;

/// <summary>One availability zone of a region.</summary>
[TypeConverter(ShellConverter.Name)]
public sealed record EcsZone
{
    /// <summary>The zone's id, as <c>-Zone</c> takes it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name for people; the id where the cloud has no other.</summary>
    public string Name { get; init; } = "";

    /// <summary>False if the cloud says that no server can be created in it.</summary>
    public bool IsAvailable { get; init; }

    /// <summary>The categories of disks that are offered in it, in the cloud's words; empty where the cloud does not tell.</summary>
    public IReadOnlyList<string> DiskCategories { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>The name of the account it came from.</summary>
    public string Account { get; init; } = "";

    /// <summary>The key of the account it came from.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The region's id.</summary>
    public string Region { get; init; } = "";

    /// <summary>The id, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Id;
}
