using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Volumes;

/// <summary>Extends disks and changes their types (docs/contracts/huawei-ecs-lifecycle.md 2.1 and 2.2).</summary>
internal static class VolumeActionsApi
{
    /// <summary>From the lowest class to the highest.</summary>
    public static readonly IReadOnlyList<string> Types = ["SATA", "SAS", "GPSSD", "SSD", "ESSD"];

    private const int LargestSystemDiskGiB = 1024;
    private const int LargestDataDiskGiB = 32768;

    /// <summary>Huawei, v2.1: 202 with a job, or with an order for a subscription.</summary>
    public static ApiResponse ExtendByOrder(RequestContext call)
    {
        (Disk disk, Server? server, int size) = Check(call);
        if (server?.IsSubscription != true)
        {
            return ApiResponse.Job(Extend(call, disk, size).Id) with { Status = 202 };
        }

        return Order(call, () => Extend(call, disk, size));
    }

    /// <summary>202 with a job, or with an order for a subscription.</summary>
    public static ApiResponse Retype(RequestContext call)
    {
        (Disk disk, Server? server) = VolumesApi.Find(call, call.Path["volume"]);
        string type = call.Body.Object("os-retype").Text("new_type") ?? throw call.Malformed("new_type is missing");
        CheckState(disk, server);
        int present = Types.ToList().IndexOf(disk.Category);
        int wanted = Types.ToList().IndexOf(type);
        bool mayBeLower = call.IsOtc && wanted >= Types.ToList().IndexOf("GPSSD");
        if (wanted < 0 || wanted == present || (wanted < present && !mayBeLower))
        {
            throw ErrorResponses.Error("EVS.2087", "retype failed. please make sure that type is supported and the new one is higher than origin");
        }

        return server?.IsSubscription == true && !call.IsOtc
            ? Order(call, () => Retype(call, disk, type))
            : ApiResponse.Job(Retype(call, disk, type).Id) with { Status = 202 };
    }

    /// <summary>The older path: 200 with a job.</summary>
    public static ApiResponse Extend(RequestContext call)
    {
        (Disk disk, _, int size) = Check(call);
        return ApiResponse.Job(Extend(call, disk, size).Id);
    }

    /// <summary>Cinder's path: 202 without a body; on Huawei for pay per use only, with a code of the sandbox's own.</summary>
    public static ApiResponse ExtendAsCinder(RequestContext call)
    {
        (Disk disk, Server? server, int size) = Check(call);
        if (server?.IsSubscription == true && !call.IsOtc)
        {
            throw ErrorResponses.Error("EVS.1014", "only for disks paid per use");
        }

        Extend(call, disk, size);
        return new ApiResponse(202);
    }

    private static (Disk Disk, Server? Server, int Size) Check(RequestContext call)
    {
        (Disk disk, Server? server) = VolumesApi.Find(call, call.Path["volume"]);
        JObject extend = call.Body.Object("os-extend") ?? throw call.Malformed("os-extend is missing");
        int size = extend.Number("new_size") ?? throw call.Malformed("new_size is missing");
        if (size <= disk.SizeGiB)
        {
            throw ErrorResponses.Error("EVS.1015", "new volume Size must be greater than old Size!");
        }

        if (size > (disk.IsSystem ? LargestSystemDiskGiB : LargestDataDiskGiB))
        {
            throw ErrorResponses.Error("EVS.1014", "the size is not within the range");
        }

        CheckState(disk, server);
        return call.Project.Quota.HasRoom(call.Project, disk.Category, size - disk.SizeGiB, newVolumes: 0)
            ? (disk, server, size)
            : throw ErrorResponses.Error("EVS.5413", "insufficient quota", 413);
    }

    private static void CheckState(Disk disk, Server? server)
    {
        if (server is not null && ServerPreconditions.IsFrozen(server))
        {
            throw ErrorResponses.Error("EVS.2144", "the account is restricted", 403);
        }

        if (server is not null && ServerPreconditions.IsHeldByOrder(server))
        {
            throw ErrorResponses.Error("EVS.2068", "operation failed because of volume be locked");
        }

        if (disk.Phase is not (DiskPhase.InUse or DiskPhase.Available))
        {
            throw ErrorResponses.Error("EVS.1064", "volume status must be available or in-use when extending!");
        }

        if (server?.Phase is not (null or ServerPhase.Running or ServerPhase.Stopped))
        {
            throw ErrorResponses.Error("EVS.1066", "status of ECS or BMS does not support volume online extension!");
        }
    }

    /// <summary>The order is placed; nothing happens to the disk until it is paid.</summary>
    private static ApiResponse Order(RequestContext call, Func<Job> begin)
    {
        call.Backend.Count("order");
        if (call.Body.Object("bssParam").Text("isAutoPay") == "true")
        {
            begin();
        }

        return ApiResponse.Ok(w => w.Put("order_id", "CS" + call.Backend.NewUuid().Substring(0, 16).ToUpperInvariant())) with { Status = 202 };
    }

    private static Job Extend(RequestContext call, Disk disk, int size) =>
        Begin(call, disk, "extend", "extendVolume", DiskPhase.Extending, call.Backend.Delays.Extend, () => disk.SizeGiB = size);

    private static Job Retype(RequestContext call, Disk disk, string type) =>
        Begin(call, disk, "retype", "retypeVolume", DiskPhase.Retyping, call.Backend.Delays.ChangeDisk, () => disk.Category = type);

    /// <summary>The status changes first, size or type last.</summary>
    private static Job Begin(RequestContext call, Disk disk, string effect, string jobType, DiskPhase phase, TimeSpan duration, Action change)
    {
        RegionBackend backend = call.Backend;
        backend.Count(effect);
        Job job = call.Project.BeginVolumeJob(jobType, disk);
        backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
        (DiskPhase before, disk.Phase) = (disk.Phase, phase);
        backend.Events.After(duration, () =>
        {
            change();
            disk.Phase = before;
            job.Succeed();
        });
        return job;
    }
}
