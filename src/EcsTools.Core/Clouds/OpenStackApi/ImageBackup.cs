using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What a step that makes an image of a server has alike on every cloud.</summary>
internal static class ImageBackup
{
    public const string Activity = "Creating the image";

    /// <summary>What was to be done, as the beginning of a sentence.</summary>
    public const string What = "The creation of the image";

    /// <param name="disk">The system disk's id; empty if it is not known.</param>
    public static StepPreview Preview(StepTarget target, string summary, string disk, IReadOnlyList<EcsRequirement> requirements) => new()
    {
        Summary = summary,
        Requirements = requirements,
        Costs = ["The image may be billed until you delete it."],
        Facts = new Dictionary<string, string>
        {
            [StepFactKeys.SystemDiskId] = disk,
            [StepFactKeys.Status] = target.Instance.Status.ToString(),
        },
    };

    /// <summary>Running or stopped, and at rest.</summary>
    /// <param name="wrong">What the server is otherwise, as the user shall read it.</param>
    public static EcsRequirement CheckState(EcsInstance instance, string wrong) =>
        ServerStatus.IsSettled(instance, ServerStatus.Active) || ServerStatus.IsSettled(instance, ServerStatus.Shutoff)
            ? Passed(EcsRequirementId.State, $"The server is {StatusText.Of(instance)}.")
            : Failed(EcsRequirementId.State, $"The server is {wrong}; it must be running or stopped.", ServerStatus.FindWayBack(instance) ?? "Wait until it is running or stopped.");

    public static EcsRequirement CheckName(StepTarget target, int longest) => target.Options.NewName?.Length > longest
        ? Failed(EcsRequirementId.Image, $"An image's name has at most {longest} characters.", "Specify a shorter name.")
        : Passed(EcsRequirementId.Image, "The image name is available.");

    /// <param name="image">Its name and id.</param>
    /// <param name="state">What it is instead of usable.</param>
    public static StepObservation Unusable(StepTarget target, (string Name, string Id) image, string state, string advice) =>
        StepObservation.Failed(null, new EcsException(EcsErrorId.OperationFailed, $"Image {image.Name} ({image.Id}) cannot be used: it is {state}.")
        {
            InstanceId = target.Instance.Id,
            RecommendedAction = advice,
        }) with
        {
            Facts = new Dictionary<string, string> { [StepFactKeys.ImageId] = image.Id },
        };
}
