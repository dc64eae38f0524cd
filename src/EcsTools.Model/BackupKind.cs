namespace EcsTools.Model;

/// <summary>The backup made before a wipe.</summary>
public enum BackupKind : long
{
    /// <summary>None, by the user's own word.</summary>
    None,

    /// <summary>A snapshot of the system disk.</summary>
    Snapshot,

    /// <summary>An image of the system disk.</summary>
    Image,
}
