using EcsTools.Core.Clouds;

namespace EcsTools.Core.Operations;

/// <summary>A resource with its tags, as just read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its ID.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Item">The object itself.</param>
public sealed record TaggedResource(TaggedKind Kind, string Id, string Name, IReadOnlyDictionary<string, string> Tags, object Item)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>A server with its tags.</summary>
    public static TaggedResource Of(EcsInstance instance) => new(TaggedKind.Instance, instance.Id, instance.Name, instance.Tags, instance);

    internal static TaggedResource Of(EcsDisk disk) => new(TaggedKind.Disk, disk.Id, disk.Name, disk.Tags ?? None, disk);

    internal static TaggedResource Of(EcsImage image) => new(TaggedKind.Image, image.Id, image.Name, image.Tags ?? None, image);

    internal static TaggedResource Of(EcsSnapshot snapshot) => new(TaggedKind.Snapshot, snapshot.Id, snapshot.Name, snapshot.Tags ?? None, snapshot);

    /// <summary>Name and ID.</summary>
    public override string ToString() => Name.Length == 0 ? Id : Display.Line($"{Name} ({Id})");
}
