using System;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>A request is refused with an error body (docs/contracts/alibaba-ecs.md 1.6).</summary>
internal sealed class AlibabaApiError : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The code, dotted.</param>
    /// <param name="message">The message.</param>
    public AlibabaApiError(int status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The code, dotted.</summary>
    public string Code { get; }

    /// <summary>The right that is missing, for example <c>ecs:StopInstance</c>; null unless that is why.</summary>
    public string? MissingRight { get; init; }

    /// <summary>What <c>x-acs-retry-after</c> says, in milliseconds; null to leave it out.</summary>
    public int? RetryAfterMilliseconds { get; init; }
}
