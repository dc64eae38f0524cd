namespace EcsTools.Model;

/// <summary>The ways to run a command in a guest.</summary>
public enum GuestCommandMethod : long
{
    /// <summary>Over SSH if something to log in with is given, else by the cloud's agent.</summary>
    Auto,

    /// <summary>By the cloud's agent.</summary>
    Agent,

    /// <summary>Over SSH (Linux).</summary>
    Ssh,
}
