using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds;

/// <summary>What steps that attach a disk to a server, or detach it, do alike on every cloud.</summary>
internal static class DiskAttachment
{
    public const string Attaching = "Attaching the disk";
    public const string Detaching = "Detaching the disk";

    /// <summary>Puts an attachment into words; requirements are the cloud's.</summary>
    /// <param name="disk">The disk; null if there is none such, or it could not be read.</param>
    /// <param name="isInUse">Whether it is attached somewhere and at rest; one that is being detached still says where it was.</param>
    /// <param name="device">The device it is attached as; null for the cloud's choice.</param>
    public static StepPreview PreviewAttach(StepTarget target, EcsDisk? disk, bool isInUse, string? device)
    {
        string title = Title(target, disk);
        Dictionary<string, string> facts = Facts(target, disk);
        if (device is not null)
        {
            facts[StepFactKeys.Device] = device;
        }

        return new StepPreview
        {
            AlreadyDone = disk is not null && isInUse && IsAttachedTo(disk, target.Instance.Id) ? $"{Capital(title)} is already attached to the server." : null,
            Summary = $"Attach {title} to the server{(device is null ? "" : $" as {device}")}.",
            Facts = facts,
        };
    }

    /// <summary>Puts a detachment into words; requirements are the cloud's.</summary>
    /// <param name="disk">The disk; null if there is none such, or it could not be read.</param>
    /// <param name="isFree">Whether nothing has it, and nothing is done to it.</param>
    public static StepPreview PreviewDetach(StepTarget target, EcsDisk? disk, bool isFree)
    {
        string title = Title(target, disk);
        Dictionary<string, string> facts = Facts(target, disk);
        if (disk?.Device is { Length: > 0 } device)
        {
            facts[StepFactKeys.Device] = device;
        }

        if (disk?.IsSystemDisk == true)
        {
            // Later it tells a server without this disk from one that has lost it.
            facts[StepFactKeys.SystemDiskId] = disk.Id;
        }

        return new StepPreview
        {
            AlreadyDone = isFree && disk is { InstanceId: null } && (disk.InstanceIds ?? []).Count == 0 ? $"{Capital(title)} is not attached to any server." : null,
            Summary = $"Detach {title} from the server.",
            Losses = [$"The server's access to {title}, until it is attached again. The data on the disk stays."],
            Costs = ["The disk is billed while it is detached, until you delete it."],
            Facts = facts,
        };
    }

    /// <summary>The disk is there, and free to be attached to the server.</summary>
    /// <param name="isFree">Whether nothing is done to it and nothing has it.</param>
    /// <param name="isInUse">Whether it is attached somewhere and at rest.</param>
    public static EcsRequirement CheckFree(StepTarget target, LookupResult<EcsDisk?> disk, bool isFree, bool isInUse)
    {
        const string Id = EcsRequirementId.Disk;
        string id = target.Options.DiskId ?? "";
        return disk.Error is not null ? Unknown(Id, $"Cannot read disk {id}", disk.Error)
            : disk.Value is not { } found ? Failed(Id, $"Cannot find disk {id}.", "Run Get-EcsDisk to list the disks.")
            : found.InstanceId is { } other && isInUse && !isFree ? Failed(Id, $"Disk {id} is attached to server {other}.", $"Detach it there first: Dismount-EcsDisk {other} -DiskId {id}.")
            : !isFree ? Failed(Id, $"Disk {id} is {found.Status}.", "Wait until the other task is complete.")
            : found.Zone is { Length: > 0 } zone && target.Instance.Zone.Length > 0 && !string.Equals(zone, target.Instance.Zone, StringComparison.OrdinalIgnoreCase)
                ? Failed(Id, $"Disk {id} is in zone {zone}, and the server is in {target.Instance.Zone}.", "Specify a disk of the server's zone.")
            : Passed(Id, $"Disk {id} can be attached.");
    }

    /// <summary>The disk is attached to the server and at rest.</summary>
    /// <param name="isAtRest">Whether nothing is done to it.</param>
    public static EcsRequirement CheckAttached(StepTarget target, LookupResult<EcsDisk?> disk, bool isAtRest)
    {
        const string Id = EcsRequirementId.Disk;
        string id = target.Options.DiskId ?? "";
        return disk.Error is not null ? Unknown(Id, $"Cannot read disk {id}", disk.Error)
            : disk.Value is not { } found ? Failed(Id, $"Cannot find disk {id}.", "Run Get-EcsDisk to list the disks.")
            : !IsAttachedTo(found, target.Instance.Id) ? Failed(Id, $"Disk {id} is not attached to this server.", "Run Get-EcsDisk to list its disks.")
            : !isAtRest ? Failed(Id, $"Disk {id} is {found.Status}.", "Wait until the other task is complete.")
            : target.Instance.Status == EcsInstanceStatus.Running && !OperationDefinition.NeedsStop(target.Instance, target.Options)
                ? Warned(Id, $"Unmount disk {id} in the guest before you continue: the provider does not check, and what is not written yet would be lost.")
            : Passed(Id, $"Disk {id} is attached.");
    }

    /// <summary>A server is not started without a system disk.</summary>
    public static EcsRequirement CheckEnd(StepTarget target) => target.Options.EndState == EcsEndState.Running
        ? Failed(EcsRequirementId.SystemDisk, "The server cannot be started without its system disk.", "Specify -LeaveStopped, and attach the disk again with Mount-EcsDisk.")
        : Warned(EcsRequirementId.SystemDisk, "The server cannot start until a system disk is attached to it again.");

    /// <summary>The system disk is not detached by this cloud or by EcsTools.</summary>
    public static EcsRequirement RefuseSystemDisk(string why, string remedy) => Failed(EcsRequirementId.SystemDisk, why, remedy);

    public static bool IsAttachedTo(EcsDisk disk, string instanceId) => disk.InstanceId == instanceId || (disk.InstanceIds ?? []).Contains(instanceId, StringComparer.Ordinal);

    private static Dictionary<string, string> Facts(StepTarget target, EcsDisk? disk)
    {
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        if (disk is not null)
        {
            facts[StepFactKeys.DiskId] = disk.Id;
        }

        return facts;
    }

    private static string Title(StepTarget target, EcsDisk? disk) => disk is null ? $"disk {target.Options.DiskId}" : $"{(disk.IsSystemDisk ? "system disk" : "disk")} {disk} ({disk.SizeGiB} GiB)";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
