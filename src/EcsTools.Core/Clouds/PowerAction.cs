namespace EcsTools.Core.Clouds;

/// <summary>A change of a server's power.</summary>
public enum PowerAction
{
    /// <summary>Start.</summary>
    Start,

    /// <summary>Stop.</summary>
    Stop,

    /// <summary>Restart.</summary>
    Restart,
}
