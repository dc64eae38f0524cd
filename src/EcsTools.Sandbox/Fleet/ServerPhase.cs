namespace EcsTools.Sandbox.Fleet;

internal enum ServerPhase
{
    Creating,
    Starting,
    Running,
    Stopping,
    Stopped,
    Rebooting,

    /// <summary>The system disk is being rebuilt; the server is down.</summary>
    Rebuilding,

    /// <summary>The size is being changed; the server is down.</summary>
    Resizing,
    Deleting,
    Faulty,
}
