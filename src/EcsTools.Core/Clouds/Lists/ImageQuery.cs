namespace EcsTools.Core.Clouds;

/// <summary>Which images are wanted.</summary>
public sealed class ImageQuery
{
    /// <summary>Image ids; empty for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = Array.Empty<string>();

    /// <summary>Names, with wildcards; empty for all.</summary>
    public IReadOnlyList<string> Names { get; init; } = Array.Empty<string>();

    /// <summary>Public, Private, Shared or Marketplace; null for all.</summary>
    public string? Owner { get; init; }

    /// <summary>The family of the operating system; null for all.</summary>
    public EcsOsType? OsType { get; init; }

    /// <summary>Only images that a server of this size can be switched to; null for all.</summary>
    public string? Size { get; init; }
}
