namespace EcsTools.Core.Clouds;

/// <summary>What can be deleted besides servers.</summary>
public enum RemovableKind
{
    /// <summary>A snapshot of a disk.</summary>
    Snapshot,

    /// <summary>An image.</summary>
    Image,
}
