using System.Collections.Generic;

using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>The requirement that a license type is chosen only where there is a choice: ignoring it would let a user believe in it.</summary>
internal static class LicenseCheck
{
    /// <summary>Refuses any choice, at a cloud that has none.</summary>
    /// <param name="target">The target.</param>
    /// <param name="cloud">The cloud, as users know it.</param>
    /// <returns>The requirement, or nothing if nobody has chosen.</returns>
    public static IEnumerable<EcsRequirement> RefuseAny(StepTarget target, string cloud) =>
        target.Options.License is null ? [] : [RefuseChoice($"{cloud} does not take a license type.")];

    /// <summary>Refuses a choice.</summary>
    /// <param name="why">Why there is none.</param>
    /// <returns>The requirement.</returns>
    public static EcsRequirement RefuseChoice(string why) => Requirement.Failed(EcsRequirementId.License, why, "Omit -LicenseType.");
}
