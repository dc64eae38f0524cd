using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Disks;

/// <summary>ModifyDiskAttribute, as far as it decides what becomes of disks (docs/contracts/alibaba-ecs-lifecycle.md 2.3).</summary>
internal static class DiskAttributeOperations
{
    public static IEnumerable<AlibabaOperation> All() => [new("ModifyDiskAttribute", IsWrite: true, (call, _) => ModifyDiskAttribute(call))];

    private static void ModifyDiskAttribute(AlibabaRequestContext call)
    {
        IReadOnlyList<string> many = call.RepeatList("DiskIds");
        string? one = call.Text("DiskId");
        if (one is null == (many.Count == 0))
        {
            throw one is null
                ? new AlibabaApiError(400, "MissingParameter.DiskIdOrDiskIds", "The parameter DiskId or DiskIds is mandatory.")
                : new AlibabaApiError(400, "ParameterConflict.DiskIdAndDiskIds", "The parameters DiskId and DiskIds cannot be specified together.");
        }

        if (call.Text("DeleteWithInstance") is null && call.Text("DeleteAutoSnapshot") is null)
        {
            throw new AlibabaApiError(400, "NoAttributeToModify", "No attribute to be modified in this request.");
        }

        (Disk Disk, Server? Server)?[] found = [.. (one is null ? many : [one]).Select(call.Backend.FindDisk)];
        if (found.Any(f => f is null))
        {
            throw AlibabaErrors.DiskNotFound();
        }

        bool goes = call.Flag("DeleteWithInstance", byDefault: true);
        foreach ((Disk disk, Server? server) in found.Select(f => f!.Value))
        {
            if (!goes && server?.HasLocalDisks == true && !disk.IsSystem)
            {
                throw new AlibabaApiError(403, "DiskNotPortable", "The specified disk is not a portable disk.");
            }

            if (disk.Phase is not (DiskPhase.InUse or DiskPhase.Available))
            {
                throw AlibabaErrors.DiskStatus();
            }
        }

        call.Backend.Count("disk-attribute");
        foreach ((Disk disk, _) in found.Select(f => f!.Value))
        {
            disk.DeleteWithServer = call.Flag("DeleteWithInstance", disk.DeleteWithServer);
            disk.DeleteAutoSnapshot = call.Flag("DeleteAutoSnapshot", disk.DeleteAutoSnapshot);
        }
    }
}
