namespace EcsTools.Core.Clouds;

/// <summary>Changes that the provider takes back at an end: only some clouds have them, for some servers.</summary>
internal static class TemporaryChangeCheck
{
    /// <summary>Refuses an end where the cloud has no temporary changes.</summary>
    /// <param name="id">The requirement that the change itself answers.</param>
    public static IEnumerable<EcsRequirement> Refuse(StepTarget target, string id) => target.Options.EndTime is null ? []
        : [Requirement.Failed(id, "The provider does not support temporary changes.", "Omit -EndTime, and run the command again to change it back.")];

    /// <summary>Finds why a temporary change of a subscription cannot end then.</summary>
    /// <returns>The failed requirement; null if nothing speaks against it.</returns>
    public static EcsRequirement? FindFault(EcsInstance instance, string id, DateTimeOffset end, DateTimeOffset now, TimeSpan shortest) =>
        end - now < shortest ? Requirement.Failed(id, $"A temporary change must end at least {shortest.TotalHours:0} hours from now.", "Specify a later -EndTime.")
        : instance.ExpiresAt is { } expiry && end > expiry ? Requirement.Failed(
            id, $"The subscription ends on {expiry:u}, before the temporary change.", "Specify an earlier -EndTime, or renew the subscription first.")
        : null;
}
