namespace EcsTools.Core.Clouds;

/// <summary>The requirement that the user says whether an image contains Cloud-Init only where that decides something.</summary>
internal static class CloudInitCheck
{
    /// <summary>Refuses any choice, at a cloud that has one way for all images.</summary>
    public static IEnumerable<EcsRequirement> RefuseAny(StepTarget target, string cloud) => target.Options.CloudInit is null
        ? []
        : [Requirement.Failed(EcsRequirementId.CloudInit, $"{cloud} treats images with and without Cloud-Init alike.", "Omit -CloudInit.")];
}
