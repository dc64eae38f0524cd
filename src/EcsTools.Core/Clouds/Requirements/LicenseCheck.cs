namespace EcsTools.Core.Clouds;

/// <summary>The requirement that a license type is chosen only where there is a choice: ignoring it would let a user believe in it.</summary>
internal static class LicenseCheck
{
    /// <summary>Refuses any choice, at a cloud that has none.</summary>
    public static IEnumerable<EcsRequirement> RefuseAny(StepTarget target, string cloud) =>
        target.Options.License is null ? [] : [RefuseChoice($"{cloud} does not take a license type.")];

    /// <summary>Refuses a choice.</summary>
    public static EcsRequirement RefuseChoice(string why) => Requirement.Failed(EcsRequirementId.License, why, "Omit -LicenseType.");
}
