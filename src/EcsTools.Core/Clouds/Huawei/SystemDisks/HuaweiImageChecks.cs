using EcsTools.Core.Clouds.OpenStackApi;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Requirements of a reinstall or change of OS that the image answers
/// (docs/contracts/huawei-ecs.md 3.7, 3.11, 4 and 5).</summary>
internal static class HuaweiImageChecks
{
    private const string OtherImage = "Use Switch-EcsSystemDisk with an image that can be used.";

    /// <summary>The image is there and may be used.</summary>
    public static EcsRequirement CheckImage(StepTarget target, HuaweiRebuildPreflightData evidence, HuaweiVariant variant)
    {
        string id = RebuildSteps.FindImageId(target);
        LookupResult<HuaweiImage?> finding = evidence.FindImage(target);
        if (RebuildSteps.CheckImageExists(target, finding, OtherImage) is { } missing)
        {
            return missing;
        }

        HuaweiImage image = finding.Value!;
        string? flaw = FindFlaw(image, evidence.ProjectId, variant)
            ?? (RebuildSteps.IsChange(target) ? FindMisfit(target, image, evidence, variant) : null);
        string remedy = NeedsMissingWay(image, variant) ? $"{OtherImage} If this one does contain it, specify -CloudInit Present." : OtherImage;
        return flaw is not null ? Failed(EcsRequirementId.Image, $"Image {image.Name} ({id}) {flaw}.", remedy)
            : image.IsRegistered is null ? Unknown(EcsRequirementId.Image, $"The provider does not report whether image {image.Name} ({id}) is registered", null)
            : Passed(EcsRequirementId.Image, $"Image {image.Name} ({id}) can be used.");
    }

    /// <summary>The license is chosen where the system is paid for.</summary>
    public static EcsRequirement CheckLicense(StepTarget target, HuaweiRebuildPreflightData evidence)
    {
        LicenseKind? license = HuaweiLicense.Find(target);
        string origin = target.Options.License is null ? $"its tag {HuaweiTagKey.License} contains" : "was specified";
        if (evidence.FindImage(target).Value is not { } image)
        {
            return license is null
                ? Unknown(EcsRequirementId.License, "Cannot check whether the image contains a billed OS", evidence.FindImage(target).Error)
                : Passed(EcsRequirementId.License, $"The license {origin}: {license}.");
        }

        if (license == LicenseKind.Byol && image.IsWindows && !target.Instance.IsOnDedicatedHost)
        {
            return Failed(EcsRequirementId.License, "A Windows license of your own requires a dedicated host.", "Specify -LicenseType System.");
        }

        return target.Options.License is not null && !image.MayBeLicensed ? LicenseCheck.RefuseChoice($"The operating system of image {image.Name} is not billed.")
            : !image.IsBilled ? Passed(EcsRequirementId.License, $"The OS of image {image.Name} is not billed.")
            : license is null ? Failed(
                EcsRequirementId.License,
                $"Image {image.Name} contains a billed OS, and no license type was specified.",
                "Specify -LicenseType System or -LicenseType Byol.")
            : Passed(EcsRequirementId.License, $"The license {origin}: {license}.");
    }

    /// <summary>Tells why no system disk can be made from an image.</summary>
    /// <returns>The end of a sentence that begins with the image; null if nothing is wrong with it.</returns>
    public static string? FindFlaw(HuaweiImage image, string projectId, HuaweiVariant variant) =>
        image.Status != "active" ? $"is not active but {image.Status ?? "in no known state"}"
        : image.IsRegistered == false ? "is not registered"
        : image.IsWithdrawn ? "was withdrawn"
        : !image.IsForServers ? "is not an image for elastic servers"
        : image.Visibility == "private" && image.Owner is not null && image.Owner != projectId ? "belongs to another project"
        : image.Owner != projectId && image.MemberStatus is "pending" or "rejected" ? "is shared by another project, and the share was not accepted"
        : NeedsMissingWay(image, variant) ? "has no Cloud-Init, and this cloud has no reinstallation for such images"
        : null;

    /// <summary>What the user says of Cloud-Init in the image; nothing where the provider says the same.</summary>
    public static IEnumerable<EcsRequirement> CheckCloudInit(StepTarget target, HuaweiRebuildPreflightData evidence)
    {
        if (target.Options.CloudInit is { } said && RebuildSteps.FindImage(evidence.Images, target).Value is { } image && image.LacksInjection != (said == CloudInitSupport.Absent))
        {
            yield return Warned(
                EcsRequirementId.CloudInit,
                $"The provider marks image {image.Name} as an image {(image.LacksInjection ? "without" : "with")} Cloud-Init, but -CloudInit specifies the opposite. If the provider is right, "
                    + "neither key pair nor password is set, and no login is possible.");
        }
    }

    private static bool NeedsMissingWay(HuaweiImage image, HuaweiVariant variant) => image.LacksInjection && !variant.HasV1Rebuild;

    private static string? FindMisfit(StepTarget target, HuaweiImage image, HuaweiRebuildPreflightData evidence, HuaweiVariant variant)
    {
        EcsInstance instance = target.Instance;
        bool isPrepaid = instance.ChargeType == EcsChargeType.Subscription;
        string? firmware = evidence.Images.TryGetValue(instance.ImageId, out LookupResult<HuaweiImage?>? present) ? present.Value?.Firmware : null;
        return instance.MemoryMiB > 0 && image.MinMemoryMiB > instance.MemoryMiB
                ? $"needs {image.MinMemoryMiB} MiB of memory, and the server has {instance.MemoryMiB}"
            : firmware is not null && image.Firmware is not null && firmware != image.Firmware
                ? $"boots by {image.Firmware}, and the server by {firmware}"
            : variant.Cloud == EcsCloud.Huawei && instance.ChargeType == EcsChargeType.Spot ? "is not supported for a spot server"
            : isPrepaid && image.Kind == "market" ? "comes from the market, which a prepaid server cannot be changed to"
            : isPrepaid && evidence.Disks.FindVolume(instance)?.SizeGiB < image.MinDiskGiB
                ? $"needs a disk of {image.MinDiskGiB} GiB, and that of a prepaid server does not grow by itself"
            : null;
    }
}
