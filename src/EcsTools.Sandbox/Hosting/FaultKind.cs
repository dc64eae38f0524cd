namespace EcsTools.Sandbox.Hosting;

/// <summary>A fault the sandbox can play. The names are what <see cref="SandboxOptions.Faults"/> takes.</summary>
internal enum FaultKind
{
    None,

    /// <summary>A request is throttled.</summary>
    Throttle,

    /// <summary>A request fails inside the cloud, before anything is done.</summary>
    ServerError,

    /// <summary>The gateway times out although the work is done: 504 and an HTML page.</summary>
    GatewayTimeout,

    /// <summary>A response is not JSON.</summary>
    Malformed,

    /// <summary>A response has no body.</summary>
    Empty,

    /// <summary>A response breaks off half-way.</summary>
    Truncated,

    /// <summary>A response does not end.</summary>
    Huge,

    /// <summary>Every object of a response has unknown members.</summary>
    ExtraFields,

    /// <summary>Every value of a response is null.</summary>
    NullFields,

    /// <summary>Every value of a response has another type.</summary>
    WrongTypes,

    /// <summary>The connection is refused.</summary>
    NoConnection,

    /// <summary>The connection is cut before a write is done.</summary>
    CutBefore,

    /// <summary>The connection is cut after a write is done, before the response.</summary>
    CutAfter,

    /// <summary>A request is lost: the client waits in vain.</summary>
    StallBefore,

    /// <summary>A request is done and its response lost: the client waits in vain.</summary>
    StallAfter,

    /// <summary>The cloud's clock and the client's are 20 minutes apart.</summary>
    ClockOff,

    /// <summary>Alibaba: a proxy sends a request twice; the response to the second, whose nonce is used, arrives.</summary>
    NonceUsed,

    /// <summary>Huawei and OTC: a job is unknown.</summary>
    JobUnknown,

    /// <summary>A token or temporary credential is refused as expired.</summary>
    TokenExpired,

    /// <summary>A reinstallation fails half-way.</summary>
    ReinstallFails,

    /// <summary>The disk quota is used up: no new system disk can be made.</summary>
    DiskQuotaFull,

    /// <summary>An event of the provider is carried out on every server (Alibaba Cloud, Huawei Cloud).</summary>
    EventExecuting,

    /// <summary>The rows of a list move by one between two pages.</summary>
    ShiftPages,
}
