using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Passwords;

/// <summary>Sets a password through the plug-in in the guest; Huawei only (docs/contracts/huawei-ecs.md 3.5).</summary>
internal static class ResetPasswordApi
{
    private const int MostServers = 1000;

    /// <summary>The value is a text.</summary>
    public static ApiResponse Flag(RequestContext call)
    {
        bool hasPlugin = HasPlugin(call.Backend, call.Server);
        return ApiResponse.Ok(w => w.Put("resetpwd_flag", hasPlugin ? "True" : "False"));
    }

    /// <summary>Without <c>is_check_password</c> any password is accepted. Returns 204; the password takes effect at the next start or
    /// restart.</summary>
    public static ApiResponse Reset(RequestContext call)
    {
        Server server = call.Server;
        JObject options = call.Body.Object("reset-password") ?? throw call.Malformed("request body is illegal.");
        string password = options.Text("new_password") ?? throw call.Malformed("new_password is missing");
        if (Judge(call, server, password, isChecked: options.IsTrue("is_check_password")) is var (code, reason))
        {
            throw ErrorResponses.Error(code, reason);
        }

        Set(call, server, password);
        return new ApiResponse(204);
    }

    /// <summary>If some servers fail, Ecs.0611 with those.</summary>
    public static ApiResponse ResetMany(RequestContext call)
    {
        string password = call.Body.Text("new_password") ?? throw call.Malformed("new_password is missing");
        IReadOnlyList<string> ids = call.ServerIds(call.Body, MostServers);
        List<(string Id, string Code, string Reason)> failures = [];
        foreach (string id in ids)
        {
            Server? server = call.Backend.FindServer(id);
            (string Code, string Reason)? refusal = server is null
                ? ("Ecs.0114", "server not found")
                : Judge(call, server, password, isChecked: true);
            if (refusal is var (code, reason))
            {
                failures.Add((id, code, reason));
            }
            else if (!call.Body.IsTrue("dry_run"))
            {
                Set(call, server!, password);
            }
        }

        return failures.Count > 0
            ? Failed(failures)
            : ApiResponse.Ok(w => w.PutObjects("response", ids, (r, id) => r.Put("id", id)));
    }

    private static ApiResponse Failed(IReadOnlyList<(string Id, string Code, string Reason)> failures) => new(400, JsonResponseWriter.Object(w =>
    {
        w.PutObject("error", e =>
        {
            e.Put("code", "Ecs.0611");
            e.Put("message", "Batch operation failed.");
        });
        w.PutObjects("internalError", failures, (f, failure) =>
        {
            f.Put("id", failure.Id);
            f.Put("error_code", failure.Code);
            f.Put("error_message", failure.Reason);
        });
    }));

    private static (string Code, string Reason)? Judge(RequestContext call, Server server, string password, bool isChecked) =>
        ServerPreconditions.IsFrozen(server) ? ("Ecs.0003", "server is frozen")
        : ServerPreconditions.Locked(server) is not null ? ("Ecs.0605", "server is locked")
        : call.Project.IsBusy(server) || server.Phase is not (ServerPhase.Running or ServerPhase.Stopped) ? ("Ecs.0100", "status not allowed")
        : !HasPlugin(call.Backend, server) ? ("Ecs.0613", "plug-in not installed")
        : isChecked && !EmulatedPasswordPolicy.FitsReset(password, server) ? ("Ecs.0011", "password complexity not met")
        : null;

    private static void Set(RequestContext call, Server server, string password)
    {
        server.PendingPassword = password;
        call.Backend.Count("reset-password");
    }

    /// <summary>Public images contain it; images that users made need not.</summary>
    private static bool HasPlugin(RegionBackend backend, Server server) => backend.FindImage(server.ImageId) is { IsPublic: true };
}
