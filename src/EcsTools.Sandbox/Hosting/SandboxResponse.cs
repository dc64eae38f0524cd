using System.Collections.Generic;

namespace EcsTools.Sandbox.Hosting;

/// <summary>An answer of the sandbox.</summary>
internal sealed record SandboxResponse
{
    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The body; empty for none.</summary>
    public string Body { get; init; } = "";

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json;charset=utf-8";

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>How much of it arrives.</summary>
    public ResponseTruncation Truncation { get; init; }

    /// <summary>The operation that was asked for, as <see cref="FaultInjector.Begin"/> was told; null if it never came so far.</summary>
    public string? Operation { get; init; }

    /// <summary>True if that operation changes something.</summary>
    public bool IsWrite { get; init; }
}
