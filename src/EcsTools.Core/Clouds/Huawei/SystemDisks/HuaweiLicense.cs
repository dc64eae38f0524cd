using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Who brings the license of a billed system (docs/contracts/huawei-ecs.md 4).</summary>
internal static class HuaweiLicense
{
    /// <summary>
    /// The license to install under. Where the user did not choose, a reinstallation of the same image keeps the one that our own tag
    /// tells; leaving it out would silently make one's own license the provider's. Another image needs another choice.
    /// </summary>
    /// <returns>The license, or null if it is not known.</returns>
    public static LicenseKind? Find(StepTarget target) =>
        target.Options.License
        ?? (!RebuildSteps.IsChange(target)
            && target.Instance.Tags.TryGetValue(HuaweiTagKey.License, out string? tag)
            && Enum.TryParse(tag, ignoreCase: true, out LicenseKind kept)
            && Enum.IsDefined(typeof(LicenseKind), kept)
                ? kept
                : null);

    /// <summary>A license as the tag keeps it.</summary>
    public static string AsTag(LicenseKind license) => license == LicenseKind.Byol ? "byol" : "system";
}
