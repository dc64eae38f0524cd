namespace EcsTools.Commands;

/// <summary>How a server is brought down.</summary>
public enum EcsStopMode
{
    /// <summary>The guest is asked to shut down.</summary>
    Soft,

    /// <summary>The power is cut: what the guest has not written to disk is lost.</summary>
    Hard,
}
