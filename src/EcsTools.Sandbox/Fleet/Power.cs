using System;

namespace EcsTools.Sandbox.Fleet;

/// <summary>
/// What happens when a server is switched on, off, or restarted. A front door checks whether it may be, then calls these; the
/// effect is counted at that moment.
/// </summary>
internal static class Power
{
    /// <summary>Switches a stopped server on.</summary>
    /// <param name="world">Its world.</param>
    /// <param name="server">The server.</param>
    public static void Start(World world, Server server)
    {
        world.Count("start");
        Boot(world, server);
    }

    /// <summary>Lets a server come up without counting a start: as the last step of another operation.</summary>
    /// <param name="world">Its world.</param>
    /// <param name="server">The server.</param>
    public static void Boot(World world, Server server) =>
        world.Enter(server, ServerPhase.Starting, world.Delays.Start, () => ComeUp(world, server));

    /// <summary>Shuts a server down. A guest that ignores it stays on its way down until it is forced.</summary>
    /// <param name="world">Its world.</param>
    /// <param name="server">The server.</param>
    /// <param name="force">Cut the power instead of asking the guest.</param>
    public static void Stop(World world, Server server, bool force)
    {
        world.Count(force ? "stop-hard" : "stop");
        FailSnapshots(server);
        if (server.IgnoresShutdown && !force)
        {
            world.Enter(server, ServerPhase.Stopping);
            return;
        }

        world.Enter(server, ServerPhase.Stopping, world.Delays.Stop, () => world.Enter(server, ServerPhase.Stopped));
    }

    /// <summary>Restarts a server.</summary>
    /// <param name="world">Its world.</param>
    /// <param name="server">The server.</param>
    /// <param name="force">Cut the power instead of asking the guest.</param>
    /// <param name="changesStartTime">Whether it counts as a new start.</param>
    public static void Reboot(World world, Server server, bool force, bool changesStartTime = true)
    {
        world.Count(force ? "reboot-hard" : "reboot");
        FailSnapshots(server);
        if (server.IgnoresShutdown && !force)
        {
            world.Enter(server, ServerPhase.Rebooting);
            return;
        }

        DateTimeOffset? startedAt = server.StartedAt;
        world.Enter(server, ServerPhase.Rebooting, world.Delays.Reboot, () =>
        {
            ComeUp(world, server);
            server.StartedAt = changesStartTime ? server.StartedAt : startedAt;
        });
    }

    /// <summary>The moment a server is up: what waited for a boot comes into force.</summary>
    /// <param name="world">Its world.</param>
    /// <param name="server">The server.</param>
    public static void ComeUp(World world, Server server)
    {
        server.Password = server.PendingPassword ?? server.Password;
        server.PendingPassword = null;
        server.StartedAt = world.Now;
        server.StoppedWithoutCharge = false;
        world.Enter(server, ServerPhase.Running);
    }

    /// <summary>A snapshot does not survive that its server goes down (docs/contracts/alibaba-ecs.md 3.17).</summary>
    private static void FailSnapshots(Server server)
    {
        foreach (Disk disk in server.Disks)
        {
            if (disk.RunningSnapshot is { } snapshot)
            {
                snapshot.HasFailed = true;
                disk.RunningSnapshot = null;
            }
        }
    }
}
