namespace EcsTools.Core.Clouds;

/// <summary>What is to be deleted, as it is now: what depends on it, what would be lost, and what stays.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The cloud's id.</param>
/// <param name="Name">Its name; may be empty.</param>
public sealed record RemovalPreview(RemovableKind Kind, string Id, string Name)
{
    /// <summary>What it was made of, its size, and its age, for the question.</summary>
    public string Description { get; init; } = "";

    /// <summary>The cloud's own status text.</summary>
    public string Status { get; init; } = "";

    /// <summary>Its tags, as far as the cloud tells.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>What must be true, with what was found.</summary>
    public IReadOnlyList<EcsRequirement> Requirements { get; init; } = [];

    /// <summary>What is lost, each as a sentence.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>What stays and goes on being billed, each as a sentence.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>What it is called in sentences.</summary>
    public string Noun => Kind == RemovableKind.Snapshot ? "snapshot" : "image";

    /// <summary>Noun, name, and id, for messages.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Display.Line(Name.Length == 0 ? $"{Noun} {Id}" : $"{Noun} {Name} ({Id})");

    internal static RemovalPreview Of(EcsSnapshot snapshot) => new(RemovableKind.Snapshot, snapshot.Id, snapshot.Name)
    {
        Description = Join(
            snapshot.DiskId.Length == 0 ? null : $"{(snapshot.IsSystemDisk ? "system disk" : "disk")} {snapshot.DiskId}",
            snapshot.SizeGiB == 0 ? null : $"{snapshot.SizeGiB} GiB",
            CreatedAt(snapshot.CreatedAt)),
        Status = snapshot.Status,
        Tags = snapshot.Tags,
        Losses = [$"The state of the disk{(snapshot.CreatedAt is { } time ? $" at {time:u}" : "")}: it can no longer be restored from this snapshot."],
    };

    internal static RemovalPreview Of(EcsImage image) => new(RemovableKind.Image, image.Id, image.Name)
    {
        Description = Join(image.OsName.Length == 0 ? null : image.OsName, image.SizeGiB == 0 ? null : $"{image.SizeGiB} GiB", CreatedAt(image.CreatedAt)),
        Status = image.Status,
        Tags = image.Tags,
        Losses = ["The image: it can no longer be used to create system disks."],
    };

    private static string Join(params string?[] parts) => string.Join(", ", Array.FindAll(parts, p => p is not null));

    private static string? CreatedAt(DateTimeOffset? time) => time is { } known ? $"created {known:u}" : null;
}
