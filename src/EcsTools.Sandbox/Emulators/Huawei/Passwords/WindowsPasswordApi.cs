using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Passwords;

/// <summary>GET and DELETE of <c>os-server-password</c>, on Huawei's path and on Nova's (docs/contracts/huawei-ecs.md 3.5).</summary>
internal static class WindowsPasswordApi
{
    /// <summary>Shows the stored text; empty while there is none, never an error.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The text.</returns>
    public static Answer Show(Call call)
    {
        Server server = call.Server;
        string text = WindowsPassword.Stored(call.World, server, call.Project.Notes(server));
        return Answer.Ok(w => w.Put("password", text));
    }

    /// <summary>Erases the stored text; the password itself stays.</summary>
    /// <param name="call">The call.</param>
    /// <returns>204.</returns>
    public static Answer Delete(Call call)
    {
        Server server = call.Server;
        if (ServerRules.Locked(server) is { } locked)
        {
            throw locked;
        }

        ServerNotes notes = call.Project.Notes(server);
        if (WindowsPassword.Stored(call.World, server, notes).Length > 0)
        {
            notes.StoredPassword = "";
            call.World.Count("delete-password");
        }

        return new Answer(204);
    }
}
