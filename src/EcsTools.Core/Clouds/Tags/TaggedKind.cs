namespace EcsTools.Core.Clouds;

/// <summary>What tags can be on.</summary>
public enum TaggedKind
{
    /// <summary>A server.</summary>
    Instance,

    /// <summary>A disk.</summary>
    Disk,

    /// <summary>An image.</summary>
    Image,

    /// <summary>A snapshot.</summary>
    Snapshot,
}
