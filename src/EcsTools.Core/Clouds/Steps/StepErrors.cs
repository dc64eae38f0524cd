namespace EcsTools.Core.Clouds;

/// <summary>Makes the errors that steps of every cloud end with.</summary>
internal static class StepErrors
{
    /// <summary>The error for a server that is not there, where that is not what was wanted.</summary>
    public static EcsException Gone(EcsInstance instance) => new(EcsErrorId.InstanceNotFound, $"{instance} no longer exists.")
    {
        InstanceId = instance.Id,
        RecommendedAction = "Check the ID, the region, and the account with Get-EcsInstance.",
    };

    /// <summary>The error for a password that is to be set and is not there to be sent.</summary>
    public static EcsException NoPassword(EcsInstance instance) => new(EcsErrorId.RequirementFailed, "No password was specified.")
    {
        InstanceId = instance.Id,
        WasNotCarriedOut = true,
    };

    /// <summary>The error for what a cloud does not offer.</summary>
    /// <param name="message">What it does not offer, as a sentence.</param>
    /// <param name="action">What to do instead, as a sentence; null if there is nothing.</param>
    /// <param name="instanceId">The server that is left out for it; null if it concerns the whole command.</param>
    public static EcsException NotSupported(string message, string? action, string? instanceId = null) => new(EcsErrorId.NotSupported, message)
    {
        InstanceId = instanceId,
        WasNotCarriedOut = true,
        RecommendedAction = action,
    };
}
