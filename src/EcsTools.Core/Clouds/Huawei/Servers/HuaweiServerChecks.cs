using EcsTools.Core.Clouds.OpenStackApi;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Requirements that the server itself answers (docs/contracts/huawei-ecs.md 5).</summary>
internal static class HuaweiServerChecks
{
    /// <summary>Stopped, or the last reinstallation has failed.</summary>
    public static EcsRequirement CheckState(StepTarget target)
    {
        EcsInstance instance = target.Instance;
        return instance.Status switch
        {
            EcsInstanceStatus.Stopped => Passed(EcsRequirementId.State, "The server is stopped."),
            EcsInstanceStatus.ReinstallFailed or EcsInstanceStatus.ChangeOsFailed =>
                Passed(EcsRequirementId.State, "The last reinstallation failed; it can be repeated."),
            EcsInstanceStatus.Rescued => Failed(
                EcsRequirementId.State, "The server is in rescue: another server has its system disk.", ServerStatus.FindWayBack(instance)!),
            EcsInstanceStatus.Error => Failed(
                EcsRequirementId.State,
                "The server is faulty, and shows no failed reinstall.",
                "Check the server in the console. If a reinstall has failed, specify -IgnoreRequirement State."),
            _ => Failed(EcsRequirementId.State, $"The server is {StatusText.Of(instance)}; it must be stopped.", "Specify -StopFirst, or stop the server."),
        };
    }

    /// <summary>A disk with boot index 0 is attached.</summary>
    public static EcsRequirement CheckSystemDisk(StepTarget target, HuaweiSystemDisks disks)
    {
        LookupResult<string?> disk = disks.Find(target.Instance);
        if (disk.Error is not null)
        {
            return Unknown(EcsRequirementId.SystemDisk, "Cannot read which disk the server boots from", disk.Error);
        }

        if (disk.Value is null && target.Instance.FailedReinstalls > 0)
        {
            return Passed(EcsRequirementId.SystemDisk, "The failed reinstall by EcsTools has left no system disk; a new one is created.");
        }

        if (disk.Value is null)
        {
            return Failed(
                EcsRequirementId.SystemDisk,
                "No system disk is attached.",
                "Attach it, or run Get-EcsOperation to find a reinstall of this server that is running or has failed.");
        }

        string state = disks.FindVolume(target.Instance)?.Status ?? "";
        return state.StartsWith("error", StringComparison.OrdinalIgnoreCase)
            ? Failed(EcsRequirementId.SystemDisk, $"System disk {disk.Value} is {state}.", "Contact the provider's support about the disk.")
            : Passed(EcsRequirementId.SystemDisk, $"System disk {disk.Value} is attached.");
    }

    /// <summary>The flavour takes it.</summary>
    public static EcsRequirement CheckSize(StepTarget target, HuaweiRebuildPreflightData evidence, HuaweiVariant variant)
    {
        string size = target.Instance.Size;
        string? generation = evidence.Generations.Value is { } known && known.TryGetValue(size, out string? text) ? text : null;
        bool isFixed = variant.FixedSystemSizes.Any(f =>
            size.StartsWith(f, StringComparison.OrdinalIgnoreCase) || string.Equals(generation, f.TrimEnd('.'), StringComparison.OrdinalIgnoreCase));
        return isFixed
            ? Failed(EcsRequirementId.Size, $"Flavor {size} does not support reinstalling or changing the OS.", "Create a new server.")
            : Passed(EcsRequirementId.Size, $"Size {size} supports it.");
    }
}
