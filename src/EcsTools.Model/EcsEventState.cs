namespace EcsTools.Model;

/// <summary>How an event of the provider stands.</summary>
public enum EcsEventState : long
{
    /// <summary>A word of the provider that this version does not know.</summary>
    Unknown,

    /// <summary>The event waits for the user's consent; see Confirm-EcsEvent.</summary>
    Inquiring,

    /// <summary>The event will begin at its time.</summary>
    Scheduled,

    /// <summary>The event is in progress.</summary>
    Executing,

    /// <summary>The event is over.</summary>
    Completed,

    /// <summary>The event was not needed any more, for example because the server was restarted in time.</summary>
    Avoided,

    /// <summary>The event was canceled.</summary>
    Canceled,

    /// <summary>The event failed.</summary>
    Failed,
}
