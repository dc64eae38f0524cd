using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Doors.Huawei.Compute;

/// <summary>Rules that several operations share; each gives the refusal it stands for, or null.</summary>
internal static class ServerRules
{
    /// <summary>An account in arrears or a blocked server (docs/contracts/huawei-ecs.md 5).</summary>
    /// <param name="server">The server.</param>
    /// <returns>The refusal, or null.</returns>
    public static RefusedException? Frozen(Server server) =>
        server.ProviderLocks.Count > 0 ? Refusals.Error("Ecs.0003", "no permission, or balance insufficient", 403) : null;

    /// <summary>A subscription that has ended (docs/contracts/huawei-ecs.md 3.6).</summary>
    /// <param name="call">The call.</param>
    /// <param name="server">The server.</param>
    /// <returns>The refusal, or null.</returns>
    public static RefusedException? Expired(Call call, Server server) =>
        server.ExpiresAt is { } end && end <= call.World.Now ? Refusals.Error("Ecs.0003", "the subscription has ended", 403) : null;

    /// <summary>The owner's lock (docs/contracts/huawei-ecs.md 3.12).</summary>
    /// <param name="server">The server.</param>
    /// <returns>The refusal, or null.</returns>
    public static RefusedException? Locked(Server server) =>
        server.IsProtected ? Refusals.Error("Ecs.0605", "server is locked") : null;

    /// <summary>Another task at work (docs/contracts/huawei-ecs.md 5).</summary>
    /// <param name="call">The call.</param>
    /// <param name="server">The server.</param>
    /// <returns>The refusal, or null.</returns>
    public static RefusedException? Busy(Call call, Server server)
    {
        if (!call.Project.IsBusy(server))
        {
            return null;
        }

        return call.Choices.BusyIsOtherCommandsRunning
            ? Refusals.Error("Ecs.0603", "other commands are running", 501)
            : WrongState();
    }

    /// <summary>The server's state does not permit it.</summary>
    /// <returns>The refusal.</returns>
    public static RefusedException WrongState() => Refusals.Error("Ecs.0100", "server status does not allow this");

    /// <summary>Whether a flavour is of a family that has no reinstallation (docs/contracts/huawei-ecs.md 3.6).</summary>
    /// <param name="call">The call.</param>
    /// <param name="flavor">The flavour.</param>
    /// <returns>True if it is.</returns>
    public static bool HasNoReinstall(Call call, string flavor) => flavor.Split('.')[0] switch
    {
        "h2" => true,
        "d1" or "d2" => call.IsOtc,
        _ => false,
    };
}
