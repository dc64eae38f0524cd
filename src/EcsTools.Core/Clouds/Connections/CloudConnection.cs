using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds;

/// <summary>What every cloud needs to be spoken to.</summary>
internal sealed record CloudConnection
{
    /// <summary>The cloud.</summary>
    public required EcsCloud Cloud { get; init; }

    /// <summary>The region's id.</summary>
    public required string Region { get; init; }

    /// <summary>The name of the account, for the objects read through it.</summary>
    public required string AccountName { get; init; }

    /// <summary>Where all requests go instead of the cloud's own hosts, or null.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Makes what stands for the network.</summary>
    public required Func<HttpMessageHandler> HandlerFactory { get; init; }

    /// <summary>The clock for delays and polling; a sandbox's may be faster than time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What its clients may have under way.</summary>
    public RequestAllowance Allowance { get; init; } = new();

    /// <summary>The clock on the wall, for signatures, tokens and expiry.</summary>
    public required TimeProvider Wall { get; init; }
}
