namespace EcsTools.Core.Clouds;

/// <summary>Makes the requirement that a password fits what its cloud takes.</summary>
internal static class PasswordRequirement
{
    public static EcsRequirement Create(EcsRequirementOutcome outcome, string detail) => new(
        EcsRequirementId.Login, outcome, detail, outcome == EcsRequirementOutcome.Failed ? "Specify a password that meets the policy, or -Generate." : null);

    /// <summary>Makes it of what is wrong with a password.</summary>
    /// <param name="flaw">The rest of a sentence that begins with the password; null if nothing is wrong.</param>
    public static EcsRequirement FromFlaw(string? flaw) => flaw is null
        ? Create(EcsRequirementOutcome.Passed, "The password meets the policy.")
        : Create(EcsRequirementOutcome.Failed, $"The password {flaw}.");
}
