using System;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Says in the API's words what a server or disk is doing (docs/contracts/alibaba-ecs.md 6).</summary>
internal static class AlibabaWords
{
    /// <summary>The status of a server.</summary>
    /// <param name="call">The call: the region's time and the choices.</param>
    /// <param name="server">The server.</param>
    /// <returns>Pending, Starting, Running, Stopping or Stopped.</returns>
    public static string Status(AlibabaRequestContext call, Server server) => server.Phase switch
    {
        ServerPhase.Creating => "Pending",
        ServerPhase.Starting => "Starting",
        ServerPhase.Running => "Running",
        ServerPhase.Stopping => Lags(call, server) ? "Running" : "Stopping",
        ServerPhase.Rebooting => Lags(call, server) ? "Running" : RebootStatus(call, server),
        ServerPhase.Deleting => "Stopping",
        _ => "Stopped",
    };

    /// <summary>The status of a disk.</summary>
    /// <param name="disk">The disk.</param>
    /// <returns>The word.</returns>
    public static string Status(Disk disk) => disk.Phase switch
    {
        DiskPhase.Available => "Available",
        DiskPhase.Creating => "Creating",
        DiskPhase.Attaching => "Attaching",
        DiskPhase.Detaching => "Detaching",
        DiskPhase.Reinitialising => "ReIniting",
        _ => "In_use",
    };

    /// <summary>How a server is stopped.</summary>
    /// <param name="server">The server.</param>
    /// <returns>KeepCharging, StopCharging or Not-applicable.</returns>
    public static string StoppedMode(Server server) => server.Phase switch
    {
        ServerPhase.Stopped or ServerPhase.Rebuilding or ServerPhase.Resizing =>
            server.StoppedWithoutCharge ? "StopCharging" : "KeepCharging",
        _ => "Not-applicable",
    };

    /// <summary>The name of a system with its word size.</summary>
    /// <param name="image">The image; null if it is gone.</param>
    /// <param name="isWindows">What the system is otherwise.</param>
    /// <returns>The name.</returns>
    public static string OsName(Image? image, bool isWindows) =>
        (image?.OsName ?? (isWindows ? "Windows Server" : "Linux")) + " 64 bit";

    private static bool Lags(AlibabaRequestContext call, Server server) =>
        call.Backend.Events.Now - server.PhaseSince < call.Undocumented.AlibabaStatusLag;

    /// <summary>On its way down, for a moment down, on its way up.</summary>
    private static string RebootStatus(AlibabaRequestContext call, Server server)
    {
        if (server.PhaseEnds is not { } ends)
        {
            return "Stopping";
        }

        double done = (call.Backend.Events.Now - server.PhaseSince).Ticks / Math.Max(1.0, (ends - server.PhaseSince).Ticks);
        return done switch
        {
            < 0.4 => "Stopping",
            < 0.5 when call.Undocumented.AlibabaRebootPassesStopped => "Stopped",
            _ => "Starting",
        };
    }
}
