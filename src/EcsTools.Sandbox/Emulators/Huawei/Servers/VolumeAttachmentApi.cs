using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Attaches disks to a server and detaches them (docs/contracts/huawei-ecs-lifecycle.md 2.3). How long that takes is a choice.</summary>
internal static class VolumeAttachmentApi
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    // The disk shows it later than the job (13.1).
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(4);

    public static ApiResponse Attach(RequestContext call)
    {
        Server server = CheckServer(call);
        JObject options = call.Body.Object("volumeAttachment") ?? throw call.Malformed("volumeAttachment is missing");
        string id = options.Text("volumeId") ?? throw call.Malformed("volumeId is missing");
        string? device = options.Text("device");
        (Disk Disk, Server? Server) found = call.Backend.FindDisk(id) ?? throw ErrorResponses.Error("Ecs.1000", "{\"itemNotFound\": {\"code\": 404}}");
        Disk disk = found.Disk;
        if (found.Server is not null)
        {
            throw ErrorResponses.Error("Ecs.0057", "the disk is attached already");
        }

        if (disk.Phase != DiskPhase.Available || (disk.Zone is { } zone && zone != server.Zone))
        {
            throw ErrorResponses.Error("Ecs.0017", "the disk cannot be used");
        }

        bool boots = device is not null && device.EndsWith("da", StringComparison.Ordinal);
        if (boots && (server.Phase != ServerPhase.Stopped || server.SystemDisk is not null))
        {
            throw ErrorResponses.Error("Ecs.0102", "the system disk cannot be attached in this state");
        }

        if (boots && !disk.IsBootable)
        {
            throw call.Malformed("the device does not fit the disk");
        }

        call.Backend.Count("attach");
        disk.Phase = DiskPhase.Attaching;
        return Begin(call, server, "attachVolume", () =>
        {
            // The device decides: a system disk that is attached as another one is a data disk there.
            disk.IsSystem = boots;
            call.Backend.Attach(server, disk);
            disk.Phase = DiskPhase.InUse;
        });
    }

    public static ApiResponse Detach(RequestContext call)
    {
        Server server = CheckServer(call);
        string id = call.Path["volume"];
        if (call.Backend.FindDisk(id) is null)
        {
            throw ErrorResponses.Error("Ecs.1000", "{\"itemNotFound\": {\"code\": 404}}");
        }

        Disk disk = server.Disks.FirstOrDefault(d => d.Id == id) ?? throw ErrorResponses.Error("Ecs.0111", "the disk is not attached to the server");
        if (disk.IsSystem && (server.Phase != ServerPhase.Stopped || call.Query["delete_flag"] == "1"))
        {
            throw ErrorResponses.Error("Ecs.0102", "the system disk cannot be detached in this state");
        }

        if (disk.Phase != DiskPhase.InUse)
        {
            throw ErrorResponses.Error("Ecs.0103", "the disk cannot be detached in this state");
        }

        call.Backend.Count("detach");
        disk.Phase = DiskPhase.Detaching;
        return Begin(call, server, "detachVolume", () => call.Backend.Detach(server, disk));
    }

    private static Server CheckServer(RequestContext call)
    {
        Server server = call.Server;
        if ((ServerPreconditions.Frozen(server) ?? ServerPreconditions.Locked(server) ?? ServerPreconditions.Busy(call, server)) is { } refusal)
        {
            throw refusal;
        }

        return server.Phase is ServerPhase.Running or ServerPhase.Stopped ? server : throw ServerPreconditions.WrongState();
    }

    // One at a time: the job is the server's task.
    private static ApiResponse Begin(RequestContext call, Server server, string type, Action then)
    {
        Job job = call.Project.BeginJob(type, server);
        call.Backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
        call.Backend.Events.After(Duration, () =>
        {
            job.Succeed();
            call.Backend.Events.After(Lag, then);
        });
        return ApiResponse.Job(job.Id);
    }
}
