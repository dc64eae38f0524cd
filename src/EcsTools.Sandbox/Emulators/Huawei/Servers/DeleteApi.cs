using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>POST <c>/v1/{p}/cloudservers/delete</c> (docs/contracts/huawei-ecs.md 3.4).</summary>
internal static class DeleteApi
{
    private const int MostServers = 1000;

    /// <summary>If one of the servers cannot be deleted, none is.</summary>
    public static ApiResponse Delete(RequestContext call)
    {
        List<Server> servers = [];
        foreach (string id in call.ServerIds(call.Body, MostServers).Distinct())
        {
            Server server = call.Backend.FindServer(id) ?? throw ErrorResponses.NoServer(Service.Ecs, id);
            if (ErrorOf(call, server) is { } error)
            {
                throw error;
            }

            servers.Add(server);
        }

        bool withDataDisks = call.Body.IsTrue("delete_volume");
        Job job = call.Project.BeginJob("deleteServer", server: null);
        foreach (Server server in servers)
        {
            Job child = job.AddChild("deleteSingleServer", server.Id);
            HuaweiServerState state = call.Project.StateOf(server);
            state.PhaseBeforeDeletion = server.Phase;
            state.Actions.Add(("delete", call.Backend.Now));
            call.Backend.Count("delete");
            call.Backend.Enter(server, ServerPhase.Deleting, call.Backend.Delays.Delete, () =>
            {
                if (call.Project.RecycleBin.Takes(server))
                {
                    call.Project.RecycleBin.Keep(server, withDataDisks);
                }
                else
                {
                    ReleaseDisks(call.Backend, server, withDataDisks);
                    call.Backend.Servers.Remove(server.Id);
                }

                child.Succeed();
            });
        }

        call.Backend.Events.After(call.Undocumented.JobStaysInitial, job.Run);
        return ApiResponse.Job(job.Id);
    }

    private static ApiErrorException? ErrorOf(RequestContext call, Server server) =>
        server.IsSubscription ? ErrorResponses.Error("Ecs.0513", "yearly or monthly server cannot be deleted here")
        : ServerPreconditions.Locked(server)
            ?? ServerPreconditions.Busy(call, server)
            ?? (server.Phase is ServerPhase.Deleting or ServerPhase.Resizing ? ServerPreconditions.WrongState() : null);

    /// <summary>The system disk is deleted with its server, others only on request.</summary>
    public static void ReleaseDisks(RegionBackend backend, Server server, bool withDataDisks)
    {
        foreach (Disk disk in server.Disks.ToArray())
        {
            if (disk.IsSystem || withDataDisks)
            {
                backend.Delete(disk);
            }
            else
            {
                backend.Detach(server, disk);
                disk.Phase = DiskPhase.Available;
            }
        }
    }
}
