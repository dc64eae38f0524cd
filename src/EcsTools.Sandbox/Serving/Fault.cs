namespace EcsTools.Sandbox.Serving;

/// <summary>A fault the sandbox can play. The names are what <see cref="SandboxOptions.Faults"/> takes.</summary>
internal enum Fault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>A request is refused for being one too many.</summary>
    Throttle,

    /// <summary>A request fails inside the cloud, before anything is done.</summary>
    ServerError,

    /// <summary>An answer is no JSON.</summary>
    Malformed,

    /// <summary>The connection is cut before a write is done.</summary>
    CutBefore,

    /// <summary>The connection is cut after a write is done, before it is answered.</summary>
    CutAfter,

    /// <summary>A token or temporary credential is refused as expired.</summary>
    TokenExpired,

    /// <summary>A reinstallation fails on its way.</summary>
    ReinstallFails,

    /// <summary>The rows of a list move by one between two pages.</summary>
    ShiftPages,
}
