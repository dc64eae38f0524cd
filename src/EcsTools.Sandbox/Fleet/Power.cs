using System;

namespace EcsTools.Sandbox.Fleet;

/// <summary>
/// What happens when a server is switched on, off, or restarted. A front door checks whether it may be, then calls these; the
/// effect is counted at that moment.
/// </summary>
internal static class Power
{
    /// <summary>Switches a stopped server on.</summary>
    /// <param name="backend">Its world.</param>
    /// <param name="server">The server.</param>
    public static void Start(RegionBackend backend, Server server)
    {
        backend.Count("start");
        Boot(backend, server);
    }

    /// <summary>Lets a server come up without counting a start: as the last step of another operation.</summary>
    /// <param name="backend">Its world.</param>
    /// <param name="server">The server.</param>
    public static void Boot(RegionBackend backend, Server server) =>
        backend.Enter(server, ServerPhase.Starting, backend.Delays.Start, () => ComeUp(backend, server));

    /// <summary>Shuts a server down. A guest that ignores it stays on its way down until it is forced.</summary>
    /// <param name="backend">Its world.</param>
    /// <param name="server">The server.</param>
    /// <param name="force">Cut the power instead of asking the guest.</param>
    public static void Stop(RegionBackend backend, Server server, bool force)
    {
        backend.Count(force ? "stop-hard" : "stop");
        FailSnapshots(server);
        if (server.IgnoresShutdown && !force)
        {
            backend.Enter(server, ServerPhase.Stopping);
            return;
        }

        backend.Enter(server, ServerPhase.Stopping, backend.Delays.Stop, () => backend.Enter(server, ServerPhase.Stopped));
    }

    /// <summary>Restarts a server.</summary>
    /// <param name="backend">Its world.</param>
    /// <param name="server">The server.</param>
    /// <param name="force">Cut the power instead of asking the guest.</param>
    /// <param name="changesStartTime">Whether it counts as a new start.</param>
    public static void Reboot(RegionBackend backend, Server server, bool force, bool changesStartTime = true)
    {
        backend.Count(force ? "reboot-hard" : "reboot");
        FailSnapshots(server);
        if (server.IgnoresShutdown && !force)
        {
            backend.Enter(server, ServerPhase.Rebooting);
            return;
        }

        DateTimeOffset? startedAt = server.StartedAt;
        backend.Enter(server, ServerPhase.Rebooting, backend.Delays.Reboot, () =>
        {
            ComeUp(backend, server);
            server.StartedAt = changesStartTime ? server.StartedAt : startedAt;
        });
    }

    /// <summary>The moment a server is up: what waited for a boot comes into force.</summary>
    /// <param name="backend">Its world.</param>
    /// <param name="server">The server.</param>
    public static void ComeUp(RegionBackend backend, Server server)
    {
        server.Password = server.PendingPassword ?? server.Password;
        server.PendingPassword = null;
        server.StartedAt = backend.Now;
        server.StoppedWithoutCharge = false;
        backend.Enter(server, ServerPhase.Running);
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
