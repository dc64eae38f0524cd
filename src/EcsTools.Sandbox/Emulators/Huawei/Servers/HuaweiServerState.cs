using System;
using System.Collections.Generic;

using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>What Huawei and OTC know of a server beyond the fleet's own fields.</summary>
internal sealed class HuaweiServerState
{
    /// <summary>Begins the notes on a server.</summary>
    /// <param name="server">The server, as it was when it was first looked at.</param>
    public HuaweiServerState(Server server) => KeyNameAtCreation = server.KeyPairName;

    /// <summary>The last task on it, over or not.</summary>
    public Job? Task { get; set; }

    /// <summary>The image job that reads its system disk, over or not.</summary>
    public Job? ImageJob { get; set; }

    /// <summary>Why it is broken, or null.</summary>
    public ServerFault? Fault { get; set; }

    /// <summary>The key pair it was made with.</summary>
    public string? KeyNameAtCreation { get; }

    /// <summary>A system disk that a failed reinstallation has left loose; the next one that succeeds deletes it.</summary>
    public Disk? LeftDisk { get; set; }

    /// <summary>True while a restart under way is a forced one.</summary>
    public bool IsHardReboot { get; set; }

    /// <summary>The phase before it was being deleted: its status does not change by that.</summary>
    public ServerPhase PhaseBeforeDeletion { get; set; }

    /// <summary>The stored Windows password: null until first asked for, empty if there is none.</summary>
    public string? StoredPassword { get; set; }

    /// <summary>What was done to it, oldest first, as Nova remembers it.</summary>
    public List<(string Action, DateTimeOffset At)> Actions { get; } = [];
}
