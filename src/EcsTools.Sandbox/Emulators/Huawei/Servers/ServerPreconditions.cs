using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Preconditions that several operations share; each returns its error, or null.</summary>
internal static class ServerPreconditions
{
    /// <summary>The lock of an order in progress; every other lock of the provider freezes the server (docs/contracts/huawei-ecs.md
    /// 3.2).</summary>
    public const string Order = "ORDER";

    public static bool IsFrozen(Server server) => server.ProviderLocks.Exists(r => r != Order);

    public static bool IsHeldByOrder(Server server) => server.ProviderLocks.Contains(Order);

    /// <summary>An account in arrears or a blocked server (docs/contracts/huawei-ecs.md 5).</summary>
    public static ApiErrorException? Frozen(Server server) =>
        IsFrozen(server) ? ErrorResponses.Error("Ecs.0003", "no permission, or balance insufficient", 403) : null;

    /// <summary>A subscription that has ended (docs/contracts/huawei-ecs.md 3.6).</summary>
    public static ApiErrorException? Expired(RequestContext call, Server server) =>
        server.ExpiresAt is { } end && end <= call.Backend.Now ? ErrorResponses.Error("Ecs.0003", "the subscription has ended", 403) : null;

    /// <summary>The owner's lock (docs/contracts/huawei-ecs.md 3.12), or that of an order, for which no source states a code.</summary>
    public static ApiErrorException? Locked(Server server) =>
        server.IsProtected || IsHeldByOrder(server) ? ErrorResponses.Error("Ecs.0605", "server is locked") : null;

    /// <summary>A running task (docs/contracts/huawei-ecs.md 5).</summary>
    public static ApiErrorException? Busy(RequestContext call, Server server)
    {
        if (!call.Project.IsBusy(server))
        {
            return null;
        }

        return call.Undocumented.BusyIsOtherCommandsRunning
            ? ErrorResponses.Error("Ecs.0603", "other commands are running", 501)
            : WrongState();
    }

    public static ApiErrorException WrongState() => ErrorResponses.Error("Ecs.0100", "server status does not allow this");

    /// <summary>Flavor families that cannot be reinstalled (docs/contracts/huawei-ecs.md 3.6).</summary>
    public static bool HasNoReinstall(RequestContext call, string flavor) => flavor.Split('.')[0] switch
    {
        "h2" => true,
        "d1" or "d2" => call.IsOtc,
        _ => false,
    };
}
