namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>A request is refused with an error body (docs/contracts/alibaba-ecs.md 1.6).</summary>
internal sealed class AlibabaApiError(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>The missing permission, for example <c>ecs:StopInstance</c>; null unless that is the cause.</summary>
    public string? MissingRight { get; init; }

    /// <summary>The value of <c>x-acs-retry-after</c>, in milliseconds; null omits the header.</summary>
    public int? RetryAfterMilliseconds { get; init; }
}
