namespace EcsTools.Tests.Reliability;

/// <summary>What is wrong with a journal.</summary>
internal enum JournalFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its folder cannot be made, since a file is in the way.</summary>
    NoFolder,

    /// <summary>It is on a file system that takes no writes.</summary>
    ReadOnly,

    /// <summary>It is on a file system without room.</summary>
    DiskFull,

    /// <summary>What it has of the server cannot be read.</summary>
    Damaged,
}
