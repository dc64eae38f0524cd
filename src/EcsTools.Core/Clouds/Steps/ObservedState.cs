namespace EcsTools.Core.Clouds;

/// <summary>What the cloud's state says about something that was sent.</summary>
internal enum ObservedState
{
    /// <summary>Under way.</summary>
    Pending,

    /// <summary>It took effect and has ended.</summary>
    TookEffect,

    /// <summary>It was taken, and the cloud says that it failed.</summary>
    Failed,

    /// <summary>The cloud never took it: the state is as before, nothing is under way.</summary>
    NotTaken,

    /// <summary>The state gives no proof either way.</summary>
    Unknown,
}
