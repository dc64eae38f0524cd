using System;

namespace EcsTools.Core.Guests;

/// <summary>A command for guests.</summary>
public sealed class GuestCommandRequest
{
    /// <summary>The command.</summary>
    public string Command { get; init; } = "";

    /// <summary>What runs it.</summary>
    public GuestLanguage Language { get; init; }

    /// <summary>How it gets there.</summary>
    public GuestCommandMethod Method { get; init; }

    /// <summary>How to log in over SSH.</summary>
    public SshLogin Login { get; init; } = new();

    /// <summary>True to go on with a guest that does not tell which server it is.</summary>
    public bool MayBeSilent { get; init; }

    /// <summary>How long it may take in each guest.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many guests are logged in to at a time.</summary>
    public int ThrottleLimit { get; init; } = 5;
}
