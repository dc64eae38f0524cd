using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>DeleteInstance and DeleteInstances (docs/contracts/alibaba-ecs.md 3.9 and 5).</summary>
internal static class ReleaseOperations
{
    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DeleteInstance", IsWrite: true, (call, _) => DeleteOne(call)),
        new("DeleteInstances", IsWrite: true, (call, _) => DeleteMany(call))
        {
            NeedsRegion = true,
            TokenMismatch = () => new AlibabaRefusal(400, "IdempotentParameterMismatch", "The specified clientToken is used."),
        },
    ];

    private static void DeleteOne(AlibabaCall call)
    {
        Server server = call.Server();
        if (call.Flag("DryRun"))
        {
            throw Refusals.DryRunPassed();
        }

        Check(call, server);
        Release(call, server);
    }

    /// <summary>All or nothing: whether the real one is, nobody says (docs/contracts/alibaba-ecs.md 13, no. 4). Its dry run does not look
    /// at states.</summary>
    private static void DeleteMany(AlibabaCall call)
    {
        List<Server> servers =
        [
            .. PowerOperations.BatchIds(call).Select(id => call.World.FindServer(id)
                ?? throw new AlibabaRefusal(404, "InvalidInstanceIds.NotFound", "The specified InstanceIds does not exist.")),
        ];
        if (call.Flag("DryRun"))
        {
            throw Refusals.BatchDryRunPassed();
        }

        servers.ForEach(s => Check(call, s));
        servers.ForEach(s => Release(call, s));
    }

    private static void Check(AlibabaCall call, Server server)
    {
        bool isExpired = server.ExpiresAt < call.World.Now;
        if (server.IsProtected)
        {
            throw new AlibabaRefusal(
                403, "InvalidOperation.DeletionProtection", "The operation is not allowed due to deletion protection.");
        }

        if (server.IsSubscription && !(isExpired && call.Flag("TerminateSubscription")))
        {
            throw Refusals.ChargeType();
        }

        bool mayBeReleased = server.Phase == ServerPhase.Stopped || (server.Phase == ServerPhase.Running && call.Flag("Force"));
        if (!mayBeReleased)
        {
            throw server.Phase == ServerPhase.Creating
                ? new AlibabaRefusal(
                    403, "IncorrectInstanceStatus.Initializing", "The specified instance status does not support this operation.")
                : Refusals.InstanceStatus();
        }
    }

    private static void Release(AlibabaCall call, Server server)
    {
        World world = call.World;
        world.Count("release");
        bool isOrderly = server.Phase == ServerPhase.Running && !call.Flag("ForceStop", byDefault: true);
        TimeSpan duration = world.Delays.Delete + (isOrderly ? world.Delays.Stop : TimeSpan.Zero);

        // Under a security lock the disks go whatever they were told to do (docs/contracts/alibaba-ecs.md 5).
        bool takesAll = server.ProviderLocks.Contains("security");
        world.Enter(server, ServerPhase.Deleting, duration, () =>
        {
            foreach (Disk disk in server.Disks.ToArray())
            {
                if (takesAll || disk.DeleteWithServer)
                {
                    world.Delete(disk);
                }
                else
                {
                    world.Detach(server, disk);
                }
            }

            world.Servers.Remove(server.Id);
        });
    }
}
