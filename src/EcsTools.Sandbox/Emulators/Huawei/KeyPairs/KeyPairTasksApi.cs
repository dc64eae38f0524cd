using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.KeyPairs;

/// <summary>
/// A key pair for a server that has another or none (docs/contracts/huawei-ecs-lifecycle.md 5, <c>kps.associate.reset.json</c>): here only without the
/// old key or the password, for a stopped Linux server.
/// </summary>
internal static class KeyPairTasksApi
{
    /// <summary>The answer says that the task was handed over, no more.</summary>
    public static ApiResponse Associate(RequestContext call)
    {
        JObject wanted = call.Body.Object("server") ?? throw call.Malformed("server is missing");
        string name = call.Body.Text("keypair_name") ?? throw call.Malformed("keypair_name is missing");
        Server server = call.Backend.FindServer(wanted.Text("id") ?? "") ?? throw ErrorResponses.Identity("KPS.6008", "The server does not exist", 400);
        if (!call.Backend.KeyPairs.ContainsKey(name) && !call.Project.AccountKeyPairs.ContainsKey(name))
        {
            throw ErrorResponses.Identity("KPS.4016", "The key pair is not exist", 400);
        }

        if (server.IsWindows || wanted["auth"] is not null || server.Phase != ServerPhase.Stopped)
        {
            throw ErrorResponses.Identity("KPS.6009", "The server does not support this operation in its status", 400);
        }

        call.Backend.Count("attach-key");
        return ApiResponse.Ok(Begin(call, server, "RESET", name));
    }

    /// <summary>Takes the key from the disk of a stopped server, as <c>kps.disassociate.json</c> has it; that it must be stopped is a choice.</summary>
    public static ApiResponse Disassociate(RequestContext call)
    {
        JObject wanted = call.Body.Object("server") ?? throw call.Malformed("server is missing");
        Server server = call.Backend.FindServer(wanted.Text("id") ?? "") ?? throw ErrorResponses.Identity("KPS.6008", "The server does not exist", 400);
        if (server.IsWindows || server.KeyPairName is null || wanted["auth"] is not null || server.Phase != ServerPhase.Stopped)
        {
            throw ErrorResponses.Identity("KPS.6009", "The server does not support this operation in its status", 400);
        }

        call.Backend.Count("detach-key");
        return new ApiResponse(202, JsonResponseWriter.Object(Begin(call, server, "UNBIND", keyPairName: null)));
    }

    public static ApiResponse Show(RequestContext call)
    {
        if (!call.Project.KeyPairTasks.TryGetValue(call.Path["task"], out (string ServerId, string Kind, TimeSpan Begun) task))
        {
            throw ErrorResponses.Identity("KPS.6004", "The task does not exist", 400);
        }

        TimeSpan age = call.Backend.Events.Now - task.Begun;
        string state = age >= call.Backend.Delays.AttachKey ? "SUCCESS" : age.Ticks * 4 < call.Backend.Delays.AttachKey.Ticks ? "READY" : "RUNNING";
        return ApiResponse.Ok(w =>
        {
            w.Put("server_id", task.ServerId);
            w.Put("task_id", call.Path["task"]);
            w.Put("task_status", $"{state}_{task.Kind}");
        });
    }

    private static Action<JsonTextWriter> Begin(RequestContext call, Server server, string kind, string? keyPairName)
    {
        string task = Guid.NewGuid().ToString("D");
        call.Project.KeyPairTasks[task] = (server.Id, kind, call.Backend.Events.Now);
        call.Backend.Events.After(call.Backend.Delays.AttachKey, () => server.KeyPairName = keyPairName);
        return w =>
        {
            w.Put("task_id", task);
            w.Put("server_id", server.Id);
            w.Put("status", "SUCCESS");
        };
    }
}
