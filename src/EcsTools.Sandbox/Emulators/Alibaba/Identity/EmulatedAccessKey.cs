using System;

namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

/// <summary>An access key the sandbox knows.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Secret">Its secret.</param>
internal sealed record EmulatedAccessKey(string Id, string Secret)
{
    /// <summary>The token that has to come with it; null for a lasting key.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>The assumed role and session, <c>role/session</c>; null for a lasting key.</summary>
    public string? Role { get; init; }

    /// <summary>When it ends, in wall time.</summary>
    public DateTimeOffset Expires { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Without the secret.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
