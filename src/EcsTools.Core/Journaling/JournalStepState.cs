namespace EcsTools.Core.Journaling;

/// <summary>How a step in the journal stands.</summary>
internal enum JournalStepState
{
    /// <summary>Written down, about to be sent; after a crash nobody knows whether it was.</summary>
    Sending,

    /// <summary>Accepted by the cloud.</summary>
    Accepted,

    /// <summary>Took effect.</summary>
    Done,

    /// <summary>Refused or failed.</summary>
    Failed,

    /// <summary>Nobody knows.</summary>
    Unknown,
}
