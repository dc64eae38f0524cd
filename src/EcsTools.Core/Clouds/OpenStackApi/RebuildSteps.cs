using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What steps that make a system disk anew have alike on every cloud.</summary>
internal static class RebuildSteps
{
    /// <summary>Tells whether the image is to be another one.</summary>
    public static bool IsChange(StepTarget target) => target.Options.Kind == OperationKind.SystemDiskSwitch;

    /// <summary>The image that the fresh disk is made from; empty if none was named or the server does not tell its own.</summary>
    public static string FindImageId(StepTarget target) => IsChange(target) ? target.Options.ImageId ?? "" : target.Instance.ImageId;

    /// <summary>What was to be done, as the beginning of a sentence.</summary>
    public static string Describe(StepTarget target) => IsChange(target) ? "The change of the operating system" : "The reinstallation";

    public static string DescribeActivity(StepTarget target) => IsChange(target) ? "Changing the operating system" : "Reinstalling";

    /// <summary>The image of a target among those that were read; null inside if it does not exist.</summary>
    public static LookupResult<T?> FindImage<T>(IReadOnlyDictionary<string, LookupResult<T?>> images, StepTarget target)
        where T : class => images.TryGetValue(FindImageId(target), out LookupResult<T?>? image) ? image : LookupResult<T?>.None;

    /// <summary>Checks that the image is there.</summary>
    /// <returns>The requirement if it is not; null if it is, so that it can be checked further.</returns>
    public static EcsRequirement? CheckImageExists<T>(StepTarget target, LookupResult<T?> image, string remedy)
        where T : class
    {
        string id = FindImageId(target);
        return id.Length == 0 ? Failed(EcsRequirementId.Image, "Cannot determine the image of the disk.", remedy)
            : image.Error is not null ? Unknown(EcsRequirementId.Image, $"Cannot read image {id}", image.Error)
            : image.Value is null ? Failed(EcsRequirementId.Image, $"Image {id} no longer exists, or this project may not use it.", remedy)
            : null;
    }

    /// <summary>What must not change before it is sent.</summary>
    /// <param name="disk">The system disk's id; empty if it is not known.</param>
    public static Dictionary<string, string> CollectFacts(StepTarget target, string disk) => new()
    {
        [StepFactKeys.SystemDiskId] = disk,
        [StepFactKeys.ImageId] = target.Instance.ImageId,
        [StepFactKeys.Status] = target.Instance.Status.ToString(),
    };
}
