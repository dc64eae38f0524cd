using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Rules that several operations share; each gives the refusal it stands for, or null.</summary>
internal static class ServerRules
{
    /// <summary>The lock of an order that is being carried out; every other lock of the provider's freezes the server (docs/contracts/huawei-ecs.md 3.2).</summary>
    public const string Order = "ORDER";

    /// <summary>Determines whether a server is frozen.</summary>
    /// <param name="server">The server.</param>
    /// <returns>true if the account is in arrears or the server blocked.</returns>
    public static bool IsFrozen(Server server) => server.ProviderLocks.Exists(r => r != Order);

    /// <summary>Determines whether an order holds a server.</summary>
    /// <param name="server">The server.</param>
    /// <returns>true if one does.</returns>
    public static bool IsHeldByOrder(Server server) => server.ProviderLocks.Contains(Order);

    /// <summary>An account in arrears or a blocked server (docs/contracts/huawei-ecs.md 5).</summary>
    /// <param name="server">The server.</param>
    /// <returns>The refusal, or null.</returns>
    public static RefusedException? Frozen(Server server) =>
        IsFrozen(server) ? Refusals.Error("Ecs.0003", "no permission, or balance insufficient", 403) : null;

    /// <summary>A subscription that has ended (docs/contracts/huawei-ecs.md 3.6).</summary>
    /// <param name="call">The call.</param>
    /// <param name="server">The server.</param>
    /// <returns>The refusal, or null.</returns>
    public static RefusedException? Expired(Call call, Server server) =>
        server.ExpiresAt is { } end && end <= call.World.Now ? Refusals.Error("Ecs.0003", "the subscription has ended", 403) : null;

    /// <summary>The owner's lock (docs/contracts/huawei-ecs.md 3.12), or that of an order, for which no source names a code (a choice).</summary>
    /// <param name="server">The server.</param>
    /// <returns>The refusal, or null.</returns>
    public static RefusedException? Locked(Server server) =>
        server.IsProtected || IsHeldByOrder(server) ? Refusals.Error("Ecs.0605", "server is locked") : null;

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
