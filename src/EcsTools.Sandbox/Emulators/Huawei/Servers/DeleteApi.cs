using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>POST <c>/v1/{p}/cloudservers/delete</c> (docs/contracts/huawei-ecs.md 3.4).</summary>
internal static class DeleteApi
{
    private const int MostServers = 1000;

    /// <summary>Begins to delete servers.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The job's id.</returns>
    /// <exception cref="RefusedException">One of them cannot be deleted: then none is.</exception>
    public static Answer Delete(Call call)
    {
        List<Server> servers = [];
        foreach (string id in call.ServerIds(call.Body, MostServers).Distinct())
        {
            Server server = call.World.FindServer(id) ?? throw Refusals.NoServer(Service.Ecs, id);
            if (Refusal(call, server) is { } refusal)
            {
                throw refusal;
            }

            servers.Add(server);
        }

        bool withDataDisks = call.Body.IsTrue("delete_volume");
        Job job = call.Project.BeginJob("deleteServer", server: null);
        foreach (Server server in servers)
        {
            Job child = job.AddChild("deleteSingleServer", server.Id);
            ServerNotes notes = call.Project.Notes(server);
            notes.PhaseBeforeDeletion = server.Phase;
            notes.Actions.Add(("delete", call.World.Now));
            call.World.Count("delete");
            call.World.Enter(server, ServerPhase.Deleting, call.World.Delays.Delete, () =>
            {
                Remove(call.World, server, withDataDisks);
                child.Succeed();
            });
        }

        call.World.Timeline.After(call.Choices.JobStaysInitial, job.Run);
        return Answer.Job(job.Id);
    }

    private static RefusedException? Refusal(Call call, Server server) =>
        server.IsSubscription ? Refusals.Error("Ecs.0513", "yearly or monthly server cannot be deleted here")
        : ServerRules.Locked(server)
            ?? ServerRules.Busy(call, server)
            ?? (server.Phase is ServerPhase.Deleting or ServerPhase.Resizing ? ServerRules.WrongState() : null);

    /// <summary>The system disk goes with its server; others only if asked for.</summary>
    private static void Remove(World world, Server server, bool withDataDisks)
    {
        foreach (Disk disk in server.Disks.ToArray())
        {
            if (disk.IsSystem || withDataDisks)
            {
                world.Delete(disk);
            }
            else
            {
                world.Detach(server, disk);
                disk.Phase = DiskPhase.Available;
            }
        }

        world.Servers.Remove(server.Id);
    }
}
