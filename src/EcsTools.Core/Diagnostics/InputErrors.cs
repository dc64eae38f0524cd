namespace EcsTools.Core.Diagnostics;

/// <summary>Makes the errors for what a user has specified and cannot be used: nothing was sent for it, and there is something to specify instead.</summary>
public static class InputErrors
{
    /// <summary>Creates an error.</summary>
    /// <param name="message">What is wrong, as a sentence.</param>
    /// <param name="action">What to do instead, as a sentence.</param>
    /// <param name="instanceId">The server that is left out for it; null if it concerns the whole command.</param>
    /// <param name="inner">The error that tells more, or null.</param>
    /// <returns>The error, with the id <see cref="EcsErrorId.InvalidInput"/>.</returns>
    public static EcsException Create(string message, string action, string? instanceId = null, Exception? inner = null) => new(EcsErrorId.InvalidInput, message, inner)
    {
        InstanceId = instanceId,
        WasNotCarriedOut = true,
        RecommendedAction = action,
    };
}
