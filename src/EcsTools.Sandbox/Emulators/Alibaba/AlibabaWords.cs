using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>Maps phases of servers and disks to the API's words (docs/contracts/alibaba-ecs.md 6).</summary>
internal static class AlibabaWords
{
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

    public static string Status(Disk disk) => disk.Phase switch
    {
        DiskPhase.Available => "Available",
        DiskPhase.Creating => "Creating",
        DiskPhase.Attaching => "Attaching",
        DiskPhase.Detaching => "Detaching",
        DiskPhase.Reinitializing => "ReIniting",
        _ => "In_use",
    };

    public static string StoppedMode(Server server) => server.Phase switch
    {
        ServerPhase.Stopped or ServerPhase.Rebuilding or ServerPhase.Resizing =>
            server.StoppedWithoutCharge ? "StopCharging" : "KeepCharging",
        _ => "Not-applicable",
    };

    public static string OsName(Image? image, bool isWindows) =>
        (image?.OsName ?? (isWindows ? "Windows Server" : "Linux")) + " 64 bit";

    private static bool Lags(AlibabaRequestContext call, Server server) =>
        call.Backend.Events.Now - server.PhaseSince < call.Undocumented.AlibabaStatusLag;

    /// <summary>Stopping, briefly Stopped, then Starting.</summary>
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
