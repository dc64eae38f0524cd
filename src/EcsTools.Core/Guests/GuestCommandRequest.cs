using EcsTools.Core.Contracts;

namespace EcsTools.Core.Guests;

/// <summary>A command, and the way to the guests.</summary>
public sealed record GuestCommandRequest(GuestCommand Command)
{
    /// <summary>How it gets there.</summary>
    public GuestCommandMethod Method { get; init; }

    /// <summary>How to log in over SSH.</summary>
    public SshLogin Login { get; init; } = new();

    /// <summary>True to go on over SSH with a guest that does not tell which server it is.</summary>
    public bool MayBeSilent { get; init; }

    /// <summary>How many guests are logged in to at a time.</summary>
    public int ThrottleLimit { get; init; } = 5;
}
