using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds;

/// <summary>The requirements of deleting a snapshot or an image that all clouds share.</summary>
internal static class RemovalChecks
{
    private const int MostNamed = 5;

    /// <summary>Nothing depends on it.</summary>
    /// <param name="dependents">What does, each with its noun, for example <c>disk d-1</c>.</param>
    /// <param name="remedy">What to do with them.</param>
    /// <param name="error">Why they could not be read, or null.</param>
    public static EcsRequirement CheckUse(RemovalPreview subject, IReadOnlyCollection<string> dependents, string remedy, EcsException? error = null) =>
        dependents.Count > 0 ? Failed(EcsRequirementId.InUse, $"{Title(subject)} is in use: {List(dependents)} {(dependents.Count == 1 ? "depends" : "depend")} on it.", remedy)
        : error is not null ? Unknown(EcsRequirementId.InUse, $"Cannot check what depends on the {subject.Noun}", error)
        : Passed(EcsRequirementId.InUse, $"Nothing depends on the {subject.Noun}.");

    /// <summary>No server of the account was made from the image, since it could not be reinstalled without it.</summary>
    public static EcsRequirement CheckServers(RemovalPreview image, LookupResult<ILookup<string, EcsInstance>> servers) => CheckUse(
        image,
        [.. servers.Value?[image.Id].Select(s => $"server {s}") ?? []],
        "Without its image a server cannot be reinstalled. Change the image of the servers with Switch-EcsSystemDisk, or delete them, first.",
        servers.Error);

    /// <summary>It is in a state that allows it to be deleted.</summary>
    public static EcsRequirement CheckState(RemovalPreview subject, bool isAtRest) => isAtRest
        ? Passed(EcsRequirementId.State, $"The {subject.Noun} is {subject.Status}.")
        : Failed(EcsRequirementId.State, $"{Title(subject)} is {subject.Status}.", $"Wait until the {subject.Noun} is complete, and then run the command again.");

    /// <summary>It belongs to this account.</summary>
    /// <param name="image">The image.</param>
    public static EcsRequirement CheckOwner(RemovalPreview subject, EcsImage image) => image.Owner == "Private"
        ? Passed(EcsRequirementId.Account, "The image belongs to this account.")
        : Failed(EcsRequirementId.Account, $"{Title(subject)} does not belong to this account ({image.Owner}).", "Only the owner of an image can delete it.");

    /// <summary>Nobody has protected it.</summary>
    /// <param name="why">By what it is protected, as a sentence; null if it is not.</param>
    public static EcsRequirement CheckProtection(RemovalPreview subject, string? why, string remedy) => why is null
        ? Passed(EcsRequirementId.Protection, $"The {subject.Noun} is not protected.")
        : Failed(EcsRequirementId.Protection, why, remedy);

    /// <summary>The subject at the beginning of a sentence.</summary>
    public static string Title(RemovalPreview subject)
    {
        string text = subject.ToString();
        return char.ToUpperInvariant(text[0]) + text.Substring(1);
    }

    private static string List(IReadOnlyCollection<string> dependents) => dependents.Count <= MostNamed
        ? string.Join(", ", dependents)
        : $"{string.Join(", ", dependents.Take(MostNamed))}, and {dependents.Count - MostNamed} more";
}
