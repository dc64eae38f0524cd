namespace EcsTools.Sandbox.Fleet;

/// <summary>Where a server of the sandbox stands.</summary>
internal enum ServerPhase
{
    /// <summary>Being created.</summary>
    Creating,

    /// <summary>Coming up.</summary>
    Starting,

    /// <summary>Up.</summary>
    Running,

    /// <summary>Going down.</summary>
    Stopping,

    /// <summary>Down.</summary>
    Stopped,

    /// <summary>Restarting.</summary>
    Rebooting,

    /// <summary>Its system disk is being made anew; it is down.</summary>
    Rebuilding,

    /// <summary>Its size is being changed; it is down.</summary>
    Resizing,

    /// <summary>Being released.</summary>
    Deleting,

    /// <summary>Broken.</summary>
    Faulty,
}
