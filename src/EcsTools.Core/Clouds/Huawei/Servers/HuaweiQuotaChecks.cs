using System.Globalization;

using EcsTools.Core.Clouds.OpenStackApi;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Requirements of quotas: old and new system disk exist side by side for a while (docs/contracts/huawei-ecs.md 3.10), and a
/// temporary server too (docs/contracts/huawei-ecs.md 3.12).</summary>
internal static class HuaweiQuotaChecks
{
    private const string Remedy = "Delete disks that you do not need, or request a higher quota from the provider.";

    /// <summary>Room for one more disk of the system disk's size and type.</summary>
    public static EcsRequirement CheckDiskQuota(StepTarget target, HuaweiRebuildPreflightData evidence)
    {
        if (evidence.Quota.Value is not { } quota)
        {
            return Unknown(EcsRequirementId.DiskQuota, "Cannot check the disk quota", evidence.Quota.Error);
        }

        Volume? volume = evidence.Disks.FindVolume(target.Instance);
        int imageSize = RebuildSteps.IsChange(target) ? evidence.FindImage(target).Value?.MinDiskGiB ?? 0 : 0;
        int? size = volume?.SizeGiB is { } present ? Math.Max(present, imageSize)
            : target.Instance.FailedReinstalls > 0 ? evidence.FindImage(target).Value?.MinDiskGiB
            : null;
        int? disks = Least(quota, "volumes", volume);
        int? gigabytes = Least(quota, "gigabytes", volume);
        if (disks is null || gigabytes is null)
        {
            return Unknown(EcsRequirementId.DiskQuota, "The disk quota does not contain the available amount", null);
        }

        if (disks < 1 || gigabytes < (size ?? 1))
        {
            string need = size is null ? "one more disk" : $"one more disk of {size} GiB";
            return Failed(
                EcsRequirementId.DiskQuota,
                $"Disk quota exceeded: {need} is required temporarily, and {Say(disks.Value)} disks and {Say(gigabytes.Value)} GiB are available.",
                Remedy);
        }

        if (size is null && gigabytes != int.MaxValue)
        {
            return Unknown(EcsRequirementId.DiskQuota, "Cannot read the size of the system disk", evidence.Disks.Volumes.Error);
        }

        return disks < evidence.TargetCount
            ? Warned(
                EcsRequirementId.DiskQuota,
                $"Disk quota exceeded: {evidence.TargetCount} disks required, {disks} available.",
                "Process fewer servers at a time, or request a higher quota.")
            : Passed(EcsRequirementId.DiskQuota, $"{Say(disks.Value)} disks and {Say(gigabytes.Value)} GiB are left of the quota.");
    }

    /// <summary>Room for what a disk grows by.</summary>
    public static EcsRequirement CheckGrowth(Volume volume, int wantedGiB, LookupResult<HuaweiDiskQuota> quota)
    {
        int growth = wantedGiB - (volume.SizeGiB ?? 0);
        return quota.Value is not { } known || Least(known, "gigabytes", volume) is not { } room
                ? Unknown(EcsRequirementId.DiskQuota, "Cannot check the disk quota", quota.Error)
            : room < growth ? Failed(EcsRequirementId.DiskQuota, $"Disk quota exceeded: {growth} GiB required, {Say(room)} GiB available.", Remedy)
            : Passed(EcsRequirementId.DiskQuota, $"{Say(room)} GiB are left of the quota.");
    }

    /// <summary>Room for the temporary server. Whether it counts is in no source, so that nothing is refused for it.</summary>
    public static EcsRequirement CheckServerQuota(StepTarget target, HuaweiRebuildPreflightData evidence) => evidence.Limits.Value switch
    {
        null => Warned(EcsRequirementId.ServerQuota, $"Cannot check the server quota: {evidence.Limits.Error?.Message}"),
        { } limits when limits.FindExcess(target.Instance) is { } what => Warned(
            EcsRequirementId.ServerQuota,
            $"Quota of {what} exceeded: the provider creates a temporary server of the same size meanwhile.",
            "If the operation fails, delete servers that you do not need, or request a higher quota from the provider."),
        _ => Passed(EcsRequirementId.ServerQuota, "The quota is sufficient for the temporary server that the provider creates meanwhile."),
    };

    // A type without figures of its own is bound by the total alone.
    private static int? Least(HuaweiDiskQuota quota, string name, Volume? volume)
    {
        int? total = quota.FindRoom(name);
        int? ofType = string.IsNullOrEmpty(volume?.Category) ? null : quota.FindRoom($"{name}_{volume!.Category}");
        return total is null ? null : Math.Min(total.Value, ofType ?? int.MaxValue);
    }

    private static string Say(int room) => room == int.MaxValue ? "any number of" : Math.Max(room, 0).ToString(CultureInfo.InvariantCulture);
}
