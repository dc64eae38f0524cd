namespace EcsTools.Sandbox.Fleet;

/// <summary>Starts, stops and restarts servers. An emulator checks whether the state allows it, then calls these; the effect is counted at
/// that moment.</summary>
internal static class Power
{
    public static void Start(RegionBackend backend, Server server)
    {
        backend.Count("start");
        Boot(backend, server);
    }

    /// <summary>Boots without counting a start: as the last step of another operation.</summary>
    public static void Boot(RegionBackend backend, Server server) =>
        backend.Enter(server, ServerPhase.Starting, backend.Delays.Start, () => ComeUp(backend, server));

    /// <summary>A guest that ignores the shutdown stays in Stopping until it is forced.</summary>
    public static void Stop(RegionBackend backend, Server server, bool force)
    {
        backend.Count(force ? "stop-hard" : "stop");
        FailSnapshots(server);
        if (server.IgnoresShutdown && !force)
        {
            backend.Enter(server, ServerPhase.Stopping);
            return;
        }

        backend.Enter(server, ServerPhase.Stopping, backend.Delays.Stop, () =>
        {
            server.Console.ShutDown(backend.Now);
            server.Machine?.Halt();
            backend.Enter(server, ServerPhase.Stopped);
        });
    }

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

    /// <summary>Called when a server is up: pending changes take effect.</summary>
    public static void ComeUp(RegionBackend backend, Server server)
    {
        server.Password = server.PendingPassword ?? server.Password;
        server.PendingPassword = null;
        GuestConsole console = server.Console;
        server.StartedAt = backend.Now;
        console.BootUp(backend.Now);
        server.Machine?.Halt();
        server.Machine?.Boot(backend, server);
        server.StoppedWithoutCharge = false;
        server.Disks.ForEach(d => d.AwaitsStart = false);
        backend.Enter(server, ServerPhase.Running);
    }

    /// <summary>A snapshot fails when its server stops (docs/contracts/alibaba-ecs.md 3.17).</summary>
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
