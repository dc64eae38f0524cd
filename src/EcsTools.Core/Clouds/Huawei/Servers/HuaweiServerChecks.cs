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
                Passed(EcsRequirementId.State, "The last reinstallation has failed; it may be repeated."),
            EcsInstanceStatus.Error => Failed(
                EcsRequirementId.State,
                "The server is faulty, and no failed reinstallation is to be seen.",
                "Look at the server in the console; waive this if a reinstallation has failed."),
            _ => Failed(EcsRequirementId.State, $"The server is {instance.Status}, not stopped.", "Stop it first, or use -StopFirst."),
        };
    }

    /// <summary>A disk with boot index 0 is attached.</summary>
    public static EcsRequirement CheckSystemDisk(StepTarget target, HuaweiSystemDisks disks)
    {
        LookupResult<string?> disk = disks.Find(target.Instance);
        if (disk.Error is not null)
        {
            return Unknown(EcsRequirementId.SystemDisk, "Which disk the server boots from could not be read", disk.Error);
        }

        if (disk.Value is null && target.Instance.FailedReinstalls > 0)
        {
            return Passed(EcsRequirementId.SystemDisk, "The reinstallation of ours that failed has left no system disk; a new one is made.");
        }

        if (disk.Value is null)
        {
            return Failed(
                EcsRequirementId.SystemDisk,
                "No system disk is attached.",
                "Attach it, or look for a reinstallation of this server that runs or has failed.");
        }

        string state = disks.FindVolume(target.Instance)?.Status ?? "";
        return state.StartsWith("error", StringComparison.OrdinalIgnoreCase)
            ? Failed(EcsRequirementId.SystemDisk, $"System disk {disk.Value} is in the state {state}.", "Ask the provider's support to repair the disk.")
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
            ? Failed(EcsRequirementId.Size, $"Servers of size {size} have neither reinstallation nor change of the operating system.", "Make a new server.")
            : Passed(EcsRequirementId.Size, $"Size {size} permits it.");
    }
}
