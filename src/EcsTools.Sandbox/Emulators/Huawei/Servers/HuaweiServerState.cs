using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>What Huawei and OTC know of a server beyond the fields that all clouds share.</summary>
internal sealed class HuaweiServerState(Server server)
{
    /// <summary>The last task, finished or not.</summary>
    public Job? Task { get; set; }

    /// <summary>The image job that reads its system disk, finished or not.</summary>
    public Job? ImageJob { get; set; }

    /// <summary>Stays until the next reinstallation or start that succeeds.</summary>
    public ServerFault? Fault { get; set; } =
        server.LastReinstallFailed ? new ServerFault(500, "Build of instance aborted: the system could not be installed", At: null) : null;

    public string? KeyNameAtCreation { get; } = server.KeyPairName;

    /// <summary>A system disk that a failed reinstallation left detached; the next successful one deletes it.</summary>
    public Disk? LeftDisk { get; set; }

    public bool IsHardReboot { get; set; }

    /// <summary>The status does not change while the server is deleted.</summary>
    public ServerPhase PhaseBeforeDeletion { get; set; }

    /// <summary>Null until first requested, empty if there is none.</summary>
    public string? StoredPassword { get; set; }

    /// <summary>Oldest first, as Nova returns them.</summary>
    public List<(string Action, DateTimeOffset At)> Actions { get; } = [];
}
