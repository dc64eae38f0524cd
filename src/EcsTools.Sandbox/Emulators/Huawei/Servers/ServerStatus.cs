using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>The status fields of a server (docs/contracts/huawei-ecs.md 6.1). PowerState is 1 up, 4 down, 0 none.</summary>
internal readonly record struct ServerStatus(string Status, string VmState, string? TaskState, int PowerState)
{
    private static readonly Dictionary<string, string[]> Transitions = new(StringComparer.Ordinal)
    {
        ["ACTIVE"] = ["ACTIVE", "REBOOT", "HARD_REBOOT", "REBUILD", "MIGRATING", "RESIZE"],
        ["SHUTOFF"] = ["SHUTOFF", "RESIZE", "REBUILD"],
        ["ERROR"] = ["ERROR", "REBUILD"],
        ["VERIFY_RESIZE"] = ["VERIFY_RESIZE", "REVERT_RESIZE"],
    };

    public static ServerStatus Of(Project project, Server server, HuaweiUndocumentedBehavior undocumented) => project.RecycleBin.Find(server.Id) is not null ? new("SOFT_DELETED", "soft-delete", null, 4) : server.Phase switch
    {
        ServerPhase.Rebooting => project.StateOf(server).IsHardReboot
            ? new("HARD_REBOOT", "active", "rebooting_hard", 1)
            : new("REBOOT", "active", "rebooting", 1),
        ServerPhase.Rebuilding => undocumented.ReinstallShowsRebuild
            ? new("REBUILD", "stopped", "rebuilding", 4)
            : Of(ServerPhase.Stopped),
        ServerPhase.Deleting => Of(project.StateOf(server).PhaseBeforeDeletion) with { TaskState = "deleting" },
        ServerPhase other => Of(other),
    };

    /// <summary>The statuses that a filter for one of them returns: rows in transition are included (docs/contracts/huawei-ecs.md
    /// 3.1).</summary>
    public static IReadOnlyCollection<string> Matching(string filter) =>
        Transitions.TryGetValue(filter, out string[]? all) ? all : [filter];

    private static ServerStatus Of(ServerPhase phase) => phase switch
    {
        ServerPhase.Creating => new("BUILD", "building", "spawning", 0),
        ServerPhase.Starting => new("SHUTOFF", "stopped", "powering-on", 4),
        ServerPhase.Running => new("ACTIVE", "active", null, 1),
        ServerPhase.Stopping => new("ACTIVE", "active", "powering-off", 1),
        ServerPhase.Stopped => new("SHUTOFF", "stopped", null, 4),
        ServerPhase.Resizing => new("RESIZE", "stopped", "resize_migrating", 4),
        ServerPhase.Faulty => new("ERROR", "error", null, 4),
        _ => new("UNKNOWN", "unknown", null, 0),
    };
}
