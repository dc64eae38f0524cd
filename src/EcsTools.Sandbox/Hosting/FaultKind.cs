namespace EcsTools.Sandbox.Hosting;

/// <summary>A fault the sandbox can play. The names are what <see cref="SandboxOptions.Faults"/> takes.</summary>
internal enum FaultKind
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>A request is refused for being one too many.</summary>
    Throttle,

    /// <summary>A request fails inside the cloud, before anything is done.</summary>
    ServerError,

    /// <summary>The gateway gives up on a request whose work is done: 504 and a page of its own.</summary>
    GatewayTimeout,

    /// <summary>An answer is no JSON.</summary>
    Malformed,

    /// <summary>An answer has no body.</summary>
    Empty,

    /// <summary>An answer breaks off half-way.</summary>
    Truncated,

    /// <summary>An answer does not end.</summary>
    Huge,

    /// <summary>Every object of an answer has members that nobody knows.</summary>
    ExtraFields,

    /// <summary>Every value of an answer is null.</summary>
    NullFields,

    /// <summary>Every value of an answer has another type.</summary>
    WrongTypes,

    /// <summary>Nothing listens where the cloud should be.</summary>
    NoConnection,

    /// <summary>The connection is cut before a write is done.</summary>
    CutBefore,

    /// <summary>The connection is cut after a write is done, before it is answered.</summary>
    CutAfter,

    /// <summary>A request is lost on its way: the client waits in vain.</summary>
    StallBefore,

    /// <summary>A request is done and its answer lost: the client waits in vain.</summary>
    StallAfter,

    /// <summary>The cloud's clock and the client's are 20 minutes apart.</summary>
    ClockOff,

    /// <summary>Alibaba: something on the way sends a request twice; the answer to the second, whose nonce is used, arrives.</summary>
    NonceUsed,

    /// <summary>Huawei and OTC: a job is not known.</summary>
    JobUnknown,

    /// <summary>A token or temporary credential is refused as expired.</summary>
    TokenExpired,

    /// <summary>A reinstallation fails on its way.</summary>
    ReinstallFails,

    /// <summary>The rows of a list move by one between two pages.</summary>
    ShiftPages,
}
