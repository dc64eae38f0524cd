using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Passwords;

/// <summary>GET and DELETE of <c>os-server-password</c>, on Huawei's path and on Nova's (docs/contracts/huawei-ecs.md 3.5).</summary>
internal static class WindowsPasswordApi
{
    /// <summary>Empty while there is none, never an error.</summary>
    public static ApiResponse Show(RequestContext call)
    {
        Server server = call.Server;
        string text = WindowsPassword.Stored(call.Backend, server, call.Project.StateOf(server));
        return ApiResponse.Ok(w => w.Put("password", text));
    }

    /// <summary>Deletes the stored text; the password itself stays.</summary>
    public static ApiResponse Delete(RequestContext call)
    {
        Server server = call.Server;
        if (ServerPreconditions.Locked(server) is { } locked)
        {
            throw locked;
        }

        HuaweiServerState state = call.Project.StateOf(server);
        if (WindowsPassword.Stored(call.Backend, server, state).Length > 0)
        {
            state.StoredPassword = "";
            call.Backend.Count("delete-password");
        }

        return new ApiResponse(204);
    }
}
