namespace EcsTools.Core.Clouds;

/// <summary>Makes the requirements of plans.</summary>
internal static class Requirement
{
    /// <summary>A requirement that holds.</summary>
    public static EcsRequirement Passed(string id, string detail) => new(id, EcsRequirementOutcome.Passed, detail);

    /// <summary>A requirement that does not hold.</summary>
    /// <param name="remedy">What the user can do, or null.</param>
    public static EcsRequirement Failed(string id, string detail, string? remedy) => new(id, EcsRequirementOutcome.Failed, detail, remedy);

    /// <summary>A requirement that holds, with something to think about.</summary>
    /// <param name="remedy">What the user can do, or null.</param>
    public static EcsRequirement Warned(string id, string detail, string? remedy = null) => new(id, EcsRequirementOutcome.Warning, detail, remedy);

    /// <summary>A requirement that could not be checked.</summary>
    /// <param name="what">What could not be read, without a full stop.</param>
    /// <param name="error">Why, or null.</param>
    public static EcsRequirement Unknown(string id, string what, EcsException? error) => new(
        id, EcsRequirementOutcome.Unknown, error is null ? $"{what}." : $"{what}: {error.Message}", error?.RecommendedAction);
}
