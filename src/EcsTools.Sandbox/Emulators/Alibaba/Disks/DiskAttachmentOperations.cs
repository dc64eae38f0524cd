using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>AttachDisk and DetachDisk of data disks (docs/contracts/alibaba-ecs-lifecycle.md 2.4). System disks are refused: a choice.</summary>
internal static class DiskAttachmentOperations
{
    private const int MostDataDisks = 16;
    private const int MostDetachments = 5;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("AttachDisk", IsWrite: true, (call, _) => AttachDisk(call)),
        new("DetachDisk", IsWrite: true, (call, _) => DetachDisk(call)),
    ];

    private static void AttachDisk(AlibabaRequestContext call)
    {
        Server server = call.Server();
        if (call.Backend.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw AlibabaErrors.DiskNotFound();
        }

        Disk disk = found.Disk;
        bool goes = call.Flag("DeleteWithInstance");
        AlibabaErrors.IfLockedForSecurity(server);
        if (found.Server is not null)
        {
            throw new AlibabaApiError(404, "InvalidDisk.InUse", "The specified disk is already attached.");
        }

        if (disk.Phase != DiskPhase.Available)
        {
            throw AlibabaErrors.DiskStatus();
        }

        if (disk.IsSystem)
        {
            throw new AlibabaApiError(400, "InvalidInstance.NotOriginInstance", "The specified instance is not the original instance of the system disk.");
        }

        if (server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
        {
            throw new AlibabaApiError(400, "IncorrectInstanceStatus", "The current status of the resource does not support this operation.");
        }

        if (disk.Zone is { } zone && zone != server.Zone)
        {
            throw new AlibabaApiError(403, "ResourcesNotInSameZone", "The specified instance and disk are not in the same zone.");
        }

        if (server.Disks.Count(d => !d.IsSystem) >= MostDataDisks)
        {
            throw new AlibabaApiError(403, "InstanceDiskLimitExceeded", "The amount of the disk on the instance has reached its limits.");
        }

        call.Backend.Count("attach-disk");
        call.Backend.Attach(server, disk);
        disk.Phase = DiskPhase.Attaching;
        disk.DeleteWithServer = goes;
        call.Backend.Events.After(Duration, () => disk.Phase = DiskPhase.InUse);
    }

    private static void DetachDisk(AlibabaRequestContext call)
    {
        Server server = call.Server();
        if (call.Backend.FindDisk(call.Required("DiskId")) is not { } found)
        {
            throw AlibabaErrors.DiskNotFound();
        }

        Disk disk = found.Disk;
        AlibabaErrors.IfLockedForSecurity(server);
        if (found.Server is null)
        {
            throw new AlibabaApiError(404, "InvalidDisk.AlreadyDetached", "The specified disk has been detached.");
        }

        if (found.Server != server)
        {
            throw new AlibabaApiError(403, "DependencyViolation", "The specified disk has not been attached on the specified instance.");
        }

        if (disk.IsSystem || server.HasLocalDisks)
        {
            throw new AlibabaApiError(403, "DiskNotPortable", "The specified disk is not a portable disk.");
        }

        if (server.Phase is not (ServerPhase.Running or ServerPhase.Stopped))
        {
            throw AlibabaErrors.InstanceStatus();
        }

        if (disk.Phase == DiskPhase.Detaching)
        {
            throw new AlibabaApiError(403, "InvalidOperation.DiskDetachingFromThisEcs", "The disk is being detached from this instance.");
        }

        if (disk.Phase != DiskPhase.InUse || disk.RunningSnapshot is not null)
        {
            throw AlibabaErrors.DiskStatus();
        }

        if (server.Disks.Count(d => d.Phase == DiskPhase.Detaching) >= MostDetachments)
        {
            throw new AlibabaApiError(400, "DisksDetachingOnEcsExceeded", "The number of disks that are being detached exceeds the limit.");
        }

        call.Backend.Count("detach-disk");
        disk.Phase = DiskPhase.Detaching;
        call.Backend.Events.After(Duration, () => call.Backend.Detach(server, disk));
    }
}
